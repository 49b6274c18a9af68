// A new live entry into the text of its issue: where its time belongs, in the way in which the section runs already. Nothing else of the
// text is touched; that all else is still read as it was is proved by reading it again.
import type { Settings } from '../../compile-settings.ts';
import { formatDate, formatDay, type IsoDate, type IsoInstant, instantOf } from '../../model/calendar.ts';
import type { Entry, LiveEntry } from '../../model/entry.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Issue, IssueFile, Section } from '../../model/issue.ts';
import { momentOfEntry, runsBackwards } from '../../model/live-order.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { createSourceIndex } from '../../parse/source-index.ts';
import { composeEntry, type EntryWishes } from './compose-entry.ts';

export interface WantedMoment {
  readonly date: IsoDate;
  /** `HH:MM`, on the clock of the issue. */
  readonly time: string;
}

export interface PlacedEntry {
  /** Of the whole file. */
  readonly text: string;
  readonly issue: Issue;
  readonly entry: LiveEntry;
  readonly at: IsoInstant;
}

/** @throws BroadsideError USAGE where the words would become something else than one entry */
export function placeEntry(
  file: IssueFile,
  wishes: EntryWishes,
  wanted: WantedMoment,
  settings: Settings,
): PlacedEntry {
  const before = parseIssue(file, settings).issue;
  const section = liveSection(before);
  const index = indexFor(section.entries, `${wanted.date} ${wanted.time}`);
  const offset = offsetBefore(before, section, index);
  const isKnown =
    wishes.credit !== undefined && createSourceIndex(settings.sources).find(wishes.credit) !== undefined;
  const at = instantOf(wanted.date, wanted.time, before.timeZone);
  let reason = '';
  for (const moment of momentForms(before, section, index, wanted)) {
    const text = inserted(file.value, offset, composeEntry(wishes, moment, isKnown));
    const issue = parseIssue({ ...file, value: text }, settings).issue;
    const entry = newEntry(before, issue, { section: before.sections.indexOf(section), index });
    if (typeof entry === 'string') reason = entry;
    else if (entry.at !== at) reason = `its time would be read as "${entry.atAsWritten ?? ''}"`;
    else return { text, issue, entry: withProof(entry, wishes), at };
  }
  throw new BroadsideError('USAGE', `The entry cannot be put into ${file.path}: ${reason}`, {
    place: file.path,
    hint: 'Nothing was written. Headings (#) do not go into an entry; an entry above or below without a day may need one.',
  });
}

export function liveSection(issue: Issue): Section {
  const section = issue.sections.findLast(({ kind }) => kind === 'live');
  if (section !== undefined) return section;
  throw new BroadsideError('USAGE', `${issue.path} has no live section`, {
    place: issue.path,
    hint: 'Write a line such as "## Live: the vote count" into it, with an empty line before and behind.',
  });
}

/** Before which entry: the first that is later, or where the newest stand first, the first that is not. */
function indexFor(entries: readonly Entry[], moment: string): number {
  const moments = entries.map((entry) => (entry.kind === 'live' ? momentOfEntry(entry) : ''));
  if (runsBackwards(entries)) {
    const index = moments.findIndex((one) => one !== '' && one <= moment);
    return index === -1 ? entries.length : index;
  }
  return moments.findLastIndex((one) => one !== '' && one <= moment) + 1;
}

/** The beginning of the entry, or of what follows the section; comments that speak of the next line stay with it. */
function offsetBefore(issue: Issue, section: Section, index: number): number {
  const next =
    section.entries[index]?.position ?? issue.sections[issue.sections.indexOf(section) + 1]?.position;
  let offset = next?.start.offset ?? issue.text.length;
  for (;;) {
    const above = /(?:^|\n)([^\n]*)\n$/u.exec(issue.text.slice(0, offset))?.[1];
    if (above === undefined || !/^<!--.*-->\s*$/u.test(above)) return offset;
    offset -= above.length + 1;
  }
}

/** One empty line before and behind, in the file's own line ends. */
function inserted(text: string, offset: number, entry: string): string {
  const lineEnd = /\r\n/u.test(text) ? '\r\n' : '\n';
  const [above, below] = [text.slice(0, offset), text.slice(offset)];
  const gap = /(?:\r?\n){2}$/u.test(above) ? '' : /\n$/u.test(above) ? lineEnd : lineEnd + lineEnd;
  return `${above}${gap}${entry.replaceAll('\n', lineEnd)}${lineEnd}${below === '' ? '' : lineEnd}${below}`;
}

/** The day stands where it is not that of the entry above, or where the section always writes it. */
function momentForms(
  issue: Issue,
  section: Section,
  index: number,
  { date, time }: WantedMoment,
): readonly string[] {
  const above = section.entries[index - 1];
  const dayAbove = above === undefined ? issue.date : above.kind === 'live' ? above.localDate : undefined;
  const written = section.entries.flatMap((entry) =>
    entry.kind === 'live' && entry.localTime !== undefined ? [entry.atAsWritten ?? ''] : [],
  );
  const withDay = written.filter((one) => !/^\d{1,2}[:.]\d{2}/u.test(one)).length;
  const isDayOwed = dayAbove !== date || withDay * 2 > written.length || (index === 0 && written.length > 0);
  return [
    ...(isDayOwed ? [] : [time]),
    `${formatDay(date, issue.language)}, ${time}`,
    `${formatDate(date, issue.language)}, ${time}`,
    `${date}, ${time}`,
  ];
}

/** The entry, or in words why all else would not be as it was. */
function newEntry(
  before: Issue,
  after: Issue,
  place: { readonly section: number; readonly index: number },
): LiveEntry | string {
  if (after.sections.length !== before.sections.length) return 'its words would begin a section';
  const entries = after.sections.flatMap((section) => section.entries);
  const known = before.sections.flatMap((section) => section.entries);
  if (entries.length !== known.length + 1) return 'its words would be more than one entry';
  const entry = after.sections[place.section]?.entries[place.index];
  if (entry?.kind !== 'live') return 'its words would not be an entry';
  const others = entries.filter((one) => one !== entry);
  const changed = others.find((one, index) => factsOf(one, after) !== factsOf(known[index], before));
  return changed === undefined ? entry : `the entry "${headOf(changed)}" would be read in another way`;
}

function factsOf(entry: Entry | undefined, { text }: Issue): string {
  if (entry === undefined) return '';
  const { start, end } = entry.position;
  const when = entry.kind === 'live' ? [entry.at, entry.localDate] : [];
  return JSON.stringify([entry.id, when, text.slice(start.offset, end.offset)]);
}

function headOf(entry: Entry): string {
  return (entry.kind === 'live' ? entry.atAsWritten : undefined) ?? entry.headline;
}

function withProof(entry: LiveEntry, { by, credit }: EntryWishes): LiveEntry {
  const unread = (what: string, value: string): BroadsideError =>
    new BroadsideError('USAGE', `"${value}" is not read as ${what}`, {
      hint: 'Nothing was written. Names begin with a capital letter; two are written "A. Lind and P. Sato".',
    });
  if (by !== undefined && entry.byline === undefined) throw unread('the name of an author', by);
  if (credit !== undefined && entry.credit === undefined) throw unread('the name of an agency', credit);
  return entry;
}
