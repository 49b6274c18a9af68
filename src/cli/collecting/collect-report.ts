// What a run of `collect` has found goes in, the report comes out: what is new, feed by feed, what failed and what to do about it. One line where
// there is nothing to say, for cron sends a mail with every word.
import type { Candidate } from '../../model/candidate.ts';
import { type CommandResult, countOf, figure, nextStep } from '../command-result.ts';
import type { Paint } from '../paint.ts';
import type { FeedState } from './feed-memory.ts';
import type { Stories } from './offer-stories.ts';
import { keyOf } from './offer-stories.ts';
import type { PolledFeed } from './poll-feeds.ts';

export interface CollectRun {
  readonly polled: readonly PolledFeed[];
  /** Not asked: they failed, and their time has not come. */
  readonly resting: readonly FeedState[];
  /** Not asked, for the run was broken off. */
  readonly unfinishedCount: number;
  readonly stories: Stories;
  readonly added: readonly Candidate[];
  /** The text of the inbox with them in it. */
  readonly isDryRun: boolean;
}

export interface FeedReport {
  readonly url: string;
  readonly title?: string;
  readonly state: 'new' | 'nothing new' | 'failed' | 'gone' | 'resting';
  readonly newCount: number;
  /** Already in the inbox, or offered once. */
  readonly knownCount: number;
  readonly toldCount: number;
  readonly oldCount: number;
  readonly filteredCount: number;
  readonly lostCount: number;
  readonly detail?: string;
  readonly advice?: string;
  readonly nextAt?: string;
  /** An operator has to do something: it will not mend by itself. */
  readonly isForOperator: boolean;
}

/** By then it is no bad hour of a server. */
const FAILING_MS = 24 * 60 * 60_000;

export function collectResult(run: CollectRun): CommandResult {
  const feeds = [...run.polled.map((feed) => reportOf(feed, run)), ...run.resting.map(restingReport)];
  const isTroubled = feeds.some(({ isForOperator }) => isForOperator);
  return {
    exitCode: isTroubled || run.unfinishedCount > 0 ? 3 : 0,
    value: {
      isDryRun: run.isDryRun,
      added: run.added,
      unfinished: run.unfinishedCount,
      feeds,
    },
    lines: (paint) => linesOf(run, feeds, paint),
  };
}

function reportOf(feed: PolledFeed, { stories, added }: CollectRun): FeedReport {
  const { setting, answer, read, state } = feed;
  const found = stories.found.get(feed);
  const keys = (found?.candidates ?? []).map(({ url }) => keyOf(url));
  const newCount = added.filter((one) => stories.feedOf(one) === feed).length;
  const toldCount = keys.filter((key) => stories.toldKeys.has(key)).length;
  const isRefused = read !== undefined && 'refusal' in read;
  const title = read !== undefined && !isRefused && read.title !== '' ? { title: read.title } : {};
  const counts = {
    newCount,
    toldCount,
    knownCount: Math.max(0, keys.length - newCount - toldCount),
    oldCount: found?.oldCount ?? 0,
    filteredCount: found?.filteredCount ?? 0,
    lostCount: (found?.lostCount ?? 0) + (read !== undefined && !isRefused ? read.lostCount : 0),
  };
  if (answer.kind === 'gone')
    return {
      url: setting.url,
      state: 'gone',
      ...counts,
      detail: 'gone for good (410)',
      advice: 'Take it out of the settings; it is not asked any more.',
      isForOperator: true,
    };
  if (state.failures > 0) {
    const meant = isRefused ? (read.meant ?? []) : [];
    const [first] = meant;
    const isForOperator =
      isRefused || Date.parse(state.askedAt) - Date.parse(state.failingSince ?? state.askedAt) >= FAILING_MS;
    return {
      url: setting.url,
      state: 'failed',
      ...counts,
      ...(state.detail !== undefined && { detail: state.detail }),
      ...(first !== undefined
        ? { advice: `The page names a feed: write ${first} in its place.` }
        : isForOperator && { advice: 'Look whether its address is still right.' }),
      ...(state.nextAt !== undefined && { nextAt: state.nextAt }),
      isForOperator,
    };
  }
  const movedTo = answer.kind === 'text' || answer.kind === 'same' ? answer.movedTo : undefined;
  const fault = [
    ...(answer.kind === 'text' && answer.fault !== undefined ? [answer.fault] : []),
    ...(read !== undefined && !isRefused && read.fault !== undefined ? [read.fault] : []),
  ][0];
  return {
    url: setting.url,
    ...title,
    state: newCount > 0 ? 'new' : 'nothing new',
    ...counts,
    ...(fault !== undefined && { detail: fault }),
    ...(movedTo !== undefined && { advice: `It has moved for good: write ${movedTo} in its place.` }),
    isForOperator: false,
  };
}

function restingReport(state: FeedState): FeedReport {
  return {
    url: state.url,
    state: state.isGone === true ? 'gone' : 'resting',
    newCount: 0,
    knownCount: 0,
    toldCount: 0,
    oldCount: 0,
    filteredCount: 0,
    lostCount: 0,
    ...(state.detail !== undefined && { detail: state.detail }),
    ...(state.isGone === true && { advice: 'Take it out of the settings; it is not asked any more.' }),
    ...(state.nextAt !== undefined && { nextAt: state.nextAt }),
    // It was told when it happened; cron need not hear of it every hour.
    isForOperator: false,
  };
}

function linesOf(run: CollectRun, feeds: readonly FeedReport[], paint: Paint): readonly string[] {
  const { polled, added, isDryRun, unfinishedCount } = run;
  const told = feeds.filter(
    ({ state, detail, advice }) =>
      state === 'new' || ((detail ?? advice) !== undefined && state !== 'resting'),
  );
  const resting = feeds.filter(({ state }) => state === 'resting').length;
  const count = countOf(polled.length, 'feed');
  const rest = [
    ...(resting > 0 ? [`${countOf(resting, 'feed')} that failed will be asked later`] : []),
    ...(unfinishedCount > 0
      ? [`${countOf(unfinishedCount, 'feed')} not asked, for the run was broken off`]
      : []),
  ].map((words) => `; ${words}`);
  if (told.length === 0 && added.length === 0) return [`Nothing new in ${count}${rest.join('')}.`];
  const summary = `${isDryRun ? 'Would add' : 'Added'} ${countOf(added.length, 'story', 'stories')} of ${count}${rest.join('')}.`;
  return [
    ...told.flatMap((feed) => feedLines(feed, paint)),
    ...(isDryRun && added.length > 0
      ? ['', ...added.map(({ headline, url }) => `  ${headline || url} ${paint.dim(url)}`)]
      : []),
    '',
    added.length > 0 ? paint.done(summary) : summary,
    ...(added.length > 0
      ? nextStep(
          isDryRun
            ? 'the same without --dry-run writes them into issues/inbox.md.'
            : 'open issues/inbox.md, put an x between the brackets of what is to go into the next issue, and run `broadside new`.',
          paint,
        )
      : []),
  ];
}

function feedLines(feed: FeedReport, paint: Paint): readonly string[] {
  const { url, title = url, state, newCount, detail, advice, nextAt } = feed;
  const counts = [
    [feed.toldCount, 'in the archive'],
    [feed.knownCount, 'known'],
    [feed.filteredCount, 'filtered out'],
    [feed.oldCount, 'too old'],
    [feed.lostCount, 'unreadable or without an address'],
  ] as const;
  const tail = counts.flatMap(([number, words]) => (number > 0 ? [`${figure(number)} ${words}`] : []));
  const isFailed = state === 'failed' || state === 'gone';
  const head = isFailed ? paint.ask(state) : `${figure(newCount)} new`;
  const again =
    nextAt === undefined ? '' : `; asked again after ${nextAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [
    `  ${head}  ${isFailed ? url : title}${tail.length > 0 ? `  ${paint.dim(tail.join(', '))}` : ''}`,
    ...(detail === undefined ? [] : [`        ${paint.dim(`${detail}${again}`)}`]),
    ...(advice === undefined ? [] : [`        ${advice}`]),
  ];
}
