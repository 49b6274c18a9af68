// A report goes in; if its attribution is not written SOURCE VERB (DATE):, what should stand there comes out, with the edits where
// every part of it is certain. The reading takes many forms, because twelve years of print had them; this says which is ours.

import type { TextEdit } from '../../model/diagnostic.ts';
import type { Report } from '../../model/entry.ts';
import type { Source } from '../../model/source.ts';
import { isDayInWords } from '../dates/date-form.ts';

export interface FormFault {
  /** The whole attribution as it should be; absent where that takes rewording. */
  readonly expected: string;
  /** How to mend it. */
  readonly note: string;
  /** Empty where a part is not certain. */
  readonly edits: readonly TextEdit[];
}

const ORDER = 'An attribution is the source, its verb, the day in round brackets and a colon, in this order.';
/** `reports [3 May]`, `reports, 3 May`, `reports on 3 May`: the verb, and the day without its round brackets. */
const DAY_IN_VERB = /^([\p{L} ]{3,20}?)(?:, ?| on (?:the )?| ?[[{])([^,[\]{}]{3,40})[\]}]?$/u;
/** `(3 May)` behind the colon, and a colon or comma of its own. */
const DAY_BEHIND = /^ ?\(([^()]{3,40})\)[:,]?(?=\s)/u;
/** What goes on as a sentence of its own: a capital, a mark of quotation, a script without capitals. */
const BEGINS_SENTENCE = /^\s+["“«'‘(]?[\p{Lu}\p{Lt}\p{Lo}]/u;
const OTHER_SIGN = /^\s*(?:[-–—]+(?=\s)|:)/u;

export interface FormScene {
  readonly text: string;
  /** The row of `sources.yaml`, where there is one. */
  readonly source: Source | undefined;
  /** True where nothing of the item is told before this report. */
  readonly isFirst: boolean;
  /** Of the item. */
  readonly language: string;
}

export function formFault(
  report: Report,
  { source, text, isFirst, language }: FormScene,
): FormFault | undefined {
  const words = inOneLine(report.attribution);
  const { written: name } = report.source;
  const { verb } = report;
  const date = report.dateAsWritten === undefined ? undefined : inOneLine(report.dateAsWritten);
  if (name === '') return undefined;
  if (date === undefined) return dayInVerb(report, text) ?? dayBehind(report, text);
  if (verb !== undefined && words.endsWith(` ${verb} (${date}):`)) return missingBlank(report, text);
  const isEnglish = /^en\b/iu.test(language);
  // French sets a blank before the colon.
  if (!isEnglish && verb !== undefined && words.endsWith(` ${verb} (${date}) :`)) return undefined;
  // The verb that we would put in is English.
  if (!isEnglish && verb === undefined && source?.verb === undefined) return undefined;
  if (words.startsWith('(')) return atTheEnd(report, date, { source, text, isFirst });
  const head = /^(?:this, ?)?from |^in /iu.exec(words)?.[0];
  if (head !== undefined && !words.startsWith(name)) return opening(report, source, date, head, text);
  const ownVerb = verb ?? source?.verb;
  // A source without a habit in sources.yaml may be taken either way.
  const tail = ` ${ownVerb ?? 'reports'} (${date}):`;
  const fault = { expected: name + tail, note: ORDER };
  if (ownVerb === undefined) return isBare(words, name, date) ? { ...fault, edits: [] } : undefined;
  const isComplete = squashed(words.slice(words.indexOf(name))) === squashed(name + tail);
  const isVerbLast = words.endsWith(`${name} (${date}) ${ownVerb}:`);
  if (isComplete || isVerbLast || isBare(words, name, date)) {
    return { ...fault, edits: tailEdits(report, words, name, tail, text) };
  }
  if (!/\),?$/u.test(words)) return undefined;
  return withoutColon(report, words, { name, tail }, text);
}

/** True where a report has a day, but not where it is looked for: `reports [3 May]:`, `reports: (3 May)`. */
export function hasStrayDay(report: Report, text: string): boolean {
  return (
    report.dateAsWritten === undefined && (dayInVerb(report, text) ?? dayBehind(report, text)) !== undefined
  );
}

function isBare(words: string, name: string, date: string): boolean {
  return words === `${name} (${date}):`;
}

/** `BBC reports [3 May]:` and the like, which were read as one long verb. */
function dayInVerb(report: Report, text: string): FormFault | undefined {
  const [, verb, day] = DAY_IN_VERB.exec(inOneLine(report.verb ?? '')) ?? [];
  if (verb === undefined || day === undefined || !isDayInWords(day)) return undefined;
  const { written: name } = report.source;
  const tail = ` ${verb} (${day}):`;
  const words = inOneLine(report.attribution);
  return { expected: name + tail, note: ORDER, edits: tailEdits(report, words, name, tail, text) };
}

/** `BBC reports: (3 May) The bridge`. */
function dayBehind({ attribution, verb, position }: Report, text: string): FormFault | undefined {
  const end = position.end.offset ?? 0;
  const [whole = '', day] = DAY_BEHIND.exec(text.slice(end, end + 50)) ?? [];
  if (verb === undefined || day === undefined || !isDayInWords(day) || text.charAt(end - 1) !== ':')
    return undefined;
  return {
    expected: `${inOneLine(attribution).slice(0, -1)} (${day}):`,
    note: ORDER,
    edits: [{ start: end - 1, end: end + whole.length, text: ` (${day}):` }],
  };
}

/** `… reports (3 May):The bridge`. */
function missingBlank({ attribution, position }: Report, text: string): FormFault | undefined {
  const end = position.end.offset ?? 0;
  if (!/^[\p{L}\p{N}"“«]/u.test(text.slice(end, end + 2))) return undefined;
  return {
    expected: attribution,
    note: 'A blank follows the colon.',
    edits: [{ start: end, end, text: ' ' }],
  };
}

/** `“…” (Press Association, 9th April)`: moved to the front where nothing else stands before it. */
function atTheEnd(
  { source: { written: name }, position, body }: Report,
  date: string,
  { source, text, isFirst }: Omit<FormScene, 'language'>,
): FormFault {
  const expected = `${name} ${source?.verb ?? 'reports'} (${date}):`;
  const [first, ...others] = body;
  const [start, end] = [first?.position.start.offset ?? 0, first?.position.end.offset ?? 0];
  const [from, to] = [position.start.offset ?? 0, position.end.offset ?? 0];
  const isSure =
    isFirst &&
    source?.verb !== undefined &&
    first !== undefined &&
    end <= from &&
    others.every((block) => (block.position.start.offset ?? 0) >= to) &&
    text.slice(end, from).trim() === '';
  return {
    expected,
    note: 'An attribution stands before the words that it is for.',
    edits: isSure
      ? [
          { start, end: start, text: `${expected} ` },
          { start: end, end: to, text: '' },
        ]
      : [],
  };
}

/** `From The Guardian (3 May):`, and `In The Independent (28 June), Patrick Cockburn writes:`, where one of two names has to go. */
function opening(
  { source: { written: name }, attribution, position }: Report,
  source: Source | undefined,
  date: string,
  head: string,
  text: string,
): FormFault {
  const expected = `${name} ${source?.verb ?? 'reports'} (${date}):`;
  if (/^in /iu.test(head)) {
    return {
      expected,
      note: `${ORDER} Who wrote it for the paper can be told in the text, or be named in place of the paper.`,
      edits: [],
    };
  }
  const [start, end] = [position.start.offset ?? 0, position.end.offset ?? 0];
  const isSure = source?.verb !== undefined && text.slice(start, end) === attribution;
  return { expected, note: ORDER, edits: isSure ? [{ start, end, text: expected }] : [] };
}

/** `BBC reports (3 May) The bridge`, `BBC reports (3 May) – The bridge`; where the sentence goes on, it has to be reworded. */
function withoutColon(
  report: Report,
  words: string,
  { name, tail }: { readonly name: string; readonly tail: string },
  text: string,
): FormFault | undefined {
  if (squashed(words.replace(/,$/u, '')) !== squashed((name + tail).slice(0, -1))) return undefined;
  const end = report.position.end.offset ?? 0;
  const behind = text.slice(end, end + 8);
  const sign = OTHER_SIGN.exec(behind)?.[0] ?? '';
  const blank = /^\S/u.test(behind.slice(sign.length)) ? ' ' : '';
  const edits = tailEdits(report, words, name, tail + blank, text).map((edit) => ({
    ...edit,
    end: end + sign.length,
  }));
  const goesOn = sign === '' && !BEGINS_SENTENCE.test(behind);
  return {
    expected: name + tail,
    note: goesOn
      ? 'A colon closes the attribution, and the report begins behind it with a sentence of its own.'
      : 'A colon closes the attribution.',
    edits: goesOn ? [] : edits,
  };
}

/** Writes `tail` behind the name, which keeps its link; none where markup stands in what follows the name. */
function tailEdits(
  { position }: Report,
  words: string,
  name: string,
  tail: string,
  text: string,
): readonly TextEdit[] {
  const [start, end] = [position.start.offset ?? 0, position.end.offset ?? 0];
  const typed = text.slice(start, end);
  const written = words.slice(words.indexOf(name) + name.length);
  return written !== '' && typed.endsWith(written) ? [{ start: end - written.length, end, text: tail }] : [];
}

function inOneLine(words: string): string {
  return words.replace(/\s+/gu, ' ');
}

function squashed(words: string): string {
  return words.replace(/\s+/gu, '');
}
