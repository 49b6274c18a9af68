// Feeds that were read go in; their stories are compared with each other, with what was offered before and with the archive; what is left is put
// into the inbox. Here the stage that reads feeds is given what other rooms know: addresses, headlines, earlier issues.
import { headlineWords } from '../../check/archive/headline-words.ts';
import { canonicalUrl } from '../../check/links/canonical-url.ts';
import { withoutTracking } from '../../check/links/tracking-parameters.ts';
import { candidatesOf, type FoundInFeed } from '../../intake/feeds/candidates-of.ts';
import { compareWithArchive } from '../../intake/feeds/compare-with-archive.ts';
import { createSectionGuesser, type GuessSection } from '../../intake/feeds/guess-section.ts';
import { mergeStories } from '../../intake/feeds/merge-stories.ts';
import { type AddedTo, addToInbox } from '../../intake/inbox/add-to-inbox.ts';
import type { ArchiveIndex } from '../../model/archive-index.ts';
import { daysBetween, localTimeOf } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';
import type { SectionName } from '../../model/newsletter.ts';
import { findSection } from '../../model/section-names.ts';
import { hostOfPage } from '../drafting/drafting-desk.ts';
import type { OpenProject } from '../open-project.ts';
import { type RememberedArchive, rememberedArchive } from '../remembered-archive.ts';
import type { Offered } from './feed-memory.ts';
import type { PolledFeed } from './poll-feeds.ts';

export interface Stories {
  /** Not yet compared with the inbox. */
  readonly candidates: readonly Candidate[];
  /** Of each feed, in order. */
  readonly found: ReadonlyMap<PolledFeed, FoundInFeed>;
  /** Which feed a candidate is from. */
  readonly feedOf: (candidate: Candidate) => PolledFeed | undefined;
  readonly toldKeys: ReadonlySet<string>;
  readonly offeredKeys: ReadonlySet<string>;
}

/** The same words a fortnight later are another story. */
const MOST_DAYS_OFFERED = 14;
/** With fewer words a headline tells no story: "Weather", "More strikes". */
const LEAST_WORDS = 4;
/** Of an item; more would be a list of everything. */
const MOST_TAGS = 5;

export const keyOf = canonicalUrl;

export function headlineKey(headline: string): string | undefined {
  const words = headlineWords(headline);
  return words.length < LEAST_WORDS ? undefined : words.join(' ');
}

export async function findStories(
  polled: readonly PolledFeed[],
  project: OpenProject,
  offered: ReadonlyMap<string, Offered>,
  now: string,
): Promise<Stories> {
  const { newsletter, sources } = project.settings;
  const { timeZone, language, maxReportAgeDays, sectionOrder } = newsletter;
  const today = localTimeOf(now, timeZone).date;
  const found = new Map<PolledFeed, FoundInFeed>();
  const owners = new Map<string, PolledFeed>();
  for (const feed of polled) {
    if (feed.read === undefined || 'refusal' in feed.read) continue;
    const of = candidatesOf(feed.read, feed.setting, {
      now,
      timeZone,
      language,
      maxReportAgeDays,
      sources,
      sectionOrder,
      tidyUrl: (url) => withoutTracking(url).url,
      hostOf: hostOfPage,
    });
    found.set(feed, of);
    for (const { url } of of.candidates) if (!owners.has(keyOf(url))) owners.set(keyOf(url), feed);
  }
  const offeredWords = new Map([...offered.values()].map(({ words, at }) => [words, at]));
  const wasOffered = ({ url, headline }: Candidate): boolean => {
    if (offered.has(keyOf(url))) return true;
    const words = headlineKey(headline);
    const at = words === undefined ? undefined : offeredWords.get(words);
    return at !== undefined && daysBetween(at.slice(0, 10), today) <= MOST_DAYS_OFFERED;
  };
  const all = [...found.values()].flatMap(({ candidates }) => candidates);
  const offeredKeys = new Set(all.filter(wasOffered).map(({ url }) => keyOf(url)));
  const fresh = mergeStories(
    all.filter(({ url }) => !offeredKeys.has(keyOf(url))),
    { keyOf, headlineKey },
  );
  // The archive is opened only where there is something to compare.
  const past = fresh.length === 0 ? undefined : readPast(await rememberedArchive(project), sectionOrder);
  const toldKeys = new Set<string>();
  const candidates = fresh.flatMap((candidate) => {
    if (past === undefined) return [];
    const { archive, guess } = past;
    const compared = compareWithArchive(candidate, archive, { keyOf, headlineKey, today });
    if (compared === undefined) toldKeys.add(keyOf(candidate.url));
    return compared === undefined ? [] : [placed(compared, archive, guess)];
  });
  return { candidates, found, feedOf: ({ url }) => owners.get(keyOf(url)), toldKeys, offeredKeys };
}

/** @param text Of the inbox as it stands. */
export function offerStories(
  text: string,
  { candidates }: Stories,
  sectionOrder: readonly SectionName[],
): AddedTo {
  return addToInbox(text, candidates, { keyOf, sectionOrder: sectionOrder.map(({ name }) => name) });
}

interface Past {
  readonly archive: ArchiveIndex;
  readonly guess: GuessSection;
}

function readPast({ archive, newest }: RememberedArchive, sectionOrder: readonly SectionName[]): Past {
  const told = newest.flatMap(({ sections }) =>
    sections
      .filter(({ kind, heading }) => kind === 'items' && heading !== undefined)
      .flatMap(({ heading = '', entries }) => {
        const section = findSection(heading, sectionOrder)?.name ?? heading;
        return entries.map(({ headline, tags }) => ({ section, headline, tags }));
      }),
  );
  return {
    archive,
    guess: createSectionGuesser(told, headlineWords),
  };
}

/** With its section, and of the feed's categories those that the newsletter has as tags. */
function placed(candidate: Candidate, archive: ArchiveIndex, guess: GuessSection): Candidate {
  const section = candidate.section ?? guess(candidate.headline, candidate.tags);
  const tags = candidate.tags.flatMap((tag) => archive.tagsLike(tag)[0] ?? []);
  return {
    ...candidate,
    ...(section !== undefined && { section }),
    tags: [...new Set(tags)].slice(0, MOST_TAGS),
  };
}
