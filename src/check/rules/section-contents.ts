// A list of contents at the top of an issue is written first and forgotten last. Only what is clearly such a list is judged: most
// of its entries are headings of this issue.
import type { List, RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Issue } from '../../model/issue.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { findSection, plainHeading } from '../../model/section-names.ts';
import { headlinesOf } from '../parts/headlines-of.ts';
import type { Finding, IssueRule, RuleContext } from '../rule.ts';

interface Entry {
  readonly words: string;
  readonly place: Place;
}

const MIN_ENTRIES = 2;
/** "In this issue: Ports * Housing * Events": stars, dots or strokes between the names. */
const SEPARATOR = /\s[*•·|]\s/u;

export const sectionContents: IssueRule = {
  id: 'section-contents',
  severity: 'warning',
  stage: 'issue',
  description: 'A list of contents in the lead names the headings of the issue, all of them and no others.',
  check: (issue, context) =>
    issue.lead.flatMap((block) => {
      if (block.kind !== 'prose') return [];
      const entries = contentsOf(block.node, issue.text);
      return entries.length < MIN_ENTRIES ? [] : findings(entries, block.position, issue, context);
    }),
};

function contentsOf(node: RootContent, text: string): readonly Entry[] {
  if (node.type === 'list') return entriesOfList(node);
  if (node.type !== 'paragraph' || node.position === undefined) return [];
  const start = node.position.start.offset ?? 0;
  const typed = text.slice(start, node.position.end.offset);
  if (!SEPARATOR.test(typed)) return [];
  let at = 0;
  return typed.split(SEPARATOR).map((piece, nth) => {
    // Every separator is three characters long.
    const from = at;
    at += piece.length + 3;
    const opening = nth === 0 ? (/^[^:]{0,80}:\s/u.exec(piece)?.[0] ?? '') : '';
    const words = piece.slice(opening.length).trimEnd().replace(/\.$/u, '');
    const place = placeOf(text, start + from + opening.length, start + from + opening.length + words.length);
    return { words, place };
  });
}

function entriesOfList({ children }: List): readonly Entry[] {
  return children.flatMap((item) => {
    const [first] = item.children;
    return first?.position === undefined ? [] : [{ words: wordsOf(first).trim(), place: first.position }];
  });
}

function findings(
  entries: readonly Entry[],
  whole: Place,
  issue: Issue,
  { newsletter: { sectionOrder } }: RuleContext,
): readonly Finding[] {
  const keyOf = (words: string): string => plainHeading(findSection(words, sectionOrder)?.name ?? words);
  const sections = issue.sections.map(({ heading }) => heading).filter((heading) => heading !== '');
  const headlines = headlinesOf(issue).map(({ entry }) => entry.headline);
  const known = new Set([...sections, ...headlines].flatMap((words) => [keyOf(words), plainHeading(words)]));
  const isKnown = ({ words }: Entry) => known.has(keyOf(words)) || known.has(plainHeading(words));
  const met = entries.filter(isKnown).length;
  if (met < MIN_ENTRIES || met * 2 <= entries.length) return [];
  const listed = new Set(entries.map(({ words }) => keyOf(words)));
  const namesSections = sections.some((heading) => listed.has(keyOf(heading)));
  const absent = namesSections ? sections.filter((heading) => !listed.has(keyOf(heading))) : [];
  return [
    ...entries
      .filter((entry) => !isKnown(entry))
      .map(({ words, place }) => {
        const expected = nearestNames(words, [...sections, ...headlines]);
        return {
          reason: `Unexpected "${words}" in the list of contents, expected ${expected[0] === undefined ? 'a heading of this issue' : `"${expected[0]}"`}`,
          place,
          actual: words,
          expected,
          note: 'No heading of this issue says this. Correct it here or at the heading, or take it out of the list.',
        };
      }),
    ...absent.map((heading) => ({
      reason: `Unexpected list of contents without "${heading}", expected every section in it`,
      place: whole,
      expected: [heading],
      note: 'The list names sections of this issue, but not this one. Add it, or delete the list.',
    })),
  ];
}
