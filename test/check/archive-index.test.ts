// The index of the archive, kept issue by issue, against one that looks at everything for every question.
import { describe, expect, test } from 'vitest';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { SIMILAR } from '../../src/check/archive/headline-index.ts';
import { headlineWords, sharedPart } from '../../src/check/archive/headline-words.ts';
import { type ArchiveIndex, isEarlier } from '../../src/model/archive-index.ts';
import type { IssueDigest } from '../../src/model/issue-digest.ts';
import type { Place } from '../../src/model/place.ts';
import { type Chance, createChance } from '../support/chance.ts';

const WORDS = [
  'dockers',
  'vote',
  'end',
  'strike',
  'harbour',
  'fares',
  'clinic',
  'rota',
  'port',
  'flood',
  'the',
  'again',
];
const NAMES = ['Harbour Post', 'Harbor Post', 'The Tide', 'Coast Wire'];
const URLS = [
  'https://a.example/1',
  'https://www.a.example/2',
  'http://b.example/3',
  'https://c.example:8443/4',
  'https://[',
];

test.each([1, 2, 3, 4, 5])('after any puts and removes it answers as one built anew (%i)', (seed) => {
  const chance = createChance(seed);
  const kept = createArchiveIndex();
  const standing = new Map<string, IssueDigest>();
  for (let step = 0; step < 120; step += 1) {
    const number = 1 + chance.below(12);
    const path = `issues/${number}.md`;
    if (chance.below(4) === 0) {
      kept.remove(path);
      standing.delete(path);
    } else {
      const issue = anyIssue(path, number, chance);
      kept.put(issue);
      standing.set(path, issue);
    }
    if (step % 10 !== 9) continue;
    const answers = answersOf(kept);
    expect(answers).toEqual(answersOf(createArchiveIndex([...standing.values()].reverse())));
    expect(answers).toEqual(naiveAnswers([...standing.values()]));
  }
});

describe('similar headlines', () => {
  const place = placeAt(0);
  const found = (standing: string, asked: string) => {
    const issue = { ...blank('issues/1.md', 1), entries: [entry(standing, place)] };
    return createArchiveIndex([issue])
      .similarHeadlines(asked)
      .map(({ similarity }) => similarity);
  };
  test.each([
    ['Dockers vote to end strike', 'DOCKERS VOTE TO END THE STRIKE'],
    ['Café at the quay reopens', 'Cafe at the quay reopens'],
    ['ميناء المدينة يفتح أبوابه', 'ميناء المدينة يفتح أبوابه'],
    ['港口工人投票结束罢工', '港口工人投票结束罢工'],
  ])('%s = %s', (standing, asked) => expect(found(standing, asked)).toEqual([1]));
  test.each([
    ['Dockers vote to end strike', 'Dockers vote to end long strike'],
    ['港口工人投票结束罢工', '港口工人投票决定结束罢工'],
  ])('%s ≈ %s', (standing, asked) => expect(found(standing, asked)[0]).toBeGreaterThanOrEqual(SIMILAR));
  test.each([
    ['Dockers vote to end strike', 'Dockers begin strike'],
    ['', ''],
    ['…', '!'],
  ])('%s ≠ %s', (standing, asked) => expect(found(standing, asked)).toEqual([]));
});

function anyIssue(path: string, number: number, chance: Chance): IssueDigest {
  const headlines = Array.from({ length: chance.below(4) }, () =>
    chance.draw(WORDS, 3 + chance.below(4)).join(' '),
  );
  return {
    ...blank(path, number),
    entries: headlines.map((headline, index) => entry(headline, placeAt(index))),
    links: Array.from({ length: chance.below(4) }, (_, index) => {
      const url = chance.pick(URLS);
      return { url, key: url, place: placeAt(index), isStory: chance.below(2) === 0 };
    }),
    sources: Array.from({ length: chance.below(4) }, (_, index) => ({
      written: chance.pick(NAMES),
      place: placeAt(index),
    })),
    tags: Array.from({ length: chance.below(4) }, () => chance.pick(WORDS)),
  };
}

/** Every third is a special, which has no number. */
function blank(path: string, number: number): IssueDigest {
  return {
    path,
    slug: path,
    ...(number % 3 !== 0 && { number }),
    date: `2026-01-${String(number + 9)}`,
    title: '',
    isDraft: false,
    textHash: '',
    lastFrontMatterLine: 0,
    silences: [],
    entries: [],
    links: [],
    sources: [],
    tags: [],
    tagPlaces: [],
    leadWords: '',
    leadNotes: [],
  };
}

function entry(headline: string, place: Place): IssueDigest['entries'][number] {
  return { id: headline, kind: 'item', headline, place, reports: [], words: '', notes: [] };
}

function placeAt(offset: number): Place {
  const point = { line: 1, column: offset + 1, offset };
  return { start: point, end: point };
}

const ASKED = ['dockers vote end strike', 'harbour fares clinic rota port', 'the again'];
const HOSTS = ['a.example', 'b.example', 'c.example:8443'];

function answersOf(archive: ArchiveIndex) {
  return {
    all: archive.all(),
    got: archive.all().map(({ path }) => archive.get(path)),
    numbered: archive.numbered(),
    links: URLS.map((url) => archive.linksTo(url)),
    named: NAMES.map((name) => archive.sourcesNamed(name)),
    names: new Map([...archive.sourceNames()].sort()),
    tags: new Map([...archive.tags()].sort()),
    like: WORDS.map((word) => archive.tagsLike(word.toUpperCase())),
    hosts: HOSTS.map((host) => archive.isSecureHost(host)),
    similar: ASKED.map((headline) => archive.similarHeadlines(headline)),
  };
}

/** The same, by looking at everything. */
function naiveAnswers(issues: readonly IssueDigest[]): ReturnType<typeof answersOf> {
  const all = [...issues].sort((a, b) => (a.path < b.path ? -1 : 1));
  const inTime = [...all].sort((a, b) => (isEarlier(a, b) ? -1 : 1));
  const everywhere = <T>(pick: (issue: IssueDigest) => readonly T[]) =>
    inTime.flatMap((issue) => pick(issue).map((found) => ({ issue, found })));
  const counted = (names: readonly string[]) =>
    new Map(
      [...Map.groupBy(names, (name) => name)].map(([name, some]) => [name, some.length] as const).sort(),
    );
  return {
    all,
    got: all,
    numbered: all
      .filter(({ number }) => number !== undefined)
      .sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
    links: URLS.map((url) => everywhere(({ links }) => links.filter(({ key }) => key === url))),
    named: NAMES.map((name) =>
      everywhere(({ sources }) => sources.filter(({ written }) => written === name)),
    ),
    names: counted(all.flatMap(({ sources }) => sources.map(({ written }) => written))),
    tags: counted(all.flatMap(({ tags }) => tags)),
    like: WORDS.map((word) => (all.some(({ tags }) => tags.includes(word)) ? [word] : [])),
    hosts: HOSTS.map((host) =>
      all.some(({ links }) =>
        links.some(({ url }) => new RegExp(`^https://(www\\.)?${host}/`, 'u').test(url)),
      ),
    ),
    similar: ASKED.map((headline) =>
      everywhere(({ entries }) => entries)
        .map((one) => ({
          ...one,
          similarity: sharedPart(headlineWords(headline), headlineWords(one.found.headline)),
        }))
        .filter(({ similarity }) => similarity >= SIMILAR),
    ),
  };
}
