// A misspelt word at the beginning of a line that the format knows: "Disclamer:", "Tgas:", "[Corection, 12 January 2026]". The line is
// then printed as it was typed, and what it says is lost to the page, the feeds and the list of corrections.
import type { Paragraph } from 'mdast';
import type { EventEntry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { isOneLetterApart } from '../words/one-letter-apart.ts';

const BEFORE_COLON = ['Disclaimer', 'Language', 'Video', 'Tags'];
const IN_BRACKETS = ['Correction', 'Update', 'Credit', 'Source', 'Video'];
/** Only in an event, which may lack them: "Then:" and "There:" begin sentences elsewhere. */
const OF_EVENT = ['When', 'Where'];
/** `Disclamer: …`, and what stands in brackets at the beginning of a line or behind a caption. */
const LINE_KEY = /^[ \t>]*(\p{L}{3,12}):[ \t]/u;
const BRACKET_KEY = /\[(\p{L}{4,12})(?=[:,] )/gu;
/** What other words are one letter away from "Tags". */
const WORDS = new Set(
  'tag bags wags rags gags lags nags sags hags jags mags tabs tans taps tars tats togs tugs stags ages'.split(
    ' ',
  ),
);

export const markdownKey: IssueRule = {
  id: 'markdown-key',
  severity: 'warning',
  stage: 'issue',
  description:
    'The words by which a line is known are spelt rightly: "Disclaimer:", "Tags:", "[Correction, …]".',
  check: (issue) => {
    const lacking = new Map(
      issue.sections.flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.kind === 'event' ? [[entry.position, lacks(entry)] as const] : [])),
      ),
    );
    return nodesOf(issue.tree, 'paragraph').flatMap((paragraph) => {
      const at = paragraph.position?.start.offset ?? 0;
      const event = [...lacking].find(
        ([{ start, end }]) => (start.offset ?? 0) <= at && at < (end.offset ?? 0),
      )?.[1];
      return findings(paragraph, [...BEFORE_COLON, ...(event ?? [])], issue);
    });
  },
};

function lacks({ when, where }: EventEntry): readonly string[] {
  return OF_EVENT.filter((key) => (key === 'When' ? when : where) === undefined);
}

function findings({ position }: Paragraph, keys: readonly string[], { text }: Issue): readonly Finding[] {
  const start = position?.start.offset ?? 0;
  const lines = text.slice(start, position?.end.offset).split('\n');
  let at = start;
  return lines.flatMap((line) => {
    const from = at;
    at += line.length + 1;
    const key = LINE_KEY.exec(line);
    const own =
      key === null ? [] : finding(key[1] ?? '', from + key[0].indexOf(key[1] ?? ''), keys, ':', text);
    const bracketed = [...line.matchAll(BRACKET_KEY)].flatMap(({ 1: word = '', index }) =>
      finding(word, from + index + 1, IN_BRACKETS, '', text),
    );
    return [...own, ...bracketed];
  });
}

function finding(
  word: string,
  at: number,
  keys: readonly string[],
  mark: string,
  text: string,
): readonly Finding[] {
  const plain = word.toLowerCase();
  const key = keys.find((one) => isOneLetterApart(plain, one.toLowerCase()));
  // "Sources:", "Updated," are words of their own; the second has its own rule.
  if (
    key === undefined ||
    WORDS.has(plain) ||
    plain === `${key.toLowerCase()}s` ||
    plain === `${key.toLowerCase()}d`
  )
    return [];
  const place = placeOf(text, at, at + word.length);
  return [
    {
      reason: `Unexpected "${word}${mark}", expected "${key}${mark}"`,
      place,
      actual: word,
      expected: [key],
      note: `Spelt like this, the line is printed as ordinary text. Write "${key}".`,
      fix: { title: `Write "${key}"`, edits: [editAt(place, key)] },
    },
  ];
}
