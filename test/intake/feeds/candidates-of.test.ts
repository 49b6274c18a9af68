// Whose story it is: by its address, as everywhere that publishers are looked for.
import { expect, test } from 'vitest';
import { hostOfPage } from '../../../src/cli/drafting/drafting-desk.ts';
import { candidatesOf } from '../../../src/intake/feeds/candidates-of.ts';

const post = {
  id: 'harbour-post',
  name: 'Harbour Post',
  kind: 'newspaper',
  domains: ['www.harbourpost.example'],
  variants: [],
} as const;
const setting = { url: 'https://digest.example/feed', keep: [], drop: [] };
const options = {
  now: '2016-02-01T09:00:00.000Z',
  timeZone: 'Europe/London',
  language: 'en',
  maxReportAgeDays: 30,
  sources: [post],
  sectionOrder: [],
  tidyUrl: (url: string) => url,
  hostOf: hostOfPage,
};

test.each([
  'https://harbourpost.example/story',
  'https://news.harbourpost.example/story',
  'https://web.archive.org/web/20160131000000/https://www.harbourpost.example/story',
])('%s is the Harbour Post’s', (url) => {
  const entry = { title: 'Dockers vote', url, summary: '', dates: [], categories: [] };
  const feed = { form: 'RSS', title: 'Digest', entries: [entry], lostCount: 0 } as const;
  expect(candidatesOf(feed, setting, options).candidates[0]?.sourceId).toBe('harbour-post');
});
