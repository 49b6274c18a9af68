// What a reader of posts has to know of the newsletter, wired from the rooms that know it: how attributions and dates are read, which
// addresses only pass readers on, what stands in every issue anyway.

import { toString as wordsOf } from 'mdast-util-to-string';
import { withoutTracking } from '../../check/links/tracking-parameters.ts';
import { isCarrier, unwrapped } from '../../check/links/unwrap-address.ts';
import { misDecoded } from '../../check/words/mis-decoded.ts';
import type { Settings } from '../../compile-settings.ts';
import { htmlOfMarkdown } from '../../intake/html/html-of-markdown.ts';
import { type FoundDate, foldWords, type PostHouse } from '../../intake/posts/post-house.ts';
import type { Block } from '../../model/block.ts';
import { daysBetween, type IsoDate, isoDate } from '../../model/calendar.ts';
import { readAttribution } from '../../parse/read-attribution.ts';
import { datePattern, readDate } from '../../parse/read-date.ts';
import { readMarkdown } from '../../parse/read-markdown.ts';
import { createSourceIndex } from '../../parse/source-index.ts';
import { attributionForIntake } from './attribution-for-intake.ts';

export function houseOfPosts(
  { newsletter, sources }: Pick<Settings, 'newsletter' | 'sources'>,
  isRepeated: (folded: string) => boolean,
): PostHouse {
  const index = createSourceIndex(sources);
  const own = new Set(
    [
      ...newsletter.boilerplate.subscribe,
      ...newsletter.boilerplate.disclaimer,
      ...(newsletter.statement?.body ?? []),
      ...(newsletter.about ?? []),
    ].flatMap(wordsOfBlock),
  );
  const anyDate = new RegExp(`(?<![\\p{L}\\p{N}])${datePattern(newsletter.language)}`, 'giu');
  return {
    newsletter,
    readAttribution: (words, clues) =>
      attributionForIntake(
        readAttribution(words, { ...clues, sources: index, language: newsletter.language }),
      ),
    datesIn: (line, near) =>
      [...line.matchAll(anyDate)].map(([written]) => ({
        written,
        ...dayOf(written, near, newsletter.language),
      })),
    cleanUrl,
    mendText,
    htmlOfMarkdown: (markdown) => htmlOfMarkdown(readMarkdown(markdown).root),
    isBoilerplate: (folded) => own.has(folded) || isRepeated(folded),
  };
}

function wordsOfBlock(block: Block): readonly string[] {
  if (block.kind === 'prose') return [foldWords(wordsOf(block.node))];
  if (block.kind === 'quote') return block.children.flatMap(wordsOfBlock);
  return [];
}

function dayOf(written: string, near: IsoDate | undefined, language: string): Pick<FoundDate, 'date'> {
  const read = readDate(written, language);
  const date = read?.year === undefined ? undefined : isoDate(read.year, read.month, read.day);
  if (date !== undefined) return { date };
  // 2/9/2015: the day that is close to the post's is meant.
  const figures = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$/u.exec(written);
  if (figures === null || near === undefined) return {};
  const [first, second, year] = [
    Number(figures[1]),
    Number(figures[2]),
    Number(figures[3]?.padStart(4, '20')),
  ];
  const days = [isoDate(year, second, first), isoDate(year, first, second)].filter(
    (day) => day !== undefined,
  );
  const meant = days.find((day) => Math.abs(daysBetween(day, near)) <= FEW_DAYS);
  return meant === undefined ? {} : { date: meant };
}

/** Issues are posted some days after the day that they bear. */
const FEW_DAYS = 40;

/** What only passes readers on is taken away; a copy in a web archive was linked on purpose. */
function cleanUrl(written: string): string {
  const url = URL.parse(written);
  if (url === null) return written;
  const isForwarded = isCarrier(url.hostname) && !/archive|arquivo|swap\./u.test(url.hostname);
  const inner = isForwarded ? unwrapped(url).href : written;
  return /[?#]/u.test(inner) ? withoutTracking(inner).url : inner;
}

function mendText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is ASCII all through was decoded rightly
  if (/^[\u0000-\u007f]*$/u.test(text)) return text;
  let mended = '';
  let at = 0;
  for (const { start, end, meant, isCertain } of misDecoded(text)) {
    if (!isCertain || meant === undefined) continue;
    mended += text.slice(at, start) + meant;
    at = end;
  }
  return mended + text.slice(at);
}
