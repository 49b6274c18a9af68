// One candidate goes in, its lines in `issues/inbox.md` come out: a task that an editor ticks, and below it what helps to choose.
import { formatDate } from '../../model/calendar.ts';
import type { Candidate } from '../../model/candidate.ts';
import { asLineOfWords, asWords } from './plain-words.ts';
import { readDay } from './read-day.ts';

/** Without line ends, the task itself first. */
export function writeCandidate(candidate: Candidate): readonly string[] {
  const { headline, url, source, date, excerpt, seenIn, alsoAt = [], language, tags } = candidate;
  const words = asWords(headline);
  const facts = [
    words === '' ? `<${withoutEnds(url)}>` : `[${words}](${destination(url)})`,
    ...(source === undefined || asWords(source) === '' ? [] : [sourceWords(source)]),
    ...(date === undefined ? [] : [formatDate(date, 'en')]),
  ];
  const notes = [
    ...(seenIn === undefined ? [] : [`Seen in ${asWords(nameOf(seenIn))}`]),
    ...(alsoAt.length === 0 ? [] : [`Also: ${alsoAt.map(linkOf).join(' · ')}`]),
    ...(language === undefined ? [] : [`Language: ${asWords(language)}`]),
    ...(tags.length === 0 ? [] : [`Tags: ${tags.map(tagWords).join(', ')}`]),
    // The last, for in Markdown a quote takes in the line that follows it.
    ...(excerpt === undefined || asWords(excerpt) === '' ? [] : [`> ${asLineOfWords(excerpt)}`]),
  ];
  return [`- [ ] ${facts.join(' · ')}`, ...notes.map((line) => `  ${line}`)];
}

function linkOf({ source, url }: { readonly source: string; readonly url: string }): string {
  return `[${asWords(source)}](${destination(url)})`;
}

/** A dot sets the facts apart, so a source's own is written another way; and so is a name that could be read as a day. */
function sourceWords(source: string): string {
  const words = asWords(source).replaceAll('·', '&middot;');
  return readDay(words) === undefined ? words : `&#${words.codePointAt(0)};${words.slice(1)}`;
}

/** A comma sets tags apart. */
function tagWords(tag: string): string {
  return asWords(tag).replaceAll(',', '&#44;');
}

/** `0281` is No. 281 for readers; specials are called by their file. */
function nameOf(slug: string): string {
  return /^\d+$/u.test(slug) ? `No. ${Number(slug)}` : slug;
}

/** An address inside the brackets of a link: it may hold nothing that ends it or stands for something else (CommonMark 0.31 §6.3). */
function destination(url: string): string {
  const safe = withoutEnds(url).replace(/&(?=#?\w{1,40};)/gu, '\\&');
  return hasPairs(safe) ? safe : safe.replace(/[()]/gu, '\\$&');
}

function withoutEnds(url: string): string {
  return url.replace(/[\s<>\\\p{Cc}]/gu, (sign) => encodeURIComponent(sign));
}

const MOST_DEPTH = 8;

function hasPairs(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth < 0 || depth > MOST_DEPTH) return false;
  }
  return depth === 0;
}
