// An archive of any size, the same for the same numbers: issues of dated, sourced, tagged items over a few years, with the
// settings that go with them. About 14 KB of Markdown for an issue of 20 items, 63 tags, 12 publishers.
// `node test/bench/generate-archive.ts DIR ISSUES [ITEMS]` writes one to a folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface ArchiveSize {
  readonly issues: number;
  readonly itemsPerIssue: number;
}

/** POSIX path relative to the project → text. */
export function generateArchive({ issues, itemsPerIssue }: ArchiveSize): ReadonlyMap<string, string> {
  const files = new Map([
    ['issues/newsletter.yaml', NEWSLETTER],
    ['issues/sources.yaml', sourcesFile()],
  ]);
  for (let number = 1; number <= issues; number += 1) {
    files.set(`issues/${String(number).padStart(4, '0')}.md`, issueText(number, itemsPerIssue));
  }
  return files;
}

const PLACES = [
  'Northgate',
  'the old harbour',
  'Mill Lane',
  'Eastport',
  'the river districts',
  'Saltmarsh',
  'Kings Ferry',
];
const SUBJECTS = [
  'dockers',
  'teachers',
  'the ferry company',
  'the water board',
  'tenants',
  'the port council',
  'nurses',
  'growers',
];
const VERBS = ['reject', 'accept', 'delay', 'reopen', 'question', 'repair', 'defend', 'publish'];
const OBJECTS = [
  'the new rota',
  'a plan for the quay',
  'the flood report',
  'higher fares',
  'the clinic budget',
  'a rent freeze',
  'the night service',
  'safety rules',
];
const CLAUSES = [
  'the vote was close and the count was made twice',
  'officials say that the work will take most of the spring',
  'nobody at the company was willing to give a figure',
  'the last inquiry had come to the opposite view',
  'people who live nearby were told by letter',
  'the cost has doubled since the first estimate',
  'a second meeting is planned before the holidays',
  'the minister has asked for a full account',
];
const SECTIONS = ['Ports and trade', 'Housing', 'Public health', 'Schools'];
const PUBLISHERS = [
  'Harbour Post',
  'Coast Wire',
  'The Tide',
  'Quay TV',
  'Evening Anchor',
  'Radio Estuary',
  'The Lantern',
  'Delta News',
  'Inland Review',
  'Ferry Times',
  'Marsh Weekly',
  'Signal Press',
];
const TAGS = Array.from(
  { length: 63 },
  (_, index) =>
    `${['ports', 'rent', 'clinics', 'schools', 'rivers', 'wages', 'fares'][index % 7] ?? 'news'} ${Math.floor(index / 7) + 1}`,
);

const NEWSLETTER = `title: Generated Gazette
description: An archive made for measuring.
siteUrl: https://gazette.example.org/
language: en
timeZone: Europe/London
from: { name: Generated Gazette, address: gazette@example.org }
listId: gazette.example.org
postalAddress: |
  Generated Gazette
  1 Example Street
boilerplate:
  subscribe: This newsletter is free.
  disclaimer: A link is not an endorsement.
sections:
${SECTIONS.map((name) => `  - { name: ${name}, kind: items }`).join('\n')}
`;

function sourcesFile(): string {
  const rows = PUBLISHERS.map(
    (name) =>
      `  - { id: ${idOf(name)}, name: ${name}, verb: reports, kind: newspaper, domains: [${idOf(name)}.example] }`,
  );
  return `sources:\n${rows.join('\n')}\n`;
}

function issueText(number: number, items: number): string {
  const next = randomFrom(number);
  const date = new Date(Date.UTC(2005, 0, 3 + (number - 1) * 7));
  const parts = [
    `---\nnumber: ${number}\ndate: ${isoDay(date)}\ntags: [${pick(TAGS, next)}]\n---\n`,
    `Number ${number} of the gazette, made for measuring.\n`,
  ];
  for (let index = 0; index < items; index += 1) {
    const perSection = Math.ceil(items / SECTIONS.length);
    if (index % perSection === 0) parts.push(`## ${SECTIONS[index / perSection] ?? 'News'}\n`);
    parts.push(itemText(number, index, date, next));
  }
  return parts.join('\n');
}

function itemText(number: number, index: number, date: Date, next: () => number): string {
  const publisher = pick(PUBLISHERS, next);
  const reported = new Date(date.getTime() - (1 + Math.floor(next() * 9)) * 86_400_000);
  const [subject, verb, object, place] = [
    pick(SUBJECTS, next),
    pick(VERBS, next),
    pick(OBJECTS, next),
    pick(PLACES, next),
  ];
  const headline = capital(`${subject} ${verb} ${object} in ${place}`);
  const sentences = Array.from(
    { length: 4 },
    () => `${capital(pick(CLAUSES, next))}, and ${pick(CLAUSES, next)}.`,
  );
  const [first, second, ...rest] = sentences;
  return `### [${headline}](https://${idOf(publisher)}.example/${number}/${index}/${Math.floor(next() * 1e6)})

${publisher} reports (${dayOf(reported)}): ${first} ${second}

${rest.join(' ')} "${capital(pick(CLAUSES, next))}," one of them *said* on ${dayOf(reported)}.

Tags: ${pick(TAGS, next)}, ${pick(TAGS, next)}
`;
}

/** Mulberry32: small, fast, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(values: readonly string[], next: () => number): string {
  return values[Math.floor(next() * values.length)] ?? '';
}

function idOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function dayOf(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(date);
}

/** Writes the files of `generateArchive` below `dir`. */
export function writeArchive(dir: string, size: ArchiveSize): void {
  mkdirSync(path.join(dir, 'issues'), { recursive: true });
  for (const [file, text] of generateArchive(size)) writeFileSync(path.join(dir, file), text);
}

if (process.argv[1] === import.meta.filename) {
  const [dir, issues, items] = process.argv.slice(2);
  if (dir === undefined || issues === undefined)
    throw new Error('usage: generate-archive.ts DIR ISSUES [ITEMS]');
  writeArchive(dir, { issues: Number(issues), itemsPerIssue: Number(items ?? 20) });
}
