// The lines below "Upcoming events" go in, its events come out: what each is called, when and where. Printed events had no form of their own, so what
// is no day and no place stays the event's text.
import type { ComposeContext, OpenEntry, OpenSection } from './issue-builder.ts';
import type { Part } from './read-issue-lines.ts';
import { cutEndAddress } from './story-address.ts';
import { paragraphOf } from './write-words.ts';

const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)';
const DAY = `(?:${WEEKDAY}s?,?\\s)?(?:the\\s)?(?:\\d{1,2}(?:st|nd|rd|th)?(?:\\sof)?\\s${MONTH}|${MONTH}\\s\\d{1,2}(?:st|nd|rd|th)?)`;
const WHEN = new RegExp(`^(?:(?:when|date|time):\\s*)?((?:${DAY}|${WEEKDAY}\\b).{0,90})$`, 'iu');
const WHERE = /^(?:where|venue|place|at):\s(.{3,160})$/iu;
/** `Benefit night for the choir, Saturday 4 March, 8pm, Sailors' Hall.` */
const ON_ONE_LINE = new RegExp(
  `^(.{4,120}?)(?:,|:|\\s[–-]|\\.)\\s((?:${DAY}|${WEEKDAY}\\b)[^.]{0,80})(?:\\.\\s?|$)`,
  'iu',
);
/** `Saturday 4 March: Benefit night for the choir, Sailors' Hall.` */
const DAY_FIRST = new RegExp(
  `^(${DAY}(?:,?\\s\\d{4})?(?:,?\\s\\d{1,2}(?:[.:]\\d{2})?\\s?(?:am|pm))?)(?::|\\s[–-]|,)\\s(.{4,120}?)(?=[.,]\\s|[.,]?$)`,
  'iu',
);
const TIME =
  /^(?:noon|midnight)$|^\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm|noon)?(?:\s?(?:-|–|to)\s?\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm)?)?$/iu;

/** Of the event above, whatever stands between. */
const KEYED = /^(?:when|where|date|time|venue|place):\s/iu;
const KEY_BEHIND = /\s?(?:When|Date|Time):?$/u;

export function composeEvents(section: OpenSection, parts: readonly Part[], { notes }: ComposeContext): void {
  for (const group of groupsOf(parts)) {
    const [first, ...rest] = group;
    if (first === undefined) continue;
    const begun = first.kind === 'address' ? undefined : beginEvent(first.line.text, rest.length > 0);
    if (begun === undefined) {
      const last = section.entries.at(-1);
      for (const part of group) addLine(part, last, section);
      continue;
    }
    section.entries.push(begun);
    for (const part of rest) addLine(part, begun, section);
    if (begun.when === undefined)
      notes.add('look', 'The day of an event was not found.', begun.headline, first.line.number);
  }
}

/** What an empty line parts. */
function groupsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups: Part[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last === undefined || (part.line.isAfterGap && !KEYED.test(part.line.text))) groups.push([part]);
    else last.push(part);
  }
  return groups;
}

function beginEvent(line: string, hasMore: boolean): OpenEntry | undefined {
  const bare = line.replace(/^[*•·-]\s+/u, '');
  const ended = cutEndAddress(bare);
  const text = ended?.rest ?? bare;
  const linked = ended === undefined ? {} : { url: ended.url };
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) {
    const behind = text.slice(dayFirst[0].length).replace(/^[.,]\s*/u, '');
    return { ...eventOf(dayFirst[2] ?? '', dayFirst[1], behind), ...linked };
  }
  const oneLine = ON_ONE_LINE.exec(text);
  if (oneLine !== null) {
    const behind = text.slice(oneLine[0].length).trim();
    const { when, where } = dayAndPlace(oneLine[2] ?? '');
    return {
      ...eventOf(oneLine[1] ?? '', when, behind),
      ...(where === undefined ? {} : { where }),
      ...linked,
    };
  }
  return hasMore && text.length <= 160 && !WHEN.test(text)
    ? { ...eventOf(text.replace(/:$/u, ''), undefined, ''), ...linked }
    : undefined;
}

function eventOf(headline: string, when: string | undefined, behind: string): OpenEntry {
  return {
    headline: headline.trim().replace(KEY_BEHIND, ''),
    ...(when === undefined ? {} : { when: when.trim() }),
    tags: [],
    body: behind === '' ? [] : [paragraphOf(behind)],
    reports: [],
  };
}

/** `Saturday 4 March, 8pm, Sailors' Hall`: what comes behind the time is the place. */
function dayAndPlace(words: string): { when: string; where?: string } {
  const parts = words.split(/,\s/u);
  const at = parts.findIndex(
    (part, nth) => nth > 0 && !TIME.test(part.trim()) && !/^\d{4}$|^from\s\d|^at\s\d/u.test(part.trim()),
  );
  if (at < 0) return { when: words };
  return { when: parts.slice(0, at).join(', '), where: parts.slice(at).join(', ') };
}

function addLine(part: Part, event: OpenEntry | undefined, section: OpenSection): void {
  if (event === undefined) {
    section.body.push(paragraphOf(part.line.text));
    return;
  }
  if (part.kind === 'address' && event.url === undefined) {
    event.url = part.url;
    return;
  }
  const text = part.line.text;
  const when = event.when === undefined ? WHEN.exec(text)?.[1] : undefined;
  const where = event.where === undefined ? WHERE.exec(text)?.[1] : undefined;
  if (when !== undefined) event.when = when.replace(/\.$/u, '');
  else if (where !== undefined) event.where = where;
  // The line below the day is where it is, when it is short and no sentence.
  else if (
    event.when !== undefined &&
    event.where === undefined &&
    event.body.length === 0 &&
    !part.line.isAfterGap &&
    text.length <= 100 &&
    !/[.!?]$/u.test(text)
  )
    event.where = text;
  else event.body.push(paragraphOf(text));
}
