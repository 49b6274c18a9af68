// The index: what stands in it, in which pieces, and that a piece is no larger than it should be.
import { describe, expect, test } from 'vitest';
import { publishArchive } from '../../../src/publish/publish-archive.ts';
import { packPostings } from '../../../src/publish/search/packed-numbers.ts';
import { contextOf, type IssueSample, inputOf } from '../samples.ts';
import { piecesOf } from './pieces.ts';

const SAMPLES: readonly IssueSample[] = [
  {
    slug: '0001',
    date: '2015-12-31',
    tags: ['Ports'],
    entries: [
      { id: '1-a', headline: 'Cranes stop', text: 'No crane moved, and no crane will.', sourceIds: ['tide'] },
      { id: '1-b', headline: 'ميناء بلا سفن', text: 'توقّف العمل', tags: ['strike'] },
    ],
  },
  { slug: '0002', date: '2016-01-07', leadText: 'Fog all week.', entries: [{ id: '2-a', headline: 'Fog' }] },
  { slug: '0003', date: '2016-01-14', isDraft: true, entries: [{ id: '3-a', headline: 'Secret' }] },
];

const files = publishArchive(inputOf(SAMPLES));
const { index, words, entries } = piecesOf(files);

test('every word leads to its entries, the oldest first, with its weight', () => {
  expect(index.count).toBe(4);
  expect(words['crane']).toBe(packPostings([0 * 4 + 1]));
  expect(words['cranes']).toBe(packPostings([0 * 4 + 3]));
  expect(words['ports']).toBe(packPostings([0 * 4 + 2, 1 * 4 + 2]));
  expect(words['tide']).toBe(packPostings([0 * 4 + 2]));
  expect(words['توقف']).toBe(packPostings([1 * 4]));
  expect(words['fog']).toBe(packPostings([2 * 4, 3 * 4 + 3]));
  expect(words['secret']).toBeUndefined();
});

test('tags, sources and years are words, too, that nobody can type', () => {
  const filters = Object.entries(words).filter(([word]) => word.startsWith('#'));
  expect(Object.fromEntries(filters)).toEqual({
    '#source:tide': packPostings([0]),
    '#tag:ports': packPostings([0, 4]),
    '#tag:strike': packPostings([4]),
    '#year:2015': packPostings([0, 4]),
    '#year:2016': packPostings([8, 12]),
  });
});

test('what is shown of an entry: its issue, anchor, headline, direction, source and text', () => {
  expect(entries).toEqual([
    [
      '0001',
      'Newsletter No. 1',
      '2015-12-31',
      '1-a',
      'Cranes stop',
      'ltr',
      'The Tide',
      'No crane moved, and no crane will.',
    ],
    ['0001', 'Newsletter No. 1', '2015-12-31', '1-b', 'ميناء بلا سفن', 'rtl', '', 'توقّف العمل'],
    ['0002', 'Newsletter No. 2', '2016-01-07', '', 'Newsletter No. 2', 'ltr', '', 'Fog all week.'],
    ['0002', 'Newsletter No. 2', '2016-01-07', '2-a', 'Fog', 'ltr', '', ''],
  ]);
});

test('the page offers what there is', () => {
  const page = contextOf(files, 'site/search.html', 'search');
  expect(page).toMatchObject({
    tags: [
      { value: 'ports', name: 'Ports' },
      { value: 'strike', name: 'strike' },
    ],
    sources: [{ value: 'tide', name: 'The Tide' }],
    years: [
      { value: '2016', name: '2016', url: 'archive/2016.html' },
      { value: '2015', name: '2015', url: 'archive/2015.html' },
    ],
    scripts: ['scripts/search.js'],
  });
  const changed = SAMPLES.map((sample) => ({ ...sample, leadText: 'Other words.' }));
  const other = contextOf(publishArchive(inputOf(changed)), 'site/search.html', 'search');
  expect(other.version).not.toBe(page.version);
});

test('numbers of any size are packed', () => {
  expect(packPostings([0, 4, 8])).toBe('AAA');
  expect(packPostings([31 << 2])).toBe('8D');
  expect(packPostings([(20_000 << 2) + 3])).toBe('jkuC');
});

describe('of a large archive', () => {
  const many = Array.from(
    { length: 300 },
    (_, n): IssueSample => ({
      slug: String(n + 1).padStart(4, '0'),
      date: '2016-01-01',
      entries: Array.from({ length: 4 }, (_unused, m) => ({
        id: `${n}-${m}`,
        headline: `Report ${n * 4 + m}`,
        text: `The harbour ${'of stone '.repeat(40)} word${n % 97}x${m}`,
      })),
    }),
  );
  const large = publishArchive(inputOf(many));
  const pieces = piecesOf(large);

  test('no piece is long', () => {
    const sizes = large
      .filter(({ path }) => path.startsWith('site/search/') && path !== 'site/search/index.js')
      .map(({ contents }) => Buffer.byteLength(String(contents)));
    expect(sizes.length).toBeGreaterThan(50);
    expect(Math.max(...sizes)).toBeLessThan(12_500);
  });

  test('a word that most entries have has no list', () => {
    expect(pieces.words['harbour']).toBe('*');
    expect(pieces.words['word3x1']).not.toBe('*');
    expect(pieces.words['#year:2016']).not.toBe('*');
  });

  test('words are in order over all pieces', () => {
    expect(pieces.order).toEqual(pieces.order.toSorted());
    expect(pieces.firsts).toEqual(pieces.index.words);
  });

  test('a new issue leaves the pieces with older entries as they were', () => {
    const next = { slug: '0301', date: '2016-01-02', entries: [{ id: '301', headline: 'New' }] };
    const before = new Map(large.map(({ path, contents }) => [path, contents]));
    const changed = publishArchive(inputOf([...many, next])).filter(
      ({ path, contents }) => path.startsWith('site/search/entries/') && before.get(path) !== contents,
    );
    expect(changed.length).toBe(1);
  });
});
