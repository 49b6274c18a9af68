// An archive that is judged again where something has changed shows what one shows that is judged as a whole.
import { expect, test } from 'vitest';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import type { ChangedIssue } from '../../src/check/archive/touched-issues.ts';
import { checkInArchive } from '../../src/check/check-archive.ts';
import { recheckArchive } from '../../src/check/recheck-archive.ts';
import { compileSettings, type Settings } from '../../src/compile-settings.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { IssueDigest } from '../../src/model/issue-digest.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { type Chance, createChance } from '../support/chance.ts';
import { NEWSLETTER, SOURCES } from '../support/project.ts';

const STEPS = 60;
const settings = readSettings();

interface Item {
  readonly headline?: string;
  readonly link?: string;
  readonly source?: string;
  readonly day?: string;
}

const NUMBERS = ['', 'one', 'two', 'three'];

/** Alike in nothing unless a case says so. */
function issue(number: number, items: readonly Item[], { date = '', tags = '' } = {}): string {
  const word = NUMBERS[number] ?? '';
  const told = items.map((item, index) => {
    const headline = item.headline ?? `Story ${word} ${index} about ${word}ness and ${word}hood`;
    const report = `${item.source ?? 'Harbour Post'} reports (${item.day ?? `${number * 7} March`})`;
    return `### [${headline}](https://${item.link ?? `${word}.example/${index}`})\n\n${report}: It was so.\n`;
  });
  const front = `number: ${number}\ndate: ${date || `2016-0${number}-20`}\ntags: [${tags || word}]`;
  return `---\n${front}\n---\n\n## News\n\n${told.join('\n')}`;
}

const SAME = 'Dockers vote to end long strike over rota';
const NEAR = 'Dockers agree to end long strike over rota';

/** What goes away is an empty text. */
const CASES: Readonly<Record<string, readonly [before: readonly string[], now: readonly string[]]>> = {
  'the same headline appears in an earlier issue': [
    [issue(1, [{}]), issue(2, [{ headline: SAME }])],
    [issue(1, [{ headline: SAME, source: 'The Tide', day: '3 January' }]), issue(2, [{ headline: SAME }])],
  ],
  'a headline nearly the same, from one source within a day': [
    [issue(1, [{}]), issue(2, [{ headline: SAME, day: '5 January' }])],
    [issue(1, [{ headline: NEAR, day: '6 January' }]), issue(2, [{ headline: SAME, day: '5 January' }])],
  ],
  'a link appears in an earlier issue': [
    [issue(1, [{}]), issue(2, [{ link: 'tide.example/story' }])],
    [issue(1, [{ link: 'www.tide.example/story?utm_source=x' }]), issue(2, [{ link: 'tide.example/story' }])],
  ],
  'lines are added above a story that another one repeats': [
    [issue(1, [{}, { headline: SAME }]), issue(2, [{ headline: SAME }])],
    [
      issue(1, [{}, { headline: SAME }]).replace('It was so.', 'It was so.\n\nIt was long.'),
      issue(2, [{ headline: SAME }]),
    ],
  ],
  'an unknown source is written otherwise in earlier issues': [
    [issue(1, [{}, {}]), issue(2, [{ source: 'Coastel Wire Service' }])],
    [
      issue(1, [{ source: 'Coastal Wire Service' }, { source: 'Coastal Wire Service' }]),
      issue(2, [{ source: 'Coastel Wire Service' }]),
    ],
  ],
  'a tag comes to be written otherwise in most places': [
    [issue(1, [{}, {}, {}]), issue(2, [{}], { tags: 'rent' })],
    [
      issue(1, [{}, {}, {}]).replaceAll('It was so.', 'It was so.\n\nTags: rents'),
      issue(2, [{}], { tags: 'rent' }),
    ],
  ],
  'the number before gets a later date': [
    [issue(1, [{}]), issue(2, [{}])],
    [issue(1, [{}], { date: '2016-02-25' }), issue(2, [{}])],
  ],
  'the number before goes away': [
    [issue(1, [{}]), issue(2, [{}]), issue(3, [{}])],
    [issue(1, [{}]), '', issue(3, [{}])],
  ],
  'another issue takes the same number': [
    [issue(1, [{}]), issue(2, [{}]), issue(3, [{}])],
    [issue(1, [{}]).replace('number: 1', 'number: 3'), issue(2, [{}]), issue(3, [{}])],
  ],
  'an earlier issue with the same story is no draft any more': [
    [issue(1, [{ headline: SAME }]).replace('number', 'draft: true\nnumber'), issue(2, [{ headline: SAME }])],
    [issue(1, [{ headline: SAME }]), issue(2, [{ headline: SAME }])],
  ],
};

test.each(Object.entries(CASES))('an issue that stays as it is: %s', (_, [before, now]) => {
  const [was, is] = [digestsOf(before), digestsOf(now)];
  const [shownBefore, shownNow] = [wholeOf(was), wholeOf(is)];
  const unchanged = [...is.values()].filter(({ path, textHash }) => was.get(path)?.textHash === textHash);
  const shown = (all: typeof shownNow): unknown => unchanged.map(({ path }) => all.get(path));
  expect(shown(shownNow), 'the case says nothing').not.toEqual(shown(shownBefore));
  const archive = createArchiveIndex(is.values());
  expect(recheckArchive(archive, settings, shownBefore, changesOf(was, is))).toEqual(shownNow);
});

function digestsOf(texts: readonly string[]): ReadonlyMap<string, IssueDigest> {
  return new Map(
    texts.flatMap((text, index) => {
      const path = `issues/000${index + 1}.md`;
      return text === '' ? [] : [[path, digestOf(path, text)] as const];
    }),
  );
}

function wholeOf(issues: ReadonlyMap<string, IssueDigest>): ReadonlyMap<string, readonly Diagnostic[]> {
  const archive = createArchiveIndex(issues.values());
  return new Map(archive.all().map((one) => [one.path, checkInArchive(one, archive, settings)]));
}

function changesOf(
  before: ReadonlyMap<string, IssueDigest>,
  now: ReadonlyMap<string, IssueDigest>,
): readonly ChangedIssue[] {
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((path): ChangedIssue[] => {
    const [was, is] = [before.get(path), now.get(path)];
    if (was?.textHash === is?.textHash) return [];
    return [{ path, ...(was && { was }), ...(is && { is }) }];
  });
}

test.each([1, 2, 3, 4, 5, 6])('after any edits (lot %i)', (seed) => {
  const chance = createChance(seed);
  const texts = new Map<string, string>();
  let judged: ReadonlyMap<string, IssueDigest> = new Map();
  let found: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  const rules = new Set<string>();
  for (let step = 0; step < STEPS; step += 1) {
    for (let edits = 1 + chance.below(2); edits > 0; edits -= 1) edit(texts, chance);
    const now = new Map([...texts].map(([path, value]) => [path, digestOf(path, value)]));
    const changes = changesOf(judged, now);
    const archive = createArchiveIndex(now.values());
    found = recheckArchive(archive, settings, found, changes);
    expect(found, `step ${step}`).toEqual(wholeOf(now));
    for (const { ruleId } of [...found.values()].flat()) rules.add(ruleId);
    judged = now;
  }
  expect([...rules].sort()).toEqual(EXPECTED);
});

/** Every rule about an issue among others has had something to say, but for the one about issues that were sent. */
const EXPECTED = [
  'headline-repeated',
  'issue-date-order',
  'issue-number-duplicate',
  'issue-number-gap',
  'link-repeated',
  'source-drift',
  'story-repeated',
  'tag-drift',
];

function file(path: string, value: string) {
  return { path: `issues/${path}`, value };
}

function readSettings(): Settings {
  const { settings: read } = compileSettings({
    newsletter: file('newsletter.yaml', NEWSLETTER),
    sources: file('sources.yaml', SOURCES),
    ids: file('ids.yaml', ''),
    issues: [],
    images: [],
    templates: new Map(),
  });
  if (read === undefined) throw new Error('the settings cannot be used');
  return read;
}

function digestOf(path: string, value: string): IssueDigest {
  return digestIssue(parseIssue({ path, value }, settings).issue);
}

function edit(texts: Map<string, string>, chance: Chance): void {
  const paths = [...texts.keys()];
  const path = paths.length === 0 ? '' : chance.pick(paths);
  const text = texts.get(path) ?? '';
  const change = (from: RegExp, to: string): void => {
    if (path !== '') texts.set(path, text.replace(from, to));
  };
  const edits = [
    () => texts.set(`issues/${String(1 + chance.below(14)).padStart(4, '0')}.md`, anyIssue(chance)),
    () => texts.set(`issues/${String(1 + chance.below(14)).padStart(4, '0')}.md`, anyIssue(chance)),
    () => (texts.size > 4 ? texts.delete(path) : undefined),
    () => change(/date: .*/u, `date: ${anyDate(chance)}`),
    () => change(/number: .*/u, `number: ${1 + chance.below(14)}`),
    () => change(/\n## /u, `\nA line more.\n\n## `),
    () => change(/\n### /u, `\n${anyItem(chance)}\n### `),
    () => change(/tags: .*/u, `tags: [${anyTag(chance)}]`),
    () => change(/\n\nIt was/u, `\n\nYesterday it was`),
    () => change(/---\nnumber/u, '---\ndraft: true\nnumber'),
    () => change(/draft: true\n/u, ''),
    () => change(/reports/u, 'says'),
  ];
  chance.pick(edits)();
}

function anyIssue(chance: Chance): string {
  const items = Array.from({ length: 1 + chance.below(4) }, () => anyItem(chance));
  return `---\nnumber: ${1 + chance.below(14)}\ndate: ${anyDate(chance)}\ntags: [${anyTag(chance)}]\n---\n\n## News\n\n${items.join('\n')}`;
}

const HEADLINES = [
  'Dockers vote to end strike over rota at northern port',
  'Dockers vote to end the strike over rota at northern port today',
  'Ferry fares rise again on the southern line',
  'Clinic opens in the old customs house by the quay',
];

function anyItem(chance: Chance): string {
  const link = `https://tide.example/${chance.below(8)}/story`;
  const source = chance.pick([
    'Harbour Post',
    'Coastal Wire',
    'Coastel Wire',
    'The Tidal Times',
    'The Tidel Times',
  ]);
  const headline = chance.pick(HEADLINES);
  return `### [${headline}](${link})\n\n${source} reports (${1 + chance.below(3)} January): It was quay ${chance.below(4)}.\n\nIt was late.\n`;
}

function anyDate(chance: Chance): string {
  return `2016-01-0${2 + chance.below(7)}`;
}

function anyTag(chance: Chance): string {
  return chance.pick(['ports', 'ports', 'port', 'Ports', 'rent', 'rents']);
}
