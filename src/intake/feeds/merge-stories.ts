// Candidates of all feeds go in, each story comes out once: by its address, and by its headline where two papers print one agency's words. The
// others are named on its line.

import { daysBetween } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';

export interface MergeOptions {
  /** The same for two addresses of one page. */
  readonly keyOf: (url: string) => string;
  /** The same for two headlines of the same words; undefined for those too short to tell a story. */
  readonly headlineKey: (headline: string) => string | undefined;
}

/** The same words a week later are another story. */
const MOST_DAYS_APART = 3;

/** In the order in which they came. */
export function mergeStories(candidates: readonly Candidate[], options: MergeOptions): readonly Candidate[] {
  const stories: Candidate[][] = [];
  const byAddress = new Map<string, Candidate[]>();
  const byHeadline = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const address = options.keyOf(candidate.url);
    const words = options.headlineKey(candidate.headline);
    const alike = words === undefined ? undefined : byHeadline.get(words);
    const known =
      byAddress.get(address) ?? (alike?.some((one) => isNear(one, candidate)) ? alike : undefined);
    if (known !== undefined) known.push(candidate);
    const story = known ?? [candidate];
    if (known === undefined) stories.push(story);
    byAddress.set(address, story);
    if (words !== undefined && !byHeadline.has(words)) byHeadline.set(words, story);
  }
  return stories.map((story) => merged(story, options.keyOf));
}

function isNear({ date: a }: Candidate, { date: b }: Candidate): boolean {
  return a === undefined || b === undefined || Math.abs(daysBetween(a, b)) <= MOST_DAYS_APART;
}

/** Of a publisher whom the house knows, if there is one; else the first. What it lacks is taken from the others. */
function merged(story: readonly Candidate[], keyOf: (url: string) => string): Candidate {
  const best = story.find(({ sourceId }) => sourceId !== undefined) ?? story[0];
  if (best === undefined) throw new Error('a story without candidates');
  const others = story.filter((one) => one !== best);
  const first = <K extends keyof Candidate>(key: K): Pick<Candidate, K> | undefined => {
    const found = best[key] === undefined ? others.find((one) => one[key] !== undefined) : undefined;
    return found && ({ [key]: found[key] } as Pick<Candidate, K>);
  };
  const isOfPage = (one: Candidate): boolean => keyOf(one.url) === keyOf(best.url);
  const alsoAt = [
    ...new Map(
      others
        .filter((one) => !isOfPage(one))
        .map((one) => [keyOf(one.url), { url: one.url, source: one.source ?? new URL(one.url).hostname }]),
    ).values(),
  ];
  return {
    ...best,
    ...first('date'),
    ...first('excerpt'),
    ...first('section'),
    tags: [...new Set(story.flatMap(({ tags }) => tags))],
    ...(alsoAt.length > 0 && { alsoAt }),
  };
}
