import { describe, expect, test } from 'vitest';
import { headlineOf, preheaderOf, summaryOf, teaserOf } from '../../src/render/summarise-issue.ts';
import { issue, item, live, prose, report, section } from './samples.ts';

const SECTIONS = [
  section('items', 'Ports', [
    item('First "headline"', [report('A reports:', 'A', prose('One *thing*. Another thing. A third.'))]),
    item('Second', []),
    item('Third', []),
    item('Fourth', []),
  ]),
];

describe('the preheader', () => {
  test.each([
    [
      'is the editor’s own',
      { preheader: 'The "news"  is\nshort.', lead: prose('A lead.') },
      'The “news” is short.',
    ],
    ['is the lead’s first sentence', { lead: prose('The strike ends. More follows.') }, 'The strike ends.'],
    [
      'does not stop at an abbreviation',
      { lead: prose('Mr. Lind and J. Sato of No. 7 met. Then left.') },
      'Mr. Lind and J. Sato of No. 7 met.',
    ],
    ['takes a sentence with its closing mark', { lead: prose('"It ends." So they said.') }, '“It ends.”'],
    ['is made of the first headlines', { sections: SECTIONS }, 'First “headline” · Second · Third'],
    ['is empty where nothing is', {}, ''],
  ])('%s', (_, extra, expected) => {
    expect(preheaderOf(issue(extra))).toBe(expected);
  });

  test('is at most 140 characters', () => {
    expect(preheaderOf(issue({ lead: prose('word '.repeat(100)) })).length).toBeLessThanOrEqual(140);
  });
});

describe('the teaser', () => {
  test.each([
    ['is two sentences of the lead', { lead: prose('One. Two. Three.'), preheader: 'P.' }, 'One. Two.'],
    ['is the preheader where there is no lead', { preheader: 'P.', sections: SECTIONS }, 'P.'],
    [
      'is the first entry’s words where there is neither',
      { sections: SECTIONS },
      'One thing. Another thing.',
    ],
  ])('%s', (_, extra, expected) => {
    expect(teaserOf(issue(extra))).toBe(expected);
  });
});

describe('an entry without a headline', () => {
  test.each([
    [
      'gives its first words',
      prose('The last box has been carried in, and the doors are shut.'),
      'The last box has been carried in, and the…',
    ],
    ['gives all of them when they are few', prose('Shut.'), 'Shut.'],
    ['or the name of its section', [], 'Live: the count'],
  ])('%s', (_, body, expected) => {
    expect(headlineOf(live('16:05', '', body), issue(), 'Live: the count')).toBe(expected);
  });
});

test('a summary is the first paragraph, as plain text', () => {
  const [first] = SECTIONS[0]?.entries ?? [];
  expect(first === undefined ? '' : summaryOf(first, issue())).toBe('One thing. Another thing. A third.');
});
