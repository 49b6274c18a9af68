// What the front door wants to show or write → whole pages and mails in the reader's language, set with `templates/list/` and the two
// templates `letter`. Nothing in a mail was typed by whoever asked for it; what was typed into a form comes back in its own fields only.
import { localTimeOf } from '../model/calendar.ts';
import { sha256 } from '../model/digest-of-text.ts';
import { directionOfLanguage } from '../model/direction.ts';
import type {
  LanguageChoice,
  ListPage,
  ListPageKind,
  ListPrinter,
  PreferencesProblem,
  SignUpProblem,
} from '../model/list-pages.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { TemplateSet } from '../model/rendered.ts';
import { BASE_LANGUAGE, nearestLanguage, type Say, sayer, type WordSet } from '../model/words.ts';
import { CONFIRM_DAYS, mailPrinter } from './list-mails.ts';
import { fitOut } from './press-room.ts';
import { siteOf } from './site-of.ts';
import { tidy } from './tidy.ts';

/** What stands in the window's title: the heading of the page. */
const TITLES: Readonly<Record<ListPageKind, string>> = {
  'sign-up': 'sign-up-title',
  asked: 'asked-title',
  confirm: 'confirm-title',
  confirmed: 'confirmed-title',
  'link-expired': 'link-expired-title',
  'link-unknown': 'link-unknown-title',
  unsubscribe: 'unsubscribe-title',
  unsubscribed: 'unsubscribed-title',
  rejoined: 'rejoined-title',
  preferences: 'preferences-title',
  erase: 'erase-title',
  erased: 'erased-title',
  'too-often': 'too-often-title',
  'form-refused': 'form-refused-title',
  'not-found': 'not-found-title',
  failed: 'failed-title',
};

/** The field to which a problem leads, and what is said of it. */
const PROBLEMS: Readonly<
  Record<SignUpProblem | PreferencesProblem, { readonly field: string; readonly words: string }>
> = {
  'address-missing': { field: 'address', words: 'problem-address-missing' },
  'address-unusable': { field: 'address', words: 'problem-address-unusable' },
  'name-too-long': { field: 'name', words: 'problem-name-too-long' },
  'topics-missing': { field: 'topics', words: 'problem-topics-missing' },
  'date-unusable': { field: 'pausedUntil', words: 'problem-date-unusable' },
};

/** Fields that the templates ask for and few pages have. */
const OPTIONAL = ['undo', 'own', 'statementUrl'];
const VERSION_DIGITS = 12;

/** @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID */
export function createListPrinter(options: {
  templates: TemplateSet;
  words: WordSet;
  newsletter: Newsletter;
}): ListPrinter {
  const { templates, words, newsletter } = options;
  const pages = [...Object.keys(TITLES), 'layout'].map((name) => `list/${name}`);
  const room = fitOut(templates, words, {
    required: [...pages, 'email/letter', 'text/letter'],
    mailSheets: ['letter.css'],
  });
  const say = sayer(words);
  const languages = languageChoices(words, say, newsletter);
  const own = languages[0]?.tag ?? BASE_LANGUAGE;
  const spoken = (language?: string) => (language && nearestLanguage(words, language)) || own;
  const site = siteOf(newsletter);
  const frame = {
    site,
    stylesUrl: new URL('styles/list.css', newsletter.listUrl).pathname,
    archiveUrl: `${newsletter.siteUrl}archive.html`,
    ...(newsletter.statement !== undefined && { statementUrl: `${newsletter.siteUrl}statement.html` }),
    confirmDays: CONFIRM_DAYS,
  };
  const consent: ListPrinter['consent'] = (wanted) => {
    const language = spoken(wanted);
    const text = say(language, 'consent', { title: newsletter.title });
    return { text, version: `${language}-${sha256(text).slice(0, VERSION_DIGITS)}`, language };
  };
  return {
    page: (page, wanted) => {
      const language = spoken(wanted);
      const problem = 'problem' in page && page.problem !== undefined ? PROBLEMS[page.problem] : undefined;
      const title = say(language, TITLES[page.kind]);
      const context = {
        ...frame,
        ...describePage(page, newsletter, spoken),
        tongues: languages.map((each) => ({
          ...each,
          direction: directionOfLanguage(each.tag),
          isHere: each.tag === language,
        })),
        language,
        direction: directionOfLanguage(language),
        pageTitle: problem === undefined ? title : say(language, 'problem-title', { title }),
        problem: {
          field: problem?.field ?? '',
          words: problem === undefined ? '' : say(language, problem.words),
        },
        consent: consent(language).text,
      };
      const contentHtml = room.fill(`list/${page.kind}`, context, OPTIONAL);
      const html = tidy(room.fill('list/layout', { ...context, contentHtml }, OPTIONAL));
      return { html: `${html}\n`, language };
    },
    mail: mailPrinter({ room, say, newsletter, site, spoken }),
    consent,
    languages,
    styles: { path: 'styles/list.css', contents: room.styleSheet(['page.css', 'list.css']) },
  };
}

/** The newsletter's own first, the others as they are sorted by tag. */
function languageChoices(words: WordSet, say: Say, { language }: Newsletter): readonly LanguageChoice[] {
  const own = nearestLanguage(words, language) ?? BASE_LANGUAGE;
  const tags = [own, ...[...words.keys()].filter((tag) => tag !== own)];
  return tags.map((tag) => ({ tag, name: say(tag, 'language-name') }));
}

/** What the page's template is given beside the frame: forms with their fields as they stand. */
function describePage(page: ListPage, newsletter: Newsletter, spoken: (language?: string) => string): object {
  if (page.kind === 'sign-up') {
    const { address = '', name = '', topics = [], format } = page.values;
    return {
      ...page,
      values: { address, name },
      topics: topicChoices(page.topics, topics),
      isPlain: format === 'text',
    };
  }
  if (page.kind === 'preferences') {
    const { name = '', language, topics = [], format, pausedUntil } = page.values;
    const chosen = spoken(language);
    return {
      ...page,
      values: { name },
      topics: topicChoices(page.topics, topics),
      isSome: topics.length > 0 || page.problem === 'topics-missing',
      isPlain: format === 'text',
      pausedUntil: pausedUntil === undefined ? '' : localTimeOf(pausedUntil, newsletter.timeZone).date,
      languages: page.languages.map((each) => ({
        ...each,
        direction: directionOfLanguage(each.tag),
        isChosen: each.tag === chosen,
      })),
    };
  }
  if (page.kind === 'link-unknown') return { ...page, ownerUrl: `mailto:${page.owner}` };
  return page;
}

function topicChoices(offered: readonly string[], chosen: readonly string[]) {
  return offered.map((name) => ({ name, isChosen: chosen.includes(name) }));
}
