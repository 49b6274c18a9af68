// In: `issues/newsletter.yaml`. Out: the newsletter's own facts, ready to use, and every slip in the file. Where a value that must be
// there is missing or unusable, that is reported as an error and a stand-in is put in its place, so that the issues can be
// checked all the same: one run tells an editor everything.
import { z } from 'zod';
import type { Block } from '../model/block.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { DIALECT_NAMES, rulesOfDialect } from '../model/dialect.ts';
import type { IssueFile } from '../model/issue.ts';
import { LIVE_ORDERS } from '../model/live-order.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { feedRow, toFeedSetting } from './feed-settings.ts';
import { fitToSchema, listOf } from './fit-to-schema.ts';
import { parseMarkdownBlocks } from './parse-markdown-blocks.ts';
import { readYaml } from './read-yaml.ts';
import {
  ALSO_LINES,
  ALSO_NUMBER,
  folderAddress,
  hubAddress,
  isoDateText,
  languageTag,
  lineOfText,
  longText,
  mailAddress,
  timeZone,
} from './yaml-values.ts';

const DEFAULT_MAX_REPORT_AGE_DAYS = 31;
/** Five days: RFC 5321 §4.5.4.1 asks of mail servers four or five. */
const DEFAULT_EXPIRES_AFTER_HOURS = 120;
/** A month is longer than any server's queue; more is a slip of the hand. */
const MAX_EXPIRES_AFTER_HOURS = 744;

/** RFC 5321 §4.5.3.1.1 allows 64 octets before the @; a plus sign and 48 characters of ours are put behind the name. */
const LONGEST_BOUNCE_NAME = 15;
const BOUNCE_ADDRESS_EXPECTED = `an address with at most ${LONGEST_BOUNCE_NAME} characters before the @, such as bounce@example.org`;

const SECTION_KINDS = ['items', 'live', 'gallery', 'events', 'interest', 'statement'] as const;
const KIND_EXPECTED = `one of ${SECTION_KINDS.join(', ')}`;
const SETTING_EXPECTED = 'off, warn or error';
const ORDER_EXPECTED = 'newest-first, or no such line';
const SPELLINGS_EXPECTED = 'a list of other spellings, such as [Falluja, Faluja]';
const DAYS_EXPECTED = 'a whole number of days';
const HOURS_EXPECTED = `a whole number of hours from 1 to ${MAX_EXPIRES_AFTER_HOURS}`;
const ISSUE_TITLE_EXPECTED = 'a title with {number} in it, such as "Ausgabe {number}"';
const LIST_ID_EXPECTED = 'a list id such as iof.example.org: letters, digits and hyphens with dots between';

function mailbox(description: string) {
  return z
    .strictObject(
      {
        name: lineOfText('a name').describe('The name that readers see beside the address.'),
        address: mailAddress().describe('The mail address itself.'),
      },
      { error: 'a group of two keys, "name:" and "address:"' },
    )
    .describe(description);
}

const section = z.strictObject(
  {
    name: lineOfText('the heading of the section').describe('The heading, as it is always written.'),
    aliases: listOf(lineOfText('a heading'), 'a list of other headings')
      .optional()
      .describe('Other headings that mean this section.'),
    kind: z
      .enum(SECTION_KINDS, { error: KIND_EXPECTED })
      .optional()
      .describe(
        'What it holds: items (stories, if nothing is said), live (entries with a time), gallery (pictures), events, interest (a list of things worth a look), statement.',
      ),
  },
  { error: 'a section, beginning with "- name:"' },
);

const statement = z.strictObject(
  {
    title: lineOfText('the title of the statement').describe('The heading of its page.'),
    adopted: isoDateText().optional().describe('The day on which it was adopted: 2008-07-19.'),
    place: lineOfText('the place where it was adopted').optional().describe('Where it was adopted: London.'),
    text: longText().describe('The statement itself, as Markdown, behind a | over several lines.'),
    signatories: listOf(lineOfText('a name'), 'a list of names')
      .optional()
      .describe(
        'Who signed it, one name a line, as they are to be named and in the order in which they are to stand.',
      ),
  },
  { error: 'a group of keys, "title:", "adopted:", "place:", "text:" and "signatories:"' },
);

/** With what editors show of each key; see `settingsSchemas`. */
export const newsletterSchema = z.strictObject(
  {
    title: lineOfText('the title of the newsletter').describe('The name of the newsletter.'),
    shortTitle: lineOfText().optional().describe('For narrow places, such as a phone’s tab.'),
    description: lineOfText('one sentence on what the newsletter is').describe(
      'One sentence on what the newsletter is: readers of the archive and of the feeds see it.',
    ),
    siteUrl: folderAddress().describe('Where the archive is found on the web.'),
    listUrl: folderAddress()
      .optional()
      .describe(
        'Where readers sign up, change what they receive and leave: every page of the archive then has a form to sign up. Without it such links lead to the archive’s own address, and there is no form.',
      ),
    hub: hubAddress()
      .optional()
      .describe(
        'A WebSub hub: feed readers that follow it hear of a new issue at once, when `broadside ping` has told it.',
      ),
    language: languageTag().describe('The language of the newsletter: en, ar, pt-BR.'),
    timeZone: timeZone().describe('The clock of the newsletter, by its name: Europe/London.'),
    dialect: z
      .enum(DIALECT_NAMES, { error: `one of ${DIALECT_NAMES.join(', ')}` })
      .optional()
      .describe(
        'How the issues are written: house (if nothing is said), bullets (each entry of a list is a story), lines (a story begins with a line of its own), bold-lead (a story begins with words in bold). See docs/dialects.md.',
      ),
    issueTitle: lineOfText(ISSUE_TITLE_EXPECTED)
      .regex(/\{number\}/u, { error: ISSUE_TITLE_EXPECTED })
      .optional()
      .describe(
        'What a numbered issue is called that has no title of its own: "Ausgabe {number}". "Newsletter No. {number}" if nothing is said.',
      ),
    from: mailbox('Who writes to the readers.'),
    replyTo: mailbox('Whom readers reach when they answer, if not the sender.').optional(),
    unsubscribeAddress: mailAddress()
      .optional()
      .describe('Where a mail goes that asks to leave the list; the sender’s if nothing is said.'),
    owner: mailAddress().optional().describe('Who answers for the list.'),
    bounceAddress: mailAddress()
      .refine((address) => address.indexOf('@') <= LONGEST_BOUNCE_NAME, { error: BOUNCE_ADDRESS_EXPECTED })
      .optional()
      .describe(
        'Where letters come back to that cannot be delivered: an address whose mail server takes name+anything@ too. The sender’s own if nothing is said, and then nothing of it is counted.',
      ),
    topics: listOf(lineOfText('a tag'), 'a list of tags, such as [oil, elections]')
      .optional()
      .describe(
        'Tags that readers may choose among: they get the issues that carry one of theirs. Without it everyone gets every issue.',
      ),
    // RFC 2919 §2 and §3: a dot-atom of at most 255 octets, angle brackets not counted in.
    listId: lineOfText(LIST_ID_EXPECTED)
      .regex(/^(?=.{3,250}$)[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)+$/u, {
        error: LIST_ID_EXPECTED,
      })
      .describe(
        'The name of the list among mail programs: iof.example.org. Choose it once, never change it.',
      ),
    // A block of text or a list, one line an entry.
    postalAddress: z
      .preprocess((value) => (Array.isArray(value) ? value.map(String).join('\n') : value), longText())
      .meta({
        description:
          'The postal address that the law of many countries asks for in every mail, line by line.',
        [ALSO_LINES]: true,
      })
      .optional(),
    boilerplate: z
      .strictObject(
        {
          subscribe: longText()
            .optional()
            .describe('How to subscribe, for whoever was handed the mail by a friend. Markdown.'),
          disclaimer: longText().optional().describe('What the newsletter does not answer for. Markdown.'),
        },
        { error: 'a group of two keys, "subscribe:" and "disclaimer:"' },
      )
      .optional()
      .describe('Texts at the end of every issue.'),
    statement: statement
      .optional()
      .describe('What the publishers stand for. It has its own page, and every issue leads there.'),
    about: longText()
      .optional()
      .describe(
        'Who makes the newsletter, and how. It has its own page, which every page of the archive leads to. Markdown.',
      ),
    people: listOf(lineOfText('a tag'), 'a list of tags, such as [haider al-abadi]')
      .optional()
      .describe('Tags that are names of people: the list of tags shows them together.'),
    places: listOf(lineOfText('a tag'), 'a list of tags, such as [mosul, ramadi]')
      .optional()
      .describe('Tags that are names of places: the list of tags shows them together.'),
    sections: listOf(section, 'a list of sections, each beginning with "- name:"')
      .optional()
      .describe('The order in which sections stand. An issue need not have them all.'),
    delivery: z
      .strictObject(
        {
          expiresAfterHours: z
            .string({ error: HOURS_EXPECTED })
            .regex(/^[1-9]\d{0,3}$/u, { error: HOURS_EXPECTED })
            .refine((hours) => Number(hours) <= MAX_EXPIRES_AFTER_HOURS, { error: HOURS_EXPECTED })
            .transform(Number)
            .optional()
            .meta({
              description:
                'How many hours after it began to go out an issue is given up for readers whose mail servers refuse it for now; 120, five days, if nothing is said.',
              [ALSO_NUMBER]: true,
            }),
        },
        { error: 'a group of keys such as "expiresAfterHours: 120"' },
      )
      .optional()
      .describe('How an issue is sent.'),
    maxReportAgeDays: z
      .string({ error: DAYS_EXPECTED })
      .regex(/^\d{1,5}$/u, { error: DAYS_EXPECTED })
      .transform(Number)
      .optional()
      .meta({
        description: 'A report older than this, in days, is questioned when an issue carries it.',
        [ALSO_NUMBER]: true,
      }),
    itemOrder: z
      .enum(['newest-first'], { error: ORDER_EXPECTED })
      .optional()
      .describe('With "newest-first", the proofreader asks about items that stand in another order.'),
    liveOrder: z
      .enum(LIVE_ORDERS, { error: LIVE_ORDERS.join(' or ') })
      .optional()
      .describe(
        'How readers see live pages: newest-first or newest-last, however they are written. An issue may say it otherwise in its head.',
      ),
    feeds: listOf(feedRow, 'a list of feeds, each beginning with "- url:"')
      .optional()
      .describe(
        'Feeds in which `broadside collect` looks for stories. A source may have its own in sources.yaml.',
      ),
    rules: z
      .record(z.string(), z.enum(['off', 'warn', 'error'], { error: SETTING_EXPECTED }), {
        error: 'lines such as "link-home-page: off"',
      })
      .optional()
      .describe(
        'Rules of the proofreader, by their names: "off" turns one off, "warn" makes it a warning, "error" an error.',
      ),
    spelling: z
      .record(z.string(), listOf(lineOfText('another spelling'), SPELLINGS_EXPECTED), {
        error: 'lines such as "Fallujah: [Falluja, Faluja]"',
      })
      .optional()
      .describe('Names that are spelled in several ways: the one way of this newsletter, and the others.'),
  },
  { error: 'lines such as "title: The Harbour Letter"' },
);

/** Used only beside an error that says what is missing; nothing is built or sent with these. */
const FALLBACKS = {
  title: 'Newsletter',
  description: 'A newsletter',
  siteUrl: 'https://example.invalid/',
  language: 'en',
  timeZone: 'UTC',
  from: { name: 'Newsletter', address: 'newsletter@example.invalid' },
  'from.name': 'Newsletter',
  'from.address': 'newsletter@example.invalid',
  listId: 'newsletter.example.invalid',
};

/** `newsletter` is undefined only when the file is no YAML at all, or is empty. */
export function parseNewsletter(file: IssueFile): {
  newsletter?: Newsletter;
  diagnostics: readonly Diagnostic[];
} {
  const options = { path: file.path, ruleId: 'newsletter-file', fallbacks: FALLBACKS };
  const yaml = readYaml(file.value, options);
  if (typeof yaml.value !== 'object' || yaml.value === null) {
    const empty: Diagnostic = {
      ruleId: options.ruleId,
      severity: 'error',
      reason: 'Unexpected end of the file, expected lines such as "title: The Harbour Letter"',
      path: file.path,
      place: yaml.placeAt([]),
      note: 'The file holds the settings of the newsletter; `broadside init` writes one to start from.',
    };
    return { diagnostics: yaml.diagnostics.length > 0 ? yaml.diagnostics : [empty] };
  }
  const { value, diagnostics } = fitToSchema(newsletterSchema, yaml, options);
  const all = yaml.isBroken ? [...yaml.diagnostics] : [...yaml.diagnostics, ...diagnostics];
  if (value === undefined) return { diagnostics: all };
  const newsletter = toNewsletter(value, (text, keys) => {
    if (text === undefined) return [];
    const read = parseMarkdownBlocks(text, { language: value.language, path: file.path });
    // Their places index the text without its indentation; the key's own is the one that can be found.
    all.push(...read.diagnostics.map(({ fix: _, ...found }) => ({ ...found, place: yaml.placeOfKey(keys) })));
    return read.blocks;
  });
  const names = Object.keys(value.rules ?? {});
  const rulePlaces = new Map(names.map((name) => [name, yaml.placeOfKey(['rules', name])]));
  return { newsletter: names.length === 0 ? newsletter : { ...newsletter, rulePlaces }, diagnostics: all };
}

function toNewsletter(
  value: z.infer<typeof newsletterSchema>,
  blocksOf: (text: string | undefined, keys: readonly string[]) => readonly Block[],
): Newsletter {
  const { statement } = value;
  return {
    title: value.title,
    shortTitle: value.shortTitle ?? value.title,
    description: value.description,
    siteUrl: value.siteUrl,
    listUrl: value.listUrl ?? value.siteUrl,
    ...(value.listUrl === undefined ? {} : { hasFrontDoor: true }),
    ...(value.hub === undefined ? {} : { hub: value.hub }),
    language: value.language,
    timeZone: value.timeZone,
    ...(value.dialect === undefined || value.dialect === 'house' ? {} : { dialect: value.dialect }),
    ...(value.issueTitle === undefined ? {} : { issueTitle: value.issueTitle }),
    from: value.from,
    ...(value.replyTo === undefined ? {} : { replyTo: value.replyTo }),
    unsubscribeAddress: value.unsubscribeAddress ?? value.from.address,
    owner: value.owner ?? value.unsubscribeAddress ?? value.from.address,
    ...(value.bounceAddress === undefined ? {} : { bounceAddress: value.bounceAddress }),
    ...(value.topics === undefined || value.topics.length === 0 ? {} : { topics: value.topics }),
    listId: value.listId,
    postalAddress: (value.postalAddress ?? '')
      .split(/\r?\n/u)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    boilerplate: {
      subscribe: blocksOf(value.boilerplate?.subscribe, ['boilerplate', 'subscribe']),
      disclaimer: blocksOf(value.boilerplate?.disclaimer, ['boilerplate', 'disclaimer']),
    },
    ...(statement === undefined
      ? {}
      : {
          statement: {
            title: statement.title,
            ...(statement.adopted === undefined ? {} : { adopted: statement.adopted }),
            ...(statement.place === undefined ? {} : { place: statement.place }),
            body: blocksOf(statement.text, ['statement', 'text']),
            ...(statement.signatories === undefined || statement.signatories.length === 0
              ? {}
              : { signatories: statement.signatories }),
          },
        }),
    ...(value.about === undefined ? {} : { about: blocksOf(value.about, ['about']) }),
    ...(value.people === undefined || value.people.length === 0 ? {} : { people: value.people }),
    ...(value.places === undefined || value.places.length === 0 ? {} : { places: value.places }),
    sectionOrder: (value.sections ?? []).map((section) => ({
      name: section.name,
      aliases: section.aliases ?? [],
      kind: section.kind ?? 'items',
    })),
    delivery: { expiresAfterHours: value.delivery?.expiresAfterHours ?? DEFAULT_EXPIRES_AFTER_HOURS },
    maxReportAgeDays: value.maxReportAgeDays ?? DEFAULT_MAX_REPORT_AGE_DAYS,
    ...(value.itemOrder === undefined ? {} : { itemOrder: value.itemOrder }),
    ...(value.liveOrder === undefined ? {} : { liveOrder: value.liveOrder }),
    ...(value.feeds === undefined || value.feeds.length === 0
      ? {}
      : { feeds: value.feeds.map((row) => toFeedSetting(row)) }),
    rules: { ...rulesOfDialect(value.dialect ?? 'house'), ...value.rules },
    ...(value.spelling === undefined ? {} : { spelling: value.spelling }),
  };
}
