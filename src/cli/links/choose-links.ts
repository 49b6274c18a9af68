// What is known of addresses goes in; which of them to ask now, and which count as rotten, comes out.
import { isFailing, type LinkState } from '../../model/link-state.ts';

type Memory = ReadonlyMap<string, LinkState>;

/** Rot is said of a page that was not there on so many different days; a server may have a bad one. */
const DAYS_GONE = 2;
const DAYS_SILENT = 3;

/**
 * @param isWatching True for the weekly round through the archive, which takes its time. Whoever asks about an issue wants to know
 * of a page that is not there at once; that a server does not answer today still proves nothing.
 */
export function isRotten(state: LinkState, isWatching: boolean): boolean {
  if (!isFailing(state)) return false;
  const isPlain = state.class === 'gone' || state.class === 'soft-404' || state.isFinal === true;
  if (isPlain) return !isWatching || state.failingDays >= DAYS_GONE;
  return state.failingDays >= DAYS_SILENT;
}

const DAYS_GOOD = 7;
/** A wall may have been a limit for the day. */
const DAYS_UNSURE = 3;
/** A daily job must not find yesterday's answer still good because it began a minute earlier. */
const HOURS_FAILING = 20;
const HOUR_MS = 3_600_000;

/** False when the answer of the last time still holds. */
export function isDue(state: LinkState | undefined, now: string): boolean {
  if (state === undefined) return true;
  const ageHours = (Date.parse(now) - Date.parse(state.checkedAt)) / HOUR_MS;
  // A clock that was set back is no reason to believe an answer for ever.
  if (ageHours < 0) return true;
  const isOpen = isFailing(state) && !(isRotten(state, true) && state.failingDays >= DAYS_SILENT);
  if (isOpen || state.class === 'blocked') return ageHours >= HOURS_FAILING;
  return ageHours >= 24 * (state.class === 'refused' ? DAYS_UNSURE : DAYS_GOOD);
}

/** Of the places of a round, this many at most go to those that failed and are not yet known to be rotten. */
const SHARE_OF_SUSPECTS = 0.25;

/**
 * The next round through the archive: first a few that failed last time (a second day decides), then those never asked, then
 * those asked longest ago. Nothing is asked twice on one day.
 */
export function chooseForRound(
  urls: readonly string[],
  memory: Memory,
  max: number,
  now: string,
): readonly string[] {
  const today = now.slice(0, 10);
  const open = urls.filter((url) => memory.get(url)?.checkedAt.slice(0, 10) !== today);
  const ageOf = (url: string): string => memory.get(url)?.checkedAt ?? '';
  const oldestFirst = open.toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : ageOf(a) > ageOf(b) ? 1 : 0));
  const suspects = oldestFirst
    .filter((url) => {
      const state = memory.get(url);
      return state !== undefined && isFailing(state) && !isRotten(state, true);
    })
    .slice(0, Math.floor(max * SHARE_OF_SUSPECTS));
  const chosen = new Set(suspects);
  return [...suspects, ...oldestFirst.filter((url) => !chosen.has(url))].slice(0, Math.max(0, max));
}
