import { expect, test } from 'vitest';
import { keptIds, publishedIds, readPublishedIds } from '../../src/publish/kept-ids.ts';
import { type EntrySample, issueOf } from './samples.ts';

const A = { id: '1-a', headline: 'A', url: 'https://tide.example/a' };
const B = { id: '1-b', headline: 'B', url: 'https://tide.example/b' };
const C = { id: '1-c', headline: 'C', section: 'Trade' };

test.each<{ name: string; before: EntrySample[]; now: EntrySample[]; kept: Record<string, string> }>([
  { name: 'nothing changed', before: [A, B], now: [A, B], kept: {} },
  { name: 'the order alone changed', before: [A, B], now: [B, A], kept: {} },
  { name: 'an entry was added', before: [A], now: [A, B], kept: {} },
  { name: 'an entry was taken out', before: [A, B], now: [B], kept: {} },
  { name: 'a headline changed', before: [A, B], now: [{ ...A, id: '1-x' }, B], kept: { '1-x': '1-a' } },
  {
    name: 'two headlines changed and changed places',
    before: [A, B],
    now: [
      { ...B, id: '1-y' },
      { ...A, id: '1-x' },
    ],
    kept: { '1-y': '1-b', '1-x': '1-a' },
  },
  {
    name: 'one link on two entries: which is which cannot be told',
    before: [A, { ...B, url: A.url }],
    now: [
      { ...A, id: '1-x' },
      { ...B, url: A.url, id: '1-y' },
    ],
    kept: {},
  },
  {
    name: 'no link, but the same place',
    before: [A, C],
    now: [A, { ...C, id: '1-x' }],
    kept: { '1-x': '1-c' },
  },
  {
    name: 'a home page proves nothing, the place does',
    before: [A, { ...C, url: 'https://tide.example/' }],
    now: [A, { ...C, url: 'https://tide.example', id: '1-x' }],
    kept: { '1-x': '1-c' },
  },
  {
    name: 'a home page proves nothing, and there are two',
    before: [A, { ...B, url: 'https://tide.example/' }, { ...C, url: 'https://tide.example/' }],
    now: [
      A,
      { ...B, url: 'https://tide.example/', id: '1-x' },
      { ...C, url: 'https://tide.example/', id: '1-y' },
    ],
    kept: {},
  },
  {
    name: 'one told by its link, the other by its place',
    before: [A, C],
    now: [
      { ...A, id: '1-x' },
      { ...C, id: '1-y' },
    ],
    kept: { '1-x': '1-a', '1-y': '1-c' },
  },
  { name: 'another place', before: [A, C], now: [{ ...C, section: '', id: '1-x' }, A], kept: {} },
  {
    name: 'another story in the same place',
    before: [A, B],
    now: [{ id: '1-x', headline: 'X', url: 'https://tide.example/x' }, B],
    kept: {},
  },
  {
    name: 'a link was put in together with the new headline',
    before: [A, C],
    now: [A, { ...C, id: '1-x', url: 'https://tide.example/c' }],
    kept: { '1-x': '1-c' },
  },
])('$name', ({ before, now, kept }) => {
  const published = publishedIds([issueOf({ slug: '0001', date: '2016-01-01', entries: before })]);
  const issue = issueOf({ slug: '0001', date: '2016-01-01', entries: now });
  expect(Object.fromEntries(keptIds(readBack(published), publishedIds([issue])))).toEqual(kept);
});

test('drafts and issues that were never published keep nothing', () => {
  const draft = issueOf({ slug: '0001', date: '2016-01-01', isDraft: true, entries: [A] });
  expect(publishedIds([draft])).toEqual([]);
  const issue = issueOf({ slug: '0001', date: '2016-01-01', entries: [{ ...A, id: '1-x' }] });
  expect(keptIds([], publishedIds([issue]))).toEqual(new Map());
  const published = publishedIds([issueOf({ slug: '0001', date: '2016-01-01', entries: [A] })]);
  expect(keptIds(published, publishedIds([{ ...issue, isDraft: true }]))).toEqual(new Map());
  expect(keptIds(published, publishedIds([{ ...issue, slug: '0002' }]))).toEqual(new Map());
});

test('the memory is sorted, and what it holds is only what is needed', () => {
  const issues = ['0002', '0001'].map((slug) => issueOf({ slug, date: '2016-01-01', entries: [A] }));
  expect(publishedIds(issues)).toEqual([
    { slug: '0001', entries: [{ id: '1-a', url: A.url, section: '', index: 0 }] },
    { slug: '0002', entries: [{ id: '1-a', url: A.url, section: '', index: 0 }] },
  ]);
});

test.each([undefined, null, 'x', {}, [1], [{ slug: '0001' }], [{ slug: '0001', entries: [{ id: 1 }] }]])(
  'a memory of another shape is none: %j',
  (value) => {
    expect(readPublishedIds(value)).toEqual([]);
  },
);

function readBack(published: unknown): ReturnType<typeof readPublishedIds> {
  return readPublishedIds(JSON.parse(JSON.stringify(published)));
}
