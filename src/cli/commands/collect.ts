// `collect`: asks the feeds of the newsletter and its sources for stories, and puts what is new into issues/inbox.md. Made for cron: one run at a time,
// a crash at any moment costs nothing but the asking, and what an editor has written is never changed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readText } from '../../files/read-text.ts';
import { type RunLock, takeRunLock } from '../../files/run-lock.ts';
import { writeText } from '../../files/write-text.ts';
import type { AddedTo } from '../../intake/inbox/add-to-inbox.ts';
import { keysIn } from '../../intake/inbox/add-to-inbox.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { FeedSetting } from '../../model/feed-setting.ts';
import { addListedFeeds } from '../collecting/add-listed-feeds.ts';
import { collectResult } from '../collecting/collect-report.ts';
import {
  type FeedState,
  type Offered,
  openFeedMemory,
  openOfferedMemory,
} from '../collecting/feed-memory.ts';
import { findStories, headlineKey, keyOf, offerStories, type Stories } from '../collecting/offer-stories.ts';
import { pollFeeds } from '../collecting/poll-feeds.ts';
import type { CommandResult } from '../command-result.ts';
import { type LinksWorld, realWorld } from '../links/ask-links.ts';
import { openFetcher } from '../open-fetcher.ts';
import { type OpenProject, openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export interface CollectOptions {
  readonly dryRun?: true;
  readonly fresh?: true;
  /** Seconds between two requests to one host. */
  readonly pace?: string;
  readonly opml?: string;
}

export const INBOX = 'issues/inbox.md';
const LOCK = 'data/collect.lock';
const NO_LOCK: RunLock = { release: async () => undefined };
/** Cron starts the next one. */
const RUN_LIMIT_MS = 10 * 60_000;
/** An editor who saves the inbox so often at this very moment is at work in it. */
const MOST_ATTEMPTS = 5;

/** @throws BroadsideError SETTINGS_INVALID, FILE_UNREADABLE, FILE_UNWRITABLE, FILE_EXISTS, USAGE */
export async function collect(
  options: CollectOptions,
  terminal: Terminal,
  world: LinksWorld = realWorld,
): Promise<CommandResult> {
  const paceMs = paceOf(options.pace ?? '1');
  const project = await openProject(terminal);
  if (options.opml !== undefined)
    return addListedFeeds(options.opml, project, options.dryRun === true, terminal);
  const settings = feedsOf(project);
  // Who writes nothing is in nobody's way.
  const lock = options.dryRun === true ? NO_LOCK : await takeRunLock(path.join(project.root, LOCK));
  if (lock === undefined)
    return {
      exitCode: 0,
      value: { isAtWork: true },
      lines: () => ['Another `broadside collect` is at work here; this one has nothing to do.'],
    };
  try {
    return await collectAll(settings, project, { ...options, paceMs }, terminal, world);
  } finally {
    await lock.release();
  }
}

async function collectAll(
  settings: readonly FeedSetting[],
  project: OpenProject,
  options: CollectOptions & { readonly paceMs: number },
  terminal: Terminal,
  { timer }: LinksWorld,
): Promise<CommandResult> {
  const isDryRun = options.dryRun === true;
  const isFresh = options.fresh === true;
  const fetcher = openFetcher(project, terminal);
  const [memory, offered] = [await openFeedMemory(project.root), await openOfferedMemory(project.root)];
  const isResting = ({ isGone, nextAt }: FeedState): boolean =>
    !isFresh && (isGone === true || (nextAt !== undefined && nextAt > terminal.now()));
  const resting = settings.flatMap(({ url }) => {
    const state = memory.records.get(url);
    return state !== undefined && isResting(state) ? [state] : [];
  });
  const restingUrls = new Set(resting.map(({ url }) => url));
  const due = settings.filter(({ url }) => !restingUrls.has(url));
  const control = new AbortController();
  if (due.length > 0) void terminal.untilInterrupted().then(() => control.abort(new Error('interrupted')));
  const polled = await pollFeeds(
    due,
    {
      fetcher,
      memory: memory.records,
      isFresh,
      paceMs: options.paceMs,
      limitMs: RUN_LIMIT_MS,
      control,
      timer,
    },
    terminal,
  );
  const now = terminal.now();
  const stories = await findStories(polled, project, offered.records, now);
  const added = await putIntoInbox(stories, project, isDryRun);
  if (!isDryRun) {
    // In this order: a crash before the last line makes the next run ask once more, and find in the inbox what it has put there.
    for (const key of keysToRemember(stories, added, offered.records))
      await offered.append({ ...key, at: now });
    for (const { state } of polled) await memory.append(state);
  }
  return collectResult({
    polled,
    resting,
    unfinishedCount: due.length - polled.length,
    stories,
    added: added.added,
    isDryRun,
  });
}

/** Of the newsletter and of its sources, each address once. */
function feedsOf({ settings: { newsletter, sources } }: OpenProject): readonly FeedSetting[] {
  const all = [...(newsletter.feeds ?? []), ...sources.flatMap(({ feeds }) => feeds ?? [])];
  if (all.length === 0)
    throw new BroadsideError('SETTINGS_INVALID', 'No feeds are named in the settings', {
      place: 'issues/newsletter.yaml',
      hint: 'Write `feeds:` there, and below it a line `  - url: https://…` for each; or take over a list of your feed reader with `broadside collect --opml FILE`.',
    });
  const ids = new Set(sources.map(({ id }) => id));
  for (const { url, sourceId } of all)
    if (sourceId !== undefined && !ids.has(sourceId))
      throw new BroadsideError(
        'SETTINGS_INVALID',
        `The feed ${url} is of a source "${sourceId}", which is not there`,
        {
          place: 'issues/newsletter.yaml',
          hint: `Write the id of a row of issues/sources.yaml, or add a row "${sourceId}" there.`,
        },
      );
  return [...new Map(all.toReversed().map((setting) => [setting.url, setting])).values()].toReversed();
}

/** Read, added to and written; once more where an editor has saved it meanwhile. */
async function putIntoInbox(stories: Stories, project: OpenProject, isDryRun: boolean): Promise<AddedTo> {
  const file = path.join(project.root, INBOX);
  for (let attempt = 1; ; attempt += 1) {
    const isThere = existsSync(file);
    const text = isThere ? await readText(project.root, INBOX) : '';
    const result = offerStories(text, stories, project.settings.newsletter.sectionOrder);
    if (isDryRun || result.added.length === 0) return result;
    try {
      await writeText(
        file,
        result.text,
        isThere ? { ifExists: 'replace', textBefore: text } : { ifExists: 'refuse' },
      );
      return result;
    } catch (error) {
      const isChanged = error instanceof BroadsideError && error.code === 'FILE_EXISTS';
      if (!isChanged || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** All that stands in the inbox now, what an editor has put there included: deleted later, it stays deleted. */
function keysToRemember(
  { candidates }: Stories,
  { text }: AddedTo,
  known: ReadonlyMap<string, Offered>,
): readonly Pick<Offered, 'key' | 'words'>[] {
  const words = new Map(candidates.map(({ url, headline }) => [keyOf(url), headlineKey(headline)]));
  return [...keysIn(text, keyOf)]
    .filter((key) => !known.has(key))
    .map((key) => {
      const found = words.get(key);
      return { key, ...(found !== undefined && { words: found }) };
    });
}

function paceOf(text: string): number {
  if (/^\d{1,6}(?:\.\d{1,3})?$/u.test(text)) return Number(text) * 1000;
  throw new BroadsideError('USAGE', `--pace takes a number, not "${text}"`);
}
