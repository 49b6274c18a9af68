// A number goes in, an old newsletter as somebody would paste it comes out, with what a person finds in it: one of the mastheads, boilerplates, ways to
// break lines and to run things together that printed newsletters had, drawn by lot. The stories are those of the harbour town.
import { addDays, type IsoDate } from '../../src/model/calendar.ts';
import { type Chance, createChance } from './chance.ts';
import { HOUSING_STORIES, LEADS, PORT_STORIES, QUOTES, SPEAKERS, type Story } from './harbour-town.ts';
import type { Expected } from './score-old-texts.ts';

export interface PrintedText {
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
}

interface Publisher {
  readonly name: string;
  readonly spellings: readonly string[];
  readonly verbs: readonly string[];
}

const PUBLISHERS: readonly Publisher[] = [
  {
    name: 'Harbour Post',
    spellings: ['Harbour Post', 'The Harbour Post', 'Harbor Post'],
    verbs: ['reports', 'report s'],
  },
  { name: 'Coast Wire', spellings: ['Coast Wire', 'Coastwire'], verbs: ['report', 'reports'] },
  { name: 'The Tide', spellings: ['The Tide', 'The tide'], verbs: ['reports', 'writes'] },
  { name: 'Reuters', spellings: ['Reuters'], verbs: ['report', 'reports'] },
  { name: 'AP', spellings: ['AP', 'Associated Press'], verbs: ['report', 'reports', 'reported'] },
  { name: 'The Independent', spellings: ['The Independent', 'The independent'], verbs: ['reports'] },
  {
    name: 'Al Jazeera',
    spellings: ['Al Jazeera', 'Al-Jazeera', 'AlJazeera'],
    verbs: ['reports', 'report s'],
  },
  { name: 'Democracy Now!', spellings: ['Democracy Now!'], verbs: ['reports', 'Reports'] },
  { name: 'BBC', spellings: ['The BBC', 'BBC'], verbs: ['reports'] },
  { name: 'Ines Roca', spellings: ['Ines Roca'], verbs: ['writes', 'blogs'] },
  { name: 'Inland Herald', spellings: ['Inland Herald'], verbs: ['reports'] },
  { name: 'Lowport Examiner', spellings: ['Lowport Examiner'], verbs: ['reports', 'writes'] },
  { name: 'Los Angeles Times', spellings: ['Los Angeles Times'], verbs: ['reports'] },
];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const SECTIONS = ['Ports and trade', 'The human cost', 'Daily life', 'Strike news', 'Financial news'];
const OWN_SECTIONS = ['The Referendum', 'The ceasefire', 'Letters from the quay'];
const FIRST_DAY = '2004-08-02';

/** How the items of a text are set. */
type Setting = 'lines' | 'gaps' | 'run-in' | 'mixed';

export function printOldText(seed: number): PrintedText {
  const chance = createChance(104_729 * (seed + 1));
  const number = 4 + seed * 7;
  const date = addDays(FIRST_DAY, seed * 97);
  const setting = chance.pick<Setting>(['lines', 'gaps', 'run-in', 'mixed']);
  const drawn = chance.draw([...PORT_STORIES, ...HOUSING_STORIES], 6 + chance.below(6));
  const sections =
    chance.below(4) === 0
      ? []
      : chance.draw(chance.below(4) === 0 ? OWN_SECTIONS : SECTIONS, 2 + chance.below(2));
  const reports: { source: string; date?: IsoDate }[] = [];
  const items: string[] = [];
  const head = mastheadOf(number, date, chance);
  const lines: string[] = [...head, ''];
  if (chance.below(2) === 0) lines.push(...boilerplateOf(chance), '');
  if (sections.length > 0 && chance.below(3) === 0) lines.push(...sections.map((name) => `* ${name}`), '');
  else if (chance.below(4) === 0)
    lines.push(
      `In the latest Harbour Sheet: ${drawn
        .slice(0, 3)
        .map(({ headline }) => headline)
        .join(' * ')}`,
      '',
    );
  if (chance.below(2) === 0) lines.push(chance.pick(LEADS), '');
  drawn.forEach((story, nth) => {
    const section = sections[Math.floor((nth * sections.length) / drawn.length)];
    const isNew =
      section !== undefined && sections[Math.floor(((nth - 1) * sections.length) / drawn.length)] !== section;
    const printed = printItem(story, date, setting, chance);
    items.push(printed.headline);
    reports.push(...printed.reports);
    const [first = '', ...rest] = printed.lines;
    const isGlued = isNew && setting === 'run-in' && SECTIONS.includes(section) && chance.below(2) === 0;
    if (isGlued) lines.push(`${section}${first}`);
    else lines.push(...(isNew ? [section, ...(chance.below(2) === 0 ? [''] : [])] : []), first);
    lines.push(...rest, '');
  });
  if (chance.below(2) === 0) lines.push(...footerOf(chance));
  const text = dress(lines, chance);
  return {
    name: `made-${String(seed).padStart(2, '0')}`,
    text,
    expected: {
      issues: [{ number, date }],
      sections,
      items,
      attributions: reports.map(({ source }) => source),
      dates: reports.flatMap((report) => report.date ?? []),
    },
  };
}

function mastheadOf(number: number, date: IsoDate, chance: Chance): readonly string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  const figure = Number(day);
  return chance.pick([
    ['The Harbour Sheet', 'www.sheet.example.org', `Newsletter No. ${number}`, `${name} ${day}, ${year}`],
    ['THE HARBOUR SHEET', `Newsletter No. ${number}`, `${name} ${figure} ${year}`],
    [
      `The Harbour Sheet Newsletter #${number}`,
      '',
      `Newsletter No. ${number}`,
      '',
      `${name} ${ordinal(figure)} ${year}`,
    ],
    [`The Harbour Sheet:Newsletter No.${number}`, `${ordinal(figure)} ${name} ${year}`],
    [
      'The Harbour Sheet https://sheet.example.org/',
      `Newsletter No. ${number} ${name} ${ordinal(figure)}, ${year}`,
    ],
    [`Newletter no ${number} dated ${figure}/${Number(month)}/${year}`].map((line) =>
      figure > 12 ? line : `Newsletter no ${number} dated ${figure} ${name} ${year}`,
    ),
    [`IOF Newsletter No ${number}`, `${name} ${ordinal(figure)}, ${year}`],
  ]);
}

function boilerplateOf(chance: Chance): readonly string[] {
  return chance.pick([
    ['Please circulate widely', 'sheet@lists.example.net'],
    [
      'This newsletter is a free service to all who wish the quay well. You can join it automatically - go to: http://lists.example.net/info/sheet',
    ],
    ['To leave the list, send a blank message to sheet-unsubscribe@lists.example.net'],
  ]);
}

function footerOf(chance: Chance): readonly string[] {
  return chance.pick([
    [
      '_______________________________________________',
      'sheet mailing list',
      'sheet@lists.example.net',
      'https://lists.example.net/mailman/listinfo/sheet',
    ],
    ['Posted by Editor at 10:34', 'No comments:', 'Labels: port, quay'],
    ['-- ', 'The Harbour Sheet'],
  ]);
}

interface PrintedItem {
  readonly headline: string;
  readonly lines: readonly string[];
  readonly reports: readonly { source: string; date?: IsoDate }[];
}

function printItem(story: Story, date: IsoDate, setting: Setting, chance: Chance): PrintedItem {
  const publisher = chance.pick(PUBLISHERS);
  const day = addDays(date, -4 - chance.below(19));
  const [first = '', ...others] = story.sentences.slice(0, 1 + chance.below(3));
  const form = setting === 'mixed' ? chance.pick<Setting>(['lines', 'gaps', 'run-in']) : setting;
  const spelling = chance.pick(publisher.spellings);
  const verb = chance.pick(publisher.verbs);
  const attribution =
    chance.below(5) === 0
      ? `${spelling} (${printDay(day, chance)}) ${verb.replace('report s', 'reports')}:`
      : `${spelling} ${verb} (${printDay(day, chance)}):`;
  const told = `${attribution} ${[first, ...others].join(' ')}`;
  const quote = chance.below(3) === 0 ? [`"${chance.pick(QUOTES)}," said ${chance.pick(SPEAKERS)}.`] : [];
  const url = `http://www.${spelling.toLowerCase().replace(/[^a-z]+/gu, '')}.example/${day.slice(0, 4)}/${story.slug}`;
  const isStuck =
    chance.below(3) === 0 &&
    !/[?!.’\d]$/u.test(story.headline) &&
    /^(?:AP|The Independent|Reuters|BBC)$/u.test(spelling);
  const above = chance.below(4) === 0;
  const address =
    chance.below(3) === 0
      ? []
      : above && form === 'lines'
        ? [url]
        : [chance.pick([`More at: ${url}`, `Full story: ${url}`, url])];
  const second = chance.below(5) === 0 ? secondReport(publisher, date, chance) : undefined;
  const gap = form === 'gaps' ? [''] : [];
  const body = [...quote.flatMap((line) => ['', line]), ...(second === undefined ? [] : ['', second.line])];
  const lines =
    form === 'run-in'
      ? [`${story.headline}${isStuck ? '' : ' '}${told}`, ...body, ...address]
      : above && form === 'lines'
        ? [story.headline, ...address, told, ...body]
        : [story.headline, ...gap, told, ...body, ...(address.length > 0 ? gap : []), ...address];
  return {
    headline: story.headline,
    lines,
    reports: [{ source: publisher.name, date: day }, ...(second === undefined ? [] : [second.report])],
  };
}

function secondReport(first: Publisher, date: IsoDate, chance: Chance) {
  const other = chance.pick(PUBLISHERS.slice(0, 9).filter(({ name }) => name !== first.name));
  const day = addDays(date, -2 - chance.below(8));
  return {
    line: `${other.spellings[0] ?? ''} adds (${printDay(day, chance)}): Nobody was hurt.`,
    report: { source: other.name, date: day },
  };
}

function printDay(date: IsoDate, chance: Chance): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[Number(month) - 1] ?? '';
  const figure = Number(day);
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return chance.pick([
    `${name} ${ordinal(figure)}`,
    `${name} ${figure}`,
    `${ordinal(figure)} ${name}`,
    `${figure} ${name}`,
    `${weekday} ${figure} ${name} ${year}`,
    `${weekday}, ${figure} ${name}`,
    figure > 12 ? `${figure}/${Number(month)}` : `${figure} ${name.slice(0, 3)}`,
  ]);
}

function ordinal(day: number): string {
  const end = day >= 11 && day <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${end}`;
}

/** As it came: on long lines, broken at 72 columns, flowed, or passed on with a sign before each line. */
function dress(lines: readonly string[], chance: Chance): string {
  const form = chance.below(5);
  if (form <= 1) return `${lines.join('\n')}\n`;
  const isFlowed = form === 3;
  const broken = lines.flatMap((line) => {
    const pieces = breakLine(line, 72);
    return isFlowed ? pieces.map((piece, nth) => (nth < pieces.length - 1 ? `${piece} ` : piece)) : pieces;
  });
  return `${broken.map((line) => (form === 4 ? `> ${line}`.trimEnd() : line)).join('\n')}\n`;
}

function breakLine(line: string, width: number): readonly string[] {
  const broken: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      broken.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  // The separator of a signature ends with a blank.
  return line === '-- ' ? [line] : [...broken, current];
}
