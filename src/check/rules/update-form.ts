// Only `[Update, DATE]` and `[Correction, DATE]` are read as notes: they alone stand on the corrections page, and only they tell the
// feeds that the issue has changed. "UPDATE 2/7:" was meant as one and is plain text.
import type { RootContent } from 'mdast';
import type { Block } from '../../model/block.ts';
import { blocksOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { houseForm, isDayInWords } from '../dates/date-form.ts';
import { lineEndOf } from '../parts/typed-lines.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** So far into a paragraph the mark is looked for. */
const MAX_CHARACTERS = 100;
const WORD = '(updated?|corrections?|corrected)';
/** "Update:", "UPDATE 2/7:", "Update (3 March):", "Correction -"; perhaps in bold. Groups: marks, word, marks, day in brackets, day, marks. */
const BARE = new RegExp(
  `^([*_]{0,3})${WORD}\\b([*_]{0,3}),? ?(?:\\(([^()\\n]{3,40})\\)|([^:()\\n–—]{3,40}?))?(?::| [-–—](?= ))([*_]{0,3}) *`,
  'iu',
);
/** "[Updated 3 March]", "(Correction: …", "(Update)". Groups: word, what stands between it and the end of the brackets, that end. */
const BRACKETED = new RegExp(`^\\\\?[[(]${WORD}\\b([^\\])\\n]{0,60})([\\])]?):? *`, 'iu');

/** The right mark in the wrong place: behind a sentence, or at the beginning of a line that begins no paragraph. */
const INSIDE = /(?<=[\n.!?…"”’)\]])[ \t]{0,5}(\[(?:update|correction)\b[^\]\n]{0,60}\])/giu;

export const updateForm: IssueRule = {
  id: 'update-form',
  severity: 'warning',
  stage: 'issue',
  description:
    'An update or a correction is a paragraph that begins with [Update, DATE] or [Correction, DATE].',
  check: (issue) => {
    const { lead, sections } = issue;
    const blocks = [
      ...lead,
      ...sections.flatMap(({ body, entries }) => [...body, ...entries.flatMap((entry) => blocksOf(entry))]),
    ];
    return blocks.flatMap((block) => [...findings(block, issue), ...findingsInside(block, issue)]);
  },
};

interface Mark {
  readonly word: string;
  /** Of the mark with what divides it from the text. */
  readonly length: number;
  readonly day?: string;
  /** False where the brackets or the bold type hold the note itself. */
  readonly isWhole: boolean;
}

function findings(block: Block, issue: Issue): readonly Finding[] {
  // Quoted words are somebody else's.
  if (block.kind !== 'prose' || block.node.type !== 'paragraph') return [];
  const start = startOf(block.node);
  const mark = markOf(issue.text.slice(start, start + MAX_CHARACTERS));
  if (mark === undefined) return [];
  const written = issue.text.slice(start, start + mark.length).trimEnd();
  const name = /^c/iu.test(mark.word) ? 'Correction' : 'Update';
  const day = mark.day === undefined ? undefined : certainDay(mark.day, issue);
  const expected = day === undefined ? undefined : `[${name}, ${day}]`;
  const place = placeOf(issue.text, start, start + written.length);
  return [
    {
      reason: `Unexpected "${written}" at the beginning of a paragraph, expected "${expected ?? `[${name}, DATE]`}"`,
      place,
      actual: written,
      ...(expected !== undefined && mark.isWhole && { expected: [expected] }),
      note: `It is shown as plain text, and not listed among the corrections. Begin with the word and the day of the change in square brackets, then write the text: [${name}, 11 January 2026] …`,
      ...(expected !== undefined &&
        mark.isWhole && {
          fix: {
            title: `Write "${expected}"`,
            edits: [{ start, end: start + mark.length, text: `${expected} ` }],
          },
        }),
    },
  ];
}

/** `… is shut.\n[Update, 11 January 2026] It is open.`: to Markdown, one paragraph. */
function findingsInside(block: Block, { text }: Issue): readonly Finding[] {
  const isParagraph = (block.kind === 'prose' && block.node.type === 'paragraph') || block.kind === 'note';
  if (!isParagraph) return [];
  const from = block.position.start.offset ?? 0;
  const written = text.slice(from, block.position.end.offset);
  return [...written.matchAll(INSIDE)].map(({ 0: all, 1: mark = '', index }) => {
    const end = from + index + all.length;
    const gap = from + written.slice(0, index).trimEnd().length;
    const start = end - mark.length;
    const lineEnd = lineEndOf(text);
    return {
      reason: `Unexpected "${mark}" in the midst of a paragraph, expected it to begin one`,
      place: placeOf(text, start, end),
      actual: mark,
      note: 'Put an empty line before it. Without one it is shown as plain text, and not listed among the corrections.',
      fix: {
        title: 'Begin a paragraph here',
        edits: [{ start: gap, end: start, text: lineEnd + lineEnd }],
      },
    };
  });
}

function markOf(text: string): Mark | undefined {
  const bare = BARE.exec(text);
  if (bare !== null) {
    const [{ length }, opening, word = '', middle = '', inBrackets, plain, closing = ''] = bare;
    const day = inBrackets ?? plain;
    // "Update on the strike: …" is a sentence.
    if (day !== undefined && !isLikeDay(day)) return undefined;
    // Where more than the mark is set in bold, taking its first sign away would leave the last.
    return {
      word,
      length,
      isWhole: opening === middle + closing,
      ...(day !== undefined && { day: day.trim() }),
    };
  }
  const bracketed = BRACKETED.exec(text);
  if (bracketed === null) return undefined;
  const [all, word = '', behind = '', end = ''] = bracketed;
  const day = behind.replace(/^[\s,:–—-]{1,5}/u, '').trim();
  if (end !== '' && (day === '' || isLikeDay(day))) {
    return { word, length: all.length, isWhole: true, ...(day !== '' && { day }) };
  }
  // "(Correction: we gave …)"; "(Updated figures are …)" is a sentence.
  const divider = (all.startsWith('[') ? /^ ?[:–—,]|^ -/u : /^ ?[:–—]|^ -/u).exec(behind)?.[0];
  if (divider === undefined) return undefined;
  return { word, length: all.indexOf(word) + word.length + divider.length, isWhole: false };
}

function isLikeDay(words: string): boolean {
  return /\d/u.test(words) && (/^[\d\s,./-]+$/u.test(words) || isDayInWords(words.trim()));
}

/** As the house writes it; nothing where it could be several days. */
function certainDay(written: string, { date, language }: Issue): string | undefined {
  const form = houseForm(written, date, language);
  if (form !== undefined) return form.isCertain ? form.expected[0] : undefined;
  return isDayInWords(written) ? written : undefined;
}

function startOf(node: RootContent): number {
  return node.position?.start.offset ?? 0;
}
