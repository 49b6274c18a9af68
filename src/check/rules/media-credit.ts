// Whoever made a picture is named under it. Pictures in the middle of a sentence are not asked: they have no caption.
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Picture } from '../../model/block.ts';
import { picturesOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { type Place, placeOf } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { blocksOfIssue } from '../parts/blocks-of-issue.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** `[Credit: [A. Lind](https://…)]` stays in the caption with its link; so does whatever else tells of a maker. */
const TELLS_MAKER =
  /\[credit:\s*[^\s\]]|©|\(c\)|\b(?:photo(?:graph)?s?|pictures?|images?|drawings?|illustrations?|maps?|graphics?|artwork|courtesy|credits?|foto|bild|dessin|by)\s?(?::|\/|\b(?:by|of|from|courtesy)\b)/iu;
const EMPTY_CREDIT = /\[credit:\s*\]/iu;
const LAST_BRACKET = /\[([^[\]]{1,60})\]\.?\s*$/u;

export const mediaCredit: IssueRule = {
  id: 'media-credit',
  severity: 'warning',
  stage: 'issue',
  description: 'Under every picture stands who made it: [Credit: NAME].',
  check: (issue, { sources }) =>
    picturesOf(blocksOfIssue(issue)).flatMap((picture) => findingFor(picture, issue, sources)),
};

function findingFor(picture: Picture, issue: Issue, sources: readonly Source[]): readonly Finding[] {
  const { credit, position } = picture;
  const start = position.start.offset ?? 0;
  const typed = issue.text.slice(start, position.end.offset);
  if (credit === '') {
    const empty = EMPTY_CREDIT.exec(typed);
    const place =
      empty === null
        ? position
        : placeOf(issue.text, start + empty.index, start + empty.index + empty[0].length);
    return [missing('Unexpected empty credit, expected the name of whoever made the picture', place)];
  }
  const caption = picture.caption.map((node) => wordsOf(node)).join('');
  if (credit !== undefined || TELLS_MAKER.test(caption)) return [];
  return [
    wireCredit(typed, start, issue, sources) ??
      missing('Unexpected picture without a credit, expected one under it', position),
  ];
}

function missing(reason: string, place: Place): Finding {
  return {
    reason,
    place,
    expected: ['[Credit: M. Okoro / Coast Wire]'],
    note: 'Write who made the picture at the end of its caption, in square brackets: [Credit: NAME]. If it is your own, say that: [Credit: The Harbour Sheet].',
  };
}

/** `Tellers count. [Reuters]`: an agency as live pages credit it. */
function wireCredit(
  typed: string,
  start: number,
  issue: Issue,
  sources: readonly Source[],
): Finding | undefined {
  const bracket = LAST_BRACKET.exec(typed.slice(-80));
  const name = bracket?.[1] ?? '';
  if (bracket === null || !sources.some((source) => [source.name, ...source.variants].includes(name)))
    return undefined;
  const from = start + Math.max(0, typed.length - 80) + bracket.index;
  const actual = `[${name}]`;
  return {
    reason: `Unexpected "${actual}" under a picture, expected "[Credit: ${name}]"`,
    place: placeOf(issue.text, from, from + actual.length),
    actual,
    expected: [`[Credit: ${name}]`],
    note: 'Under a picture the brackets say what they are: [Credit: NAME].',
    fix: {
      title: 'Write "Credit:" before it',
      edits: [{ start: from + 1, end: from + 1, text: 'Credit: ' }],
    },
  };
}
