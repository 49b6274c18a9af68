// Every form of attribution that was printed between 2004 and 2016, and sentences that only look like one.
import { expect, test } from 'vitest';
import type { AttributionClues } from '../../src/parse/attribution.ts';
import {
  readAttribution,
  readClosingAttribution,
  readRoundUpLines,
} from '../../src/parse/read-attribution.ts';
import { createSourceIndex } from '../../src/parse/source-index.ts';
import { readHarbour } from './harbour.ts';

const sources = createSourceIndex(readHarbour().sources);
const first: AttributionClues = { sources, isFirst: true };
const later: AttributionClues = { sources, isFirst: false };

test.each([
  // words, source as written, its id, verb, date as written; the report's text is always "Text"
  ['Reuters report (January 16th): Text', 'Reuters', 'reuters', 'report', 'January 16th'],
  ['Reuters reports (22 August): Text', 'Reuters', 'reuters', 'reports', '22 August'],
  ['Reuters reports (22 August):Text', 'Reuters', 'reuters', 'reports', '22 August'],
  ['Al Jazeera report s (30 November): Text', 'Al Jazeera', 'al-jazeera', 'report s', '30 November'],
  ['Democracy Now! Reports (4 May): Text', 'Democracy Now!', 'democracy-now', 'Reports', '4 May'],
  ['Al-Jazeera (1st June) reports: Text', 'Al-Jazeera', 'al-jazeera', 'reports', '1st June'],
  ['Juan Cole (9th May) writes: Text', 'Juan Cole', 'juan-cole', 'writes', '9th May'],
  [
    'Dahr Jamail and Ali Fadhil write (June 23rd): Text',
    'Dahr Jamail and Ali Fadhil',
    undefined,
    'write',
    'June 23rd',
  ],
  ['Layla Anwar blogs: Text', 'Layla Anwar', undefined, 'blogs', undefined],
  [
    'Juan Cole writes for CounterPunch (9 May): Text',
    'Juan Cole',
    'juan-cole',
    'writes for CounterPunch',
    '9 May',
  ],
  [
    'Rana Aziz writes for CounterPunch (9 May): Text',
    'CounterPunch',
    'counterpunch',
    'writes for CounterPunch',
    '9 May',
  ],
  [
    'Democracy Now! spoke by phone to Rana Aziz (9 May): Text',
    'Democracy Now!',
    'democracy-now',
    'spoke by phone to Rana Aziz',
    '9 May',
  ],
  [
    'In The Independent (28 June), Patrick Cockburn writes: Text',
    'The Independent',
    'independent',
    'writes',
    '28 June',
  ],
  ['In The Independent (28 June), Text', 'The Independent', 'independent', undefined, '28 June'],
  ['The BBC adds (2 October): Text', 'The BBC', 'bbc', 'adds', '2 October'],
  ['BBC reports: Text', 'BBC', 'bbc', 'reports', undefined],
  ['the bbc reports (2 October): Text', 'the bbc', 'bbc', 'reports', '2 October'],
  ['The harbour post reports (2 October): Text', 'The harbour post', 'harbour-post', 'reports', '2 October'],
  ['Antiwar.com reports (1 January): Text', 'Antiwar.com', 'antiwar', 'reports', '1 January'],
  [
    'IsisThe Independent reports (27 December): Text',
    'IsisThe Independent',
    undefined,
    'reports',
    '27 December',
  ],
  ['WHO reports (1 January): Text', 'WHO', undefined, 'reports', '1 January'],
  ['WHO says (1 January): Text', 'WHO', undefined, 'says', '1 January'],
  ['Quay Gazette reports (2/7): Text', 'Quay Gazette', undefined, 'reports', '2/7'],
  ['Reuters report (16 Januray): Text', 'Reuters', 'reuters', 'report', '16 Januray'],
  ['Reuters report (): Text', 'Reuters', 'reuters', 'report', ''],
  ['Reuters report (Friday 8 October 2004): Text', 'Reuters', 'reuters', 'report', 'Friday 8 October 2004'],
  ['Reuters report (Monday, 18 October): Text', 'Reuters', 'reuters', 'report', 'Monday, 18 October'],
  ['Reuters: Text', 'Reuters', 'reuters', undefined, undefined],
  ['Reuters report (3 May) Text', 'Reuters', 'reuters', 'report', '3 May'],
  [
    'The Daily Star (Lebanon) reports (25 June): Text',
    'The Daily Star (Lebanon)',
    'daily-star-lebanon',
    'reports',
    '25 June',
  ],
  ['This, from Press Association. Text', 'Press Association', 'press-association', undefined, undefined],
  ['From Reuters (3 May): Text', 'Reuters', 'reuters', undefined, '3 May'],
  ['Reuters\nreport\n(3 May):\nText', 'Reuters', 'reuters', 'report', '3 May'],
])('%s', (words, written, id, verb, dateAsWritten) => {
  const found = readAttribution(words, first);
  expect(found?.source.written).toBe(written);
  expect(found?.source.id).toBe(id);
  expect(found?.verb).toBe(verb);
  expect(found?.dateAsWritten).toBe(dateAsWritten);
  expect(words.slice(found?.end)).toBe('Text');
});

test.each([
  'He said (3 January): it is cold.',
  'The minister warned (3 January): it is cold.',
  'It adds: a pilot was seen.',
  'The city has two harbours: the old one and the new one.',
  'Reuters reported on Monday that three ships had sunk: two of them empty.',
  'Nothing moved. Reuters report (3 May): this is inside a paragraph.',
  'Quay Gazette reports that the bell rang.',
  'At 16:40 the gates shut: nobody said why.',
  'The clerk waited. "The Quay Gazette reports (3 May): we are shut," she read.',
  'Posters said “The Quay Gazette reports (3 May): shut” all over town.',
  'The minister of ports (3 January): it is cold.',
  'Harbour Post reprots (3 January): it is cold.',
  'Three crews, two boats and no pilots (3 January): it is cold.',
])('%s: no attribution', (words) => {
  expect(readAttribution(words, later)).toBeUndefined();
  expect(readAttribution(words, first)).toBeUndefined();
});

test.each([
  ['The Appeal Court holds (4 March): Text', 'en', 'The Appeal Court', 'holds'],
  ['The Node.js project announces (4 March): Text', 'en', 'The Node.js project', 'announces'],
  ['Harbour Post learns (4 March): Text', 'en-GB', 'Harbour Post', 'learns'],
  ['Le Quai rapporte (12 avril) : Text', 'fr', 'Le Quai', 'rapporte'],
  ['Kaipost berichtet (9. September): Text', 'de', 'Kaipost', 'berichtet'],
  ['Rıhtım bildiriyor (6 Mayıs): Text', 'tr', 'Rıhtım', 'bildiriyor'],
  ['«Причал» пишет (8 сентября): Text', 'ru', '«Причал»', 'пишет'],
  ['רציף מדווח (10 במרץ): Text', 'he', 'רציף', 'מדווח'],
  ['اسکله می‌نویسد (10 مارس): Text', 'fa', 'اسکله', 'می‌نویسد'],
  ['المرفأ تكتب (30 سبتمبر): Text', 'ar', 'المرفأ', 'تكتب'],
])('%s: any verb before a day in brackets, right under the headline', (words, language, written, verb) => {
  const found = readAttribution(words, { ...first, language });
  expect(found?.source.written).toBe(written);
  expect(found?.verb).toBe(verb);
  expect(words.slice(found?.end)).toBe('Text');
  expect(readAttribution(words, { ...later, language })).toBeUndefined();
});

test('an unknown name without a day is a source right under the headline, or when it is a link', () => {
  expect(readAttribution('Quay Gazette reports: Text', first)?.source.written).toBe('Quay Gazette');
  expect(readAttribution('Quay Gazette reports: Text', later)).toBeUndefined();
  expect(readAttribution('Quay Gazette says: Text', { ...later, linkedWords: 'Quay Gazette' })?.verb).toBe(
    'says',
  );
});

test('the source may follow the quotation', () => {
  const words = '"We are tired," he said. (Press Association, 9th April)';
  const found = readClosingAttribution(words, sources);
  expect(found).toMatchObject({ source: { id: 'press-association' }, dateAsWritten: '9th April' });
  expect(words.slice(0, found?.start)).toBe('"We are tired," he said. ');
  expect(readClosingAttribution('It is far (Port Anna, 9th April)', sources)).toBeUndefined();
  expect(readClosingAttribution('It is far (Reuters, of course)', sources)).toBeUndefined();
});

test.each([
  [['The Daily Star (Lebanon)', '25 June 2014', 'Text'], 'daily-star-lebanon', '25 June 2014', 2],
  [['Quayside Courier', '24 June'], undefined, '24 June', 2],
  [['Harbour Post'], 'harbour-post', undefined, 1],
])('a round-up begins %j', (lines, id, dateAsWritten, count) => {
  const found = readRoundUpLines(lines, sources);
  expect([found?.source.id, found?.dateAsWritten, found?.lines]).toEqual([id, dateAsWritten, count]);
});

test.each([
  [['Quayside Courier']],
  [['It rained all day.', '24 June']],
  [['24 June', '25 June']],
  [['Harbour Post', 'Text']],
  [[]],
])('a round-up does not begin %j', (lines) => {
  expect(readRoundUpLines(lines, sources)).toBeUndefined();
});
