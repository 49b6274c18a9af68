// `add URL…`: pages become items of a draft, with their source, day and link, each in its section and its place.

import { canonicalUrl, readWebAddress } from '../../check/links/canonical-url.ts';
import { draftEntry } from '../../intake/draft-entry.ts';
import { findPublisher } from '../../intake/find-publisher.ts';
import type { PageFacts } from '../../intake/pages/read-page.ts';
import { writeEntry } from '../../intake/write-entry.ts';
import { localTimeOf } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { DraftEntry } from '../../model/draft.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Source } from '../../model/source.ts';
import { createRobotsDesk } from '../../net/ask-robots.ts';
import type { CommandResult } from '../command-result.ts';
import { type AddedPage, addResult } from '../drafting/add-report.ts';
import { type AskedPage, askPage, cleanAddress } from '../drafting/ask-page.ts';
import { chooseTarget, type DraftTarget, putInto } from '../drafting/draft-target.ts';
import { type DraftingDesk, hostOfPage, openDesk } from '../drafting/drafting-desk.ts';
import { createProposals, type SourceProposals, writeRows } from '../drafting/propose-source.ts';
import { addressesFrom, eachMail } from '../drafting/read-addresses.ts';
import { openFetcher } from '../open-fetcher.ts';
import type { Terminal } from '../terminal.ts';

export interface AddOptions {
  readonly issue?: string;
  readonly section?: string;
  readonly from?: string;
  readonly mail?: string;
  readonly excerpt?: true;
  readonly anyway?: true;
  readonly addSource?: true;
  readonly dryRun?: true;
}

export async function add(
  written: readonly string[],
  options: AddOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const { from, mail } = options;
  if (mail !== undefined && options.dryRun === true)
    throw new BroadsideError('USAGE', '--dry-run does not go with --mail: mails that are read count as read');
  const piped = from === undefined ? [] : await addressesFrom(from, terminal);
  if (written.length === 0 && from === undefined && mail === undefined) {
    throw new BroadsideError('USAGE', 'No address was given', {
      hint: 'Write one or more behind the command; --from - takes what is piped in, such as the clipboard, and --mail a mailbox.',
    });
  }
  const adding = await openAdding(options, terminal);
  await adding.take([...written, ...piped]);
  const stuck =
    mail === undefined ? [] : await eachMail(mail, terminal, (addresses) => adding.take(addresses));
  terminal.progress('');
  const rows = adding.proposals.rows();
  if (options.addSource === true && options.dryRun === undefined && rows.length > 0)
    await writeRows(adding.desk.project, rows);
  const { pages, target } = adding;
  return addResult({ path: target.issue.path, isNew: adding.isNew(), pages, rows, stuck }, options);
}

interface Adding {
  readonly desk: DraftingDesk;
  readonly target: DraftTarget;
  readonly proposals: SourceProposals;
  readonly pages: readonly AddedPage[];
  readonly isNew: () => boolean;
  /** Asks the pages and writes what came of them: all at once, so that a crash leaves a whole file. */
  take(addresses: readonly string[]): Promise<void>;
}

async function openAdding(options: AddOptions, terminal: Terminal): Promise<Adding> {
  const desk = await openDesk(terminal);
  const { settings } = desk.project;
  const fetcher = openFetcher(desk.project, terminal);
  const robots = createRobotsDesk(fetcher);
  const today = localTimeOf(terminal.now(), settings.newsletter.timeZone).date;
  const pages: AddedPage[] = [];
  const proposals = createProposals(settings.sources);
  const taken = new Set<string>();
  let target = chooseTarget(desk, options.issue, today);
  let isNew = false;

  const judge = async (written: string): Promise<{ page: AddedPage; entry?: DraftEntry }> => {
    if (readWebAddress(written) === undefined)
      return { page: { kind: 'gone', url: written, reason: 'it is no web address' } };
    const told = isTold(written);
    if (told !== undefined) return { page: { kind: 'told', url: written, told } };
    const asked = await askPage(written, {
      fetcher,
      robots,
      timeZone: settings.newsletter.timeZone,
      knownNames: namesOf(
        findPublisher(written, undefined, { sources: settings.sources, hostOf: hostOfPage })?.source,
      ),
    });
    if (asked.kind === 'gone') return { page: { kind: 'gone', url: written, reason: asked.reason } };
    const facts = factsOf(asked);
    const toldThere = facts.url === cleanAddress(written) ? undefined : isTold(facts.url);
    if (toldThere !== undefined) return { page: { kind: 'told', url: facts.url, told: toldThere } };
    return added(facts, asked);
  };
  /** By an earlier issue, this one, or an address before it. */
  const isTold = (url: string): AddedPage['told'] => {
    const key = canonicalUrl(cleanAddress(url));
    if (taken.has(key)) return 'here';
    if (options.anyway === true) return undefined;
    return desk.toldIn(url);
  };
  const added = (facts: PageFacts, asked: AskedPage): { page: AddedPage; entry: DraftEntry } => {
    const { sources, newsletter } = settings;
    const found = findPublisher(facts.url, facts.siteName, { sources, hostOf: hostOfPage });
    // Who says no name has none that a row could be made of: that is a blank.
    const source = found?.source ?? (facts.siteName === undefined ? undefined : proposals.sourceFor(facts));
    const candidate = candidateOf(facts, source, options);
    const entry = draftEntry(candidate, {
      ...(source === undefined ? {} : { source }),
      language: newsletter.language,
      vocabulary: desk.archive.tags(),
    });
    const guessed = options.section ?? desk.guessSection(candidate.headline, entry.tags);
    return {
      entry,
      page: {
        kind: 'added',
        url: facts.url,
        ...(guessed === undefined ? {} : { section: guessed }),
        entry,
        sectionFrom: options.section !== undefined ? 'editor' : guessed === undefined ? 'nothing' : 'guess',
        ...(asked.kind === 'unread' ? { reason: asked.reason } : {}),
        ...(found?.isByName === true ? { strangeHost: hostOfPage(facts.url) } : {}),
      },
    };
  };

  return {
    desk,
    get target() {
      return target;
    },
    proposals,
    pages,
    isNew: () => isNew,
    take: async (addresses) => {
      const judged: { page: AddedPage; entry?: DraftEntry }[] = [];
      for (const [nth, address] of addresses.entries()) {
        terminal.progress(`asking ${nth + 1} of ${addresses.length}: ${hostOfPage(address) || address}`);
        const one = await judge(address);
        judged.push(one);
        if (one.entry === undefined) continue;
        taken.add(canonicalUrl(cleanAddress(address)));
        taken.add(canonicalUrl(one.page.url));
      }
      const toPut = judged.flatMap(({ entry, page: { section } }) =>
        entry === undefined ? [] : [{ entry, ...(section === undefined ? {} : { section }) }],
      );
      const put =
        toPut.length === 0 ? [] : (await putInto(target, toPut, desk, options.dryRun === true)).entries;
      let nth = 0;
      for (const { page, entry } of judged) {
        if (entry === undefined) {
          pages.push(page);
          continue;
        }
        const { line = 1, section = '' } = put[nth] ?? {};
        nth += 1;
        const markdown =
          options.dryRun === true ? writeEntry(entry, 'items', { date: today }, desk.house) : undefined;
        pages.push({ ...page, line, section, ...(markdown === undefined ? {} : { markdown }) });
      }
      if (put.length === 0) return;
      if (target.kind === 'new' && options.dryRun === undefined) {
        isNew = true;
        target = { kind: 'standing', issue: { path: target.issue.path, isDraft: true } };
      }
    },
  };
}

/** Of a page that could not be read its address is known, and so its publisher. */
function factsOf(asked: Exclude<AskedPage, { kind: 'gone' }>): PageFacts {
  return asked.kind === 'read' ? asked.facts : { url: asked.url };
}

function candidateOf(facts: PageFacts, source: Source | undefined, { excerpt }: AddOptions): Candidate {
  return {
    headline: facts.headline ?? '',
    url: facts.url,
    ...(source === undefined ? {} : { source: source.name }),
    ...(facts.date === undefined ? {} : { date: facts.date }),
    ...(facts.language === undefined ? {} : { language: facts.language }),
    ...(excerpt === true && facts.excerpt !== undefined ? { excerpt: facts.excerpt } : {}),
    tags: [],
  };
}

function namesOf(source: Source | undefined): readonly string[] {
  return source === undefined ? [] : [source.name, ...source.variants];
}
