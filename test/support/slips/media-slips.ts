// Slips around pictures and films, in live pages, events, updates and corrections.
import { changeLine, type Plant, replaceLine, type Slip } from '../planting.ts';

const isPicture = (line: string): boolean => /^(?:- )?!\[/u.test(line);
const isCredited = (line: string): boolean => /\[Credit: [^\]]+\]$/u.test(line);
const isLiveHeading = (line: string): boolean => /^### \d{1,2} [A-Z][a-z]+, \d\d:\d\d: /u.test(line);
const isWhen = (line: string): boolean => line.startsWith('When: ');
const isUpdate = (line: string): boolean => /^\[(?:Update|Correction), /u.test(line);

function described(words: string): Plant {
  return changeLine(isPicture, (line) => line.replace(/!\[[^\]]*\]/u, `![${words}]`));
}

function timed(time: string): Plant {
  return changeLine(isLiveHeading, (line) => line.replace(/, \d\d:\d\d: /u, `, ${time}: `));
}

/** A line "When:" or "Where:" is taken out; its event is told at its heading. */
function without(pattern: RegExp, linesBelowHeading: number): Plant {
  return (text, chance) => {
    const lines = text.split('\n');
    const at = chance.pick(lines.flatMap((line, nth) => (pattern.test(line) ? [nth] : [])));
    lines.splice(at, 1);
    return { text: lines.join('\n'), line: at + 1 - linesBelowHeading };
  };
}

export const MEDIA_SLIPS: readonly Slip[] = [
  {
    name: 'picture that is not there',
    rules: ['media-missing'],
    plant: changeLine(isPicture, (line) => line.replace(/images\/(\w+)/u, 'images/$1x')),
  },
  {
    name: 'capitals in the name of a picture',
    rules: ['media-missing'],
    plant: changeLine(isPicture, (line) => line.replace('.jpg', '.JPG')),
  },
  {
    name: 'webp',
    rules: ['media-format'],
    plant: changeLine(isPicture, (line) =>
      line.replace(/images\/(\w+)\.jpg/u, 'https://pictures.example/$1.webp'),
    ),
  },
  { name: 'no description', rules: ['media-alt'], plant: described('') },
  { name: 'name of a file as description', rules: ['media-alt'], plant: described('IMG_2034.jpg') },
  { name: '"Photo" as description', rules: ['media-alt'], plant: described('Photo') },
  {
    name: 'caption as description',
    rules: ['media-alt'],
    plant: changeLine(
      (line) => line.startsWith('- !['),
      (line) => line.replace(/!\[[^\]]*\](\([^)]*\)) ([^[]*?)\.? \[/u, '![$2]$1 $2. ['),
    ),
  },
  {
    name: 'no credit in a gallery',
    rules: ['media-credit'],
    plant: changeLine(
      (line) => line.startsWith('- ![') && isCredited(line),
      (line) => line.replace(/ \[Credit: [^\]]*\]$/u, ''),
    ),
  },
  { name: 'empty credit', rules: ['media-credit'], plant: replaceLine(/\[Credit: [^\]]*\]$/u, '[Credit: ]') },
  {
    name: 'agency without "Credit:"',
    rules: ['media-credit'],
    plant: replaceLine(/\[Credit: [^\]]*\]$/u, '[Reuters]'),
  },
  {
    name: 'more pictures told than shown',
    rules: ['media-gallery-count'],
    plant: replaceLine(/^### Gallery: Inside the hall$/u, '### Gallery: The hall in five pictures'),
  },
  {
    name: '1 of 3',
    rules: ['media-gallery-count'],
    plant: changeLine(
      (line) => /^- .*\(images\/a\.jpg\)/u.test(line),
      (line) => line.replace(') Boxes', ') 1 of 3: Boxes'),
    ),
  },
  {
    name: 'gallery of one',
    rules: ['media-gallery-count'],
    plant: (text) => {
      const planted = text.replace(/\n- !\[Two tellers[^\n]*/u, '');
      return {
        text: planted,
        line: planted.split('\n').findIndex((line) => line.startsWith('### Gallery')) + 1,
      };
    },
  },
  {
    name: 'film without an address',
    rules: ['media-video'],
    plant: replaceLine(/^\[(Video: [^\]]*)\]\([^)]*\)$/u, '$1'),
  },
  {
    name: 'film without its maker',
    rules: ['media-video'],
    plant: (text) => {
      const planted = text.replace('by Quay TV via VideoSite. ', '');
      return { text: planted, line: planted.split('\n').findIndex((line) => line.startsWith('[Video')) + 1 };
    },
  },
];

export const LIVE_SLIPS: readonly Slip[] = [
  { name: '25:10', rules: ['live-time'], plant: timed('25:10') },
  { name: '21h30', rules: ['live-time'], plant: timed('21h30') },
  { name: '9.5pm', rules: ['live-time'], plant: timed('9.5pm') },
  {
    name: 'entries out of order',
    rules: ['live-order'],
    plant: (text) => {
      const lines = text.split('\n');
      const [, second = 0] = lines.flatMap((line, nth) => (isLiveHeading(line) ? [nth] : []));
      lines[second] = (lines[second] ?? '').replace(/, \d\d:/u, ', 23:');
      return { text: lines.join('\n'), line: second + 1 };
    },
  },
];

export const EVENT_SLIPS: readonly Slip[] = [
  { name: 'event without a day', rules: ['event-date'], plant: without(/^When: /u, 2) },
  {
    name: 'day that cannot be',
    rules: ['event-date', 'text-number'],
    plant: changeLine(isWhen, () => 'When: 31 November 2026, 6pm'),
  },
  {
    name: 'event that is over',
    rules: ['event-past'],
    plant: changeLine(isWhen, () => 'When: Wednesday 7 January 2026, 2pm'),
  },
  {
    name: 'weekday of another day',
    rules: ['event-weekday'],
    plant: changeLine(isWhen, (line) =>
      line.replace(/: (\w+) /u, (_, day: string) => (day === 'Monday' ? ': Friday ' : ': Monday ')),
    ),
  },
  { name: 'event without a place', rules: ['event-place'], plant: without(/^Where: /u, 3) },
];

export const UPDATE_SLIPS: readonly Slip[] = [
  {
    name: '[Updated 11 January]',
    rules: ['update-form'],
    plant: replaceLine(/^\[Update, [^\]]*\]/u, '[Updated 11 January]'),
  },
  {
    name: 'Correction:',
    rules: ['update-form'],
    plant: replaceLine(/^\[Correction, [^\]]*\]/u, 'Correction:'),
  },
  {
    name: 'update without a day',
    rules: ['update-date'],
    plant: replaceLine(/^\[Update, [^\]]*\]/u, '[Update]'),
  },
  {
    name: 'correction on a day that cannot be',
    rules: ['update-date', 'text-number'],
    plant: replaceLine(/^\[Correction, [^\]]*\]/u, '[Correction, 31 November 2026]'),
  },
  {
    name: 'correction before the issue',
    rules: ['update-date'],
    plant: replaceLine(/^\[Correction, [^\]]*\]/u, '[Correction, 12 January 2025]'),
  },
  {
    name: 'correction made twice',
    rules: ['update-duplicate'],
    plant: (text) => {
      const lines = text.split('\n');
      const at = lines.findIndex(isUpdate);
      const last = lines.findLastIndex(isUpdate);
      lines.splice(last + 1, 0, '', lines[at] ?? '');
      return { text: lines.join('\n'), line: last + 3 };
    },
  },
];
