// `links [N…|--all]`: asks the addresses in issues whether their pages are still there. With `new`, `check` and the others nothing
// ever talks to the web; this command does, and only through `net/`.
import { join } from 'node:path';
import { writeText } from '../../files/write-text.ts';
import { addressInArchive } from '../../model/archived-copy.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type Issue, NO_DATE, newestFirst } from '../../model/issue.ts';
import { type LinkState, nextState } from '../../model/link-state.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { DEFAULT_ARCHIVE_URL, findCopy } from '../../net/find-copy.ts';
import { createPacer } from '../../net/pace-hosts.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { type CommandResult, countOf } from '../command-result.ts';
import { findIssue, parseIssues } from '../find-issue.ts';
import { askLinks, type LinksWorld, realWorld } from '../links/ask-links.ts';
import { chooseForRound, isDue, isRotten } from '../links/choose-links.ts';
import { collectLinks, type WebLink } from '../links/collect-links.ts';
import { doubtTheLine } from '../links/doubt-the-line.ts';
import { openLinkMemory } from '../links/link-memory.ts';
import { type LinkResult, linksResult } from '../links/link-report.ts';
import { type Mend, type MendedIssue, mendLinks } from '../links/mend-links.ts';
import { openFetcher } from '../open-fetcher.ts';
import { openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export interface LinksOptions {
  readonly all?: true;
  readonly fix?: true;
  readonly archive?: true;
  readonly dryRun?: true;
  readonly fresh?: true;
  readonly watchRot?: true;
  /** Addresses in a round. */
  readonly max?: string;
  /** Seconds between two requests to one host. */
  readonly pace?: string;
}

/** A weekly job ends, whatever the hosts do. */
const ROUND_LIMIT_MS = 30 * 60_000;

export async function links(
  names: readonly string[],
  options: LinksOptions,
  terminal: Terminal,
  world: LinksWorld = realWorld,
): Promise<CommandResult> {
  const isWatching = options.watchRot === true;
  const paceMs = numberOf('--pace', options.pace ?? '1') * 1000;
  const max = numberOf('--max', options.max ?? '200');
  const archiveUrl = archiveUrlOf(terminal);
  const project = await openProject(terminal);
  const fetcher = openFetcher(project, terminal);
  const issues = chooseIssues(parseIssues(project), names, options);
  const memory = await openLinkMemory(project.root);
  const all = collectLinks(issues);
  const urls = all.map(({ url }) => url);

  const due = isWatching
    ? chooseForRound(urls, memory.records, max, terminal.now())
    : urls.filter((url) => options.fresh === true || isDue(memory.records.get(url), terminal.now()));
  const control = new AbortController();
  if (due.length > 0 || options.archive === true)
    void terminal.untilInterrupted().then(() => control.abort(new Error('interrupted')));
  const line = doubtTheLine((url, finding) =>
    memory.append(nextState(url, finding, memory.records.get(url), terminal.now())),
  );
  const unfinishedCount = await askLinks(
    due,
    {
      control,
      fetcher,
      paceMs,
      ...(isWatching && { limitMs: ROUND_LIMIT_MS }),
      onFound: line.onFound,
    },
    terminal,
    world,
  );
  await line.settle();

  const asked = new Set(due);
  const reported = isWatching ? all.filter(({ url }) => asked.has(url)) : all;
  const results = reported.map((link) => resultOf(link, memory.records.get(link.url), isWatching));
  const copies =
    options.archive === true
      ? await findCopies(results, { archiveUrl, fetcher, paceMs, signal: control.signal }, terminal, world)
      : { mends: [], trouble: [] };
  const moves = options.fix === true ? results.flatMap(movesOf) : [];
  const mended = mendLinks(
    [...moves, ...copies.mends],
    (value, { path }) => parseIssue({ path, value }, project.settings).issue,
  );
  if (options.dryRun !== true) await writeMends(project.root, mended);
  return linksResult({
    results: results.map((result) => withCopies(result, options.dryRun === true ? [] : mended)),
    askedCount: due.length,
    unfinishedCount,
    mended,
    isDryRun: options.dryRun === true,
    archiveTrouble: copies.trouble,
    isArchiving: options.archive === true,
  });
}

/** Those named, all of them, or the newest: the one that is being written. */
function chooseIssues(
  issues: readonly Issue[],
  names: readonly string[],
  options: LinksOptions,
): readonly Issue[] {
  if (names.length > 0) return [...new Set(names.map((name) => findIssue(issues, name)))];
  if (options.all === true || options.watchRot === true) return issues;
  return newestFirst(issues).slice(0, 1);
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/u.test(text)) return Number(text);
  throw new BroadsideError('USAGE', `${option} takes a number, not "${text}"`);
}

function archiveUrlOf(terminal: Terminal): string {
  const url = terminal.env['BROADSIDE_ARCHIVE_URL']?.trim() || DEFAULT_ARCHIVE_URL;
  if (/^https?:\/\//iu.test(url) && URL.canParse(url)) return url;
  throw new BroadsideError(
    'SETTINGS_INVALID',
    `BROADSIDE_ARCHIVE_URL is "${url}", which is no address on the web`,
    {
      hint: `Write it like the one that is used without it: ${DEFAULT_ARCHIVE_URL}`,
    },
  );
}

function resultOf(link: WebLink, state: LinkState | undefined, isWatching: boolean): LinkResult {
  return {
    ...link,
    state,
    isRotten: state !== undefined && isRotten(state, isWatching),
    isKept: link.uses.every(({ hasCopy }) => hasCopy),
  };
}

function movesOf({ uses, state }: LinkResult): readonly Mend[] {
  if (state?.class !== 'moved' || state.finalUrl === undefined) return [];
  const url = state.finalUrl;
  return uses.map((use) => ({ use, url, kind: 'moved' }));
}

interface CopySearch {
  readonly archiveUrl: string;
  readonly fetcher: Fetcher;
  readonly paceMs: number;
  /** Aborted when the user breaks off: what was found until then is used. */
  readonly signal: AbortSignal;
}

/** For each use of a page that is gone, the copy nearest to the day of the issue. The archive is asked one thing at a time. */
async function findCopies(
  results: readonly LinkResult[],
  { archiveUrl, fetcher, paceMs, signal }: CopySearch,
  terminal: Terminal,
  { timer }: LinksWorld,
): Promise<{ mends: readonly Mend[]; trouble: readonly string[] }> {
  const pacer = createPacer({ gapMs: paceMs, concurrency: 1, timer, signal });
  const wanted = results
    // Of a copy that is gone itself there is no copy to be had.
    .filter(({ url, isRotten: isGone }) => isGone && addressInArchive(url) === undefined)
    .flatMap(({ url, uses }) => uses.filter(({ hasCopy }) => !hasCopy).map((use) => ({ url, use })));
  const mends: Mend[] = [];
  const trouble = new Set<string>();
  for (const [index, { url, use }] of wanted.entries()) {
    terminal.progress(`Asking the archive: ${index + 1} of ${wanted.length}`);
    const { date } = use.issue;
    const day = date === NO_DATE ? terminal.now().slice(0, 10) : date;
    const copy = await findCopy(url, day, { archiveUrl, fetcher, pacer, signal }).catch((error) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (copy === undefined) {
      trouble.add(`broken off: ${countOf(wanted.length - index, 'page')} not asked for`);
      break;
    }
    if (copy.kind === 'found') mends.push({ use, url: copy.url, kind: 'archived' });
    if (copy.kind === 'failed') trouble.add(copy.detail);
  }
  terminal.progress('');
  return { mends, trouble: [...trouble] };
}

async function writeMends(root: string, mended: readonly MendedIssue[]): Promise<void> {
  for (const { issue, text } of mended) {
    if (text !== issue.text)
      await writeText(join(root, issue.path), text, { ifExists: 'replace', textBefore: issue.text });
  }
}

function withCopies(result: LinkResult, mended: readonly MendedIssue[]): LinkResult {
  const written = new Set(
    mended.flatMap(({ applied }) => applied.flatMap(({ use, kind }) => (kind === 'archived' ? [use] : []))),
  );
  const isKept = result.uses.every((use) => written.has(use) || use.hasCopy);
  return { ...result, isKept };
}
