// What a feed says goes in with what the operator wants of it, candidates come out, in the order of the feed. What is too old, filtered out or
// without an address is counted.

import { daysBetween, type IsoInstant, localTimeOf, type TimeZone } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';
import { compareText } from '../../model/compare-text.ts';
import type { FeedSetting } from '../../model/feed-setting.ts';
import { isSameLanguage, mainLanguage } from '../../model/main-language.ts';
import type { SectionName } from '../../model/newsletter.ts';
import { findSection } from '../../model/section-names.ts';
import type { Source } from '../../model/source.ts';
import { cutBetweenWords } from '../cut-between-words.ts';
import { findPublisher } from '../find-publisher.ts';
import type { FeedEntry, FeedText } from './feed-text.ts';
import { meetsOneOf } from './match-words.ts';
import { type FeedDate, readFeedDate } from './read-feed-date.ts';

export interface CandidateOptions {
  readonly now: IsoInstant;
  readonly timeZone: TimeZone;
  /** Of the newsletter. */
  readonly language: string;
  readonly maxReportAgeDays: number;
  readonly sources: readonly Source[];
  readonly sectionOrder: readonly SectionName[];
  /** Takes away what only tracks. */
  readonly tidyUrl: (url: string) => string;
  /** See `PublisherScene`. */
  readonly hostOf: (url: string) => string;
}

export interface FoundInFeed {
  /** `tags` are the feed's own categories, not yet the newsletter's. */
  readonly candidates: readonly Candidate[];
  readonly oldCount: number;
  readonly filteredCount: number;
  /** Without an address on the web. */
  readonly lostCount: number;
}

/** More in one feed is nothing that anybody chooses from. */
const MOST_OF_FEED = 300;
const LONGEST_HEADLINE = 250;
const LONGEST_EXCERPT = 300;
/** Of a note without a headline, its first words stand for one. */
const LONGEST_BORROWED = 100;
const LONGEST_FAREWELL = 600;

export function candidatesOf(feed: FeedText, setting: FeedSetting, options: CandidateOptions): FoundInFeed {
  let [oldCount, filteredCount, lostCount] = [0, 0, 0];
  const today = localTimeOf(options.now, options.timeZone).date;
  const candidates: Candidate[] = [];
  for (const entry of newestFirst(feed, options)) {
    const { url, day } = entry;
    if (url === undefined) lostCount += 1;
    else if (day !== undefined && daysBetween(day.date, today) > options.maxReportAgeDays) oldCount += 1;
    else {
      const candidate = candidateOf({ ...entry, url }, feed, setting, options);
      const text = [
        candidate.headline,
        entry.summary,
        ...entry.categories,
        candidate.source,
        new URL(url).hostname,
      ].join(' \n ');
      const isWanted = setting.keep.length === 0 || meetsOneOf(setting.keep, text);
      if (isWanted && !meetsOneOf(setting.drop, text)) candidates.push(candidate);
      else filteredCount += 1;
    }
  }
  return { candidates, oldCount, filteredCount, lostCount };
}

type DatedEntry = FeedEntry & { readonly day?: FeedDate };

/** Some feeds have their newest entries last; of a long one the oldest are left. */
function newestFirst(feed: FeedText, { now, timeZone }: CandidateOptions): readonly DatedEntry[] {
  const language = tagOf(feed.language);
  const dated = feed.entries.map((entry): DatedEntry => {
    const options = { now, timeZone, ...(language !== undefined && { language }) };
    const day = entry.dates.map((date) => readFeedDate(date, options)).find((one) => one !== undefined);
    return { ...entry, ...(day !== undefined && { day }) };
  });
  const timeOf = ({ day }: DatedEntry): string => day?.at ?? day?.date ?? '9999';
  return dated.sort((a, b) => compareText(timeOf(b), timeOf(a))).slice(0, MOST_OF_FEED);
}

function candidateOf(
  entry: DatedEntry & { readonly url: string },
  feed: FeedText,
  setting: FeedSetting,
  { sources, tidyUrl, hostOf, language: own, sectionOrder }: CandidateOptions,
): Candidate {
  const url = tidyUrl(entry.url);
  const host = new URL(url).hostname;
  const row =
    sources.find(({ id }) => id === setting.sourceId) ??
    findPublisher(url, undefined, { sources, hostOf })?.source;
  const source = row?.name ?? entry.source ?? (feed.title === '' ? host.replace(/^www\./u, '') : feed.title);
  const siteNames = [
    source,
    ...(row?.variants ?? []),
    feed.title,
    entry.source ?? '',
    host.replace(/^www\./u, ''),
  ];
  const title = withoutSiteName(entry.title, siteNames);
  const summary = withoutFarewell(entry.summary);
  const headline =
    title === '' ? cutBetweenWords(summary, LONGEST_BORROWED) : cutBetweenWords(title, LONGEST_HEADLINE);
  const excerpt =
    title === '' && summary.length <= LONGEST_BORROWED ? '' : cutBetweenWords(summary, LONGEST_EXCERPT);
  const language = tagOf(entry.language) ?? tagOf(feed.language);
  const section =
    setting.section ??
    entry.categories.map((name) => findSection(name, sectionOrder)).find((found) => found?.kind === 'items')
      ?.name;
  return {
    headline,
    url,
    source,
    ...(row !== undefined && { sourceId: row.id }),
    ...(entry.day !== undefined && { date: entry.day.date }),
    ...(entry.day?.at !== undefined && { publishedAt: entry.day.at }),
    ...(excerpt !== '' && excerpt !== headline && { excerpt }),
    ...(language !== undefined && !isSameLanguage(language, own) && { language }),
    ...(section !== undefined && { section }),
    tags: entry.categories,
  };
}

/** `Strike is over | Harbour Post`, `Strike is over - harbourpost.example` */
function withoutSiteName(title: string, names: readonly string[]): string {
  const [, headline = '', last = ''] = /^(.+) [-–—|·»:] ([^|]{1,80})$/u.exec(title) ?? [];
  const isName = names.some((name) => name !== '' && name.toLowerCase() === last.trim().toLowerCase());
  return isName ? headline.trim() : title;
}

/** What programs put behind each summary. */
function withoutFarewell(summary: string): string {
  const at = summary.indexOf('The post ', Math.max(0, summary.length - LONGEST_FAREWELL));
  const isFarewell =
    at >= 0 && /^.{1,400} (?:appeared first|first appeared) on .{1,200}$/u.test(summary.slice(at));
  const bare = (isFarewell ? summary.slice(0, at) : summary).replace(
    / ?(?:Continue reading|Read more|Read the (?:full|whole) (?:story|article))\b.{0,80}$/iu,
    '',
  );
  return bare.replace(/ ?(?:\[(?:…|\.\.\.|&hellip;)\]|\.\.\.)$/u, '…').trim();
}

/** `en_GB` and `EN-gb` are en-GB; "English" is nothing. */
function tagOf(written: string | undefined): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(written?.trim().replaceAll('_', '-') ?? []);
    return tag !== undefined && mainLanguage(tag).length <= 3 ? tag : undefined;
  } catch {
    return undefined;
  }
}
