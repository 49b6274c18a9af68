// "Five pictures", "1 of 3": the number and the pictures must agree, or a reader looks for what is not there.
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Gallery } from '../../model/block.ts';
import { blocksOf, type Entry, picturesOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { blocksOfIssue } from '../parts/blocks-of-issue.ts';
import { placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const NUMBERS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const COUNTED = new RegExp(
  `\\b(${NUMBERS.join('|')}|\\d{1,2}) (?:\\p{Ll}{2,12} )?(?:pictures|photos|photographs|images|drawings)\\b`,
  'iu',
);
/** `1 of 3:` and `1/3.` at the beginning of a caption, `(1 of 3)` anywhere at its ends. */
const NUMBERED = /^\(?(\d{1,2}) ?(?:of|\/) ?(\d{1,2})(?:\)|[.:]|$)|\((\d{1,2}) ?(?:of|\/) ?(\d{1,2})\)\.?$/iu;

export const mediaGalleryCount: IssueRule = {
  id: 'media-gallery-count',
  severity: 'warning',
  stage: 'issue',
  description: 'A gallery has as many pictures as it says, and at least two.',
  check: (issue) => [
    ...issue.sections.flatMap(({ entries }) => entries.flatMap((entry) => ofEntry(entry, issue))),
    ...blocksOfIssue(issue).flatMap((block) => (block.kind === 'gallery' ? ofCaptions(block, issue) : [])),
  ],
};

function ofEntry(entry: Entry, issue: Issue): readonly Finding[] {
  const { length } = picturesOf(blocksOf(entry));
  const isGallery = entry.kind === 'item' && /^gallery$/iu.test(entry.label ?? '');
  if (isGallery && length < 2) {
    return [
      {
        reason: `Unexpected gallery of ${length === 0 ? 'no picture' : 'one picture'}, expected two or more`,
        place: entry.headlinePosition,
        actual: entry.headline,
        note: 'Put the pictures into a list, each behind a hyphen and a space; or take "Gallery:" out of the heading.',
      },
    ];
  }
  const counted = COUNTED.exec(entry.headline);
  const told = numberOf(counted?.[1] ?? '');
  // A single picture, or none, may illustrate a story about other pictures.
  if (counted === null || length < 2 || told === length) return [];
  return [
    wrongCount(
      counted[0],
      length,
      placeOfWords(issue.text, entry.headlinePosition, counted[0]) ?? entry.headlinePosition,
    ),
  ];
}

function wrongCount(actual: string, length: number, place: Place): Finding {
  return {
    reason: `Unexpected "${actual}" above ${length} pictures, expected the same number`,
    place,
    actual,
    note: 'Count the pictures below: correct the number, or add the picture that is missing.',
  };
}

function ofCaptions({ pictures }: Gallery, issue: Issue): readonly Finding[] {
  return pictures.flatMap(({ caption, position }, index) => {
    const match = NUMBERED.exec(
      caption
        .map((node) => wordsOf(node))
        .join('')
        .trim(),
    );
    if (match === null) return [];
    const [nth, of] = [Number(match[1] ?? match[3]), Number(match[2] ?? match[4])];
    if (nth === index + 1 && of === pictures.length) return [];
    const expected = `${index + 1} of ${pictures.length}`;
    const actual = match[0].replace(/[().:]/gu, '');
    return [
      {
        reason: `Unexpected "${actual}" under a picture, expected "${expected}"`,
        place: placeOfWords(issue.text, position, actual) ?? position,
        actual,
        expected: [expected],
        note: 'Count the pictures of the gallery: correct the number, or add the picture that is missing.',
      },
    ];
  });
}

function numberOf(word: string): number {
  const nth = NUMBERS.indexOf(word.toLowerCase());
  return nth >= 0 ? nth + 1 : Number(word);
}
