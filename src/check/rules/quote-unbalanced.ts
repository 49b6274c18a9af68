// A quotation ends where its speaker ends. A mark without its partner leaves the reader to guess whose the next words are.
import type { Block } from '../../model/block.ts';
import type { Entry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { type Paragraph, paragraphOf, paragraphsOf } from '../paragraph-text.ts';
import { type LoneMark, loneMarks } from '../quote-marks.ts';
import type { Finding, IssueRule } from '../rule.ts';

const PARTNER: Readonly<Record<string, string>> = { '"': '"', '“': '”', '”': '“', '«': '»', '»': '«' };

export const quoteUnbalanced: IssueRule = {
  id: 'quote-unbalanced',
  severity: 'warning',
  stage: 'issue',
  description:
    'Every quotation mark has its partner; in a quotation of several paragraphs each one opens the mark again and only the last closes it.',
  check: (issue) =>
    textsOf(issue)
      .flatMap((paragraphs) => loneMarks(paragraphs))
      .map((lone) => toFinding(lone, issue.text)),
};

/** Texts that are each one person's: a quotation never runs on from one into the next. */
function textsOf({ lead, sections, text }: Issue): readonly (readonly Paragraph[])[] {
  const bodies = [
    lead,
    ...sections.flatMap((section) => [section.body, ...section.entries.flatMap(bodiesOf)]),
  ];
  const headlines = sections.flatMap(({ entries }) =>
    entries.map(({ headlineChildren }) => [paragraphOf(headlineChildren, text)]),
  );
  return [
    ...headlines,
    ...bodies.flatMap((blocks) => [paragraphsOf(blocks, text), ...innerTexts(blocks, text)]),
  ];
}

function bodiesOf(entry: Entry): readonly (readonly Block[])[] {
  return entry.kind === 'item' ? [entry.body, ...entry.reports.map(({ body }) => body)] : [entry.body];
}

/** Block quotations, captions and notes. */
function innerTexts(blocks: readonly Block[], text: string): readonly (readonly Paragraph[])[] {
  return blocks.flatMap((block): readonly (readonly Paragraph[])[] => {
    if (block.kind === 'quote')
      return [paragraphsOf(block.children, text), ...innerTexts(block.children, text)];
    if (block.kind === 'note') return [[paragraphOf(block.children, text)]];
    if (block.kind === 'picture' || block.kind === 'video') return [[paragraphOf(block.caption, text)]];
    if (block.kind === 'gallery') return block.pictures.map(({ caption }) => [paragraphOf(caption, text)]);
    return [];
  });
}

function toFinding({ mark, offset, lacks }: LoneMark, text: string): Finding {
  const partner = PARTNER[mark] ?? mark;
  const place = placeOf(text, offset, offset + 1);
  if (lacks === 'reopening') {
    return {
      reason: `Unexpected paragraph inside a quotation without its mark, expected ${mark} at its beginning`,
      place,
      expected: [mark],
      note: `The quotation goes on from the paragraph before. Put ${mark} at the beginning of this one too; only the last paragraph has ${partner} at its end.`,
    };
  }
  if (lacks === 'end') {
    return {
      reason: `Unexpected opening mark ${mark} without an end, expected ${mark === partner ? 'another ' : ''}${partner}`,
      place,
      actual: mark,
      expected: [partner],
      note: `Put ${partner} where the quoted words end. If they go on in the next paragraph, begin that one with ${mark} again.`,
    };
  }
  return {
    reason: `Unexpected closing mark ${mark} without a beginning, expected ${mark === partner ? 'another ' : ''}${partner} before it`,
    place,
    actual: mark,
    expected: [partner],
    note: `Put ${partner} where the quoted words begin, or take this mark out.`,
  };
}
