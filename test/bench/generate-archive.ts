// An archive of any size, the same for the same numbers: issues of dated, sourced, tagged items over a few years, with the
// settings that go with them. About 16 KB of Markdown for an issue of 20 items, 63 tags, 12 publishers; words enough that hardly a
// sentence or a headline comes twice, so that the proofreader has as little to say of it as of a real archive.
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

/** Two of these make a place, so that most headlines have a rare word, as in a real archive. */
const PLACE_BEGINNINGS = words(
  'Alder Amber Ash Barrow Birch Black Bram Brook Carn Clay Cold Crow Dun Elm Fair Fern Gold Grey Hazel Hern Holm Iron Kel Lark Lin Marl Mill New Oak Old Pen Raven Red Rook Rush Salt Sand Shel Silver Stone Swan Thorn Wain White Wren Yar',
);
const PLACE_ENDINGS = words(
  'bank bridge brook bury cliff combe cross dale den ferry field firth ford gate ham haven head hill holt hurst kirk land ley marsh mere mouth port quay reach ridge sands shore stead stow strand ton vale water wick wold wood worth',
);
const GROUPS = words(
  'actors bakers boatmen bookbinders brewers builders carpenters cleaners clerks cobblers cooks councillors divers dockers doctors drivers electricians engineers farmers firefighters fishers foresters gardeners glaziers growers guards judges librarians lifeguards masons mechanics merchants midwives millers miners musicians nurses painters pensioners pilots plumbers porters postmen potters printers pupils riggers roofers sailors scientists shepherds shopkeepers signalmen skippers students surgeons surveyors tailors tanners teachers tenants traders tutors vets wardens weavers welders',
);
const VERBS = words(
  'abandon accept approve attack avoid block challenge criticise defend delay demand denounce deny discuss examine expect explain fear finance halt inspect invite join launch mourn negotiate oppose ponder postpone praise prepare promise publish question reconsider refuse reject remember reopen repair rescue resist restore revive save share shelve study support suspend test threaten tolerate trust value veto welcome win withdraw',
);
const QUALITIES = words(
  'ambitious ancient annual bigger bitter borrowed broken careful cheaper common costly crowded daily delayed difficult early electric empty expensive fair famous final flooded foreign forgotten free frozen generous hidden honest hourly illegal joint larger lasting lengthy local lost modest monthly narrow national nightly northern open ordinary painted partial peaceful permanent pointless private promised public quiet regional remote rival rural secret seasonal second separate shared silent simple smaller southern special strict sudden summer temporary third unpaid unsafe urban useful vacant western winter wooden',
);
const THINGS = words(
  'agreement airfield allowance appeal archive auction bakery ballot barrier bathhouse bonus boycott breakwater budget bylaw cable canal canteen causeway census chapel charter cinema clinic college concert contract crane curfew dam deadline dredger election embankment estimate exhibition factory fare ferry festival fine footbridge fountain garden grant greenhouse guarantee hospital hostel hotel inquiry invoice jetty kitchen laboratory laundry lawsuit ledger levy library licence lighthouse loan lock market memorial merger mill mine monument mosque motorway museum nursery observatory orchard orchestra parade park pension petition pier pipeline playground pledge power-station prison quarry quota railway ration reactor refuge regatta rent report reservoir review road roof rota roundabout sawmill school sewer shelter shipyard slipway stadium statue strike subsidy survey tariff tax theatre timetable toll tower tram treaty tunnel university verdict viaduct village wage warehouse waterworks wharf windmill workshop',
);
const TIMES = words(
  'afterwards already anyway eventually gradually later locally meanwhile nonetheless officially privately quickly quietly rarely recently reluctantly repeatedly secretly slowly soon together twice unanimously yearly',
);

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
  const headline = capital(
    `${pick(GROUPS, next)} ${pick(VERBS, next)} ${pick(QUALITIES, next)} ${pick(THINGS, next)} in ${place(next)}`,
  );
  const [first, second, ...rest] = Array.from({ length: 4 }, () => sentence(next));
  return `### [${headline}](https://${idOf(publisher)}.example/${number}/${index}/${Math.floor(next() * 1e6)})

${publisher} reports (${dayOf(reported)}): ${first} ${second}

${rest.join(' ')} "${capital(clause(next))}," one of them *said* on ${dayOf(reported)}.

Tags: ${pick(TAGS, next)}, ${pick(TAGS, next)}
`;
}

function sentence(next: () => number): string {
  return `${capital(clause(next))}, and ${clause(next)}.`;
}

/** About ten words. */
function clause(next: () => number): string {
  const whose = `the ${pick(QUALITIES, next)} ${pick(THINGS, next)}`;
  const [who, others] = [pick(GROUPS, next), pick(GROUPS, next)];
  const verb = pick(VERBS, next);
  return next() < 0.5
    ? `the ${who} of ${place(next)} will ${pick(TIMES, next)} ${verb} ${whose}`
    : `most ${who} said that the ${others} must ${verb} ${whose}`;
}

function place(next: () => number): string {
  return `${pick(PLACE_BEGINNINGS, next)}${pick(PLACE_ENDINGS, next)}`;
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

function words(list: string): readonly string[] {
  return list.split(' ');
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
