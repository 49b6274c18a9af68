// Share cards: which words stand on them, that these are set as a printer would, Arabic joined and in its own direction, and that the same words are
// the same bytes on every machine.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readCardFonts } from '../../../src/files/read-card-fonts.ts';
import { type CardWords, cardAlt, issueCard, siteCard } from '../../../src/publish/cards/card-words.ts';
import { fitLines } from '../../../src/publish/cards/fit-lines.ts';
import { coverageOf } from '../../../src/publish/cards/outline-coverage.ts';
import { cardPress } from '../../../src/publish/cards/print-card.ts';
import { createTypesetter, type TypeStyle } from '../../../src/publish/cards/typesetter.ts';
import { publishArchive } from '../../../src/publish/publish-archive.ts';
import { ROOT } from '../../support/run-broadside.ts';
import { ARCHIVE } from '../sample-archive.ts';
import { contextOf, type IssueSample, inputOf, issueOf, NEWSLETTER, renderedOf } from '../samples.ts';

const press = cardPress(readCardFonts);
const typesetter = createTypesetter(readCardFonts());
const WORDS = path.join(ROOT, 'templates/words');
const BOLD: TypeStyle = { weight: 'bold', sizePx: 60, direction: 'ltr' };
const ARABIC: TypeStyle = { ...BOLD, direction: 'rtl' };

const ENGLISH_CARD: CardWords = {
  name: 'The Harbour & the Sea',
  lead: { text: 'Dockers vote to end nine-week strike', direction: 'ltr' },
  more: [{ text: '“Nobody asked us”, say the crane crews', direction: 'ltr' }],
  facts: ['Newsletter No. 12', '9 January 2026', 'harbour.example.org'],
  language: 'en',
  direction: 'ltr',
};
const ARABIC_CARD: CardWords = {
  name: 'الميناء والبحر',
  lead: { text: 'عمال الميناء يصوتون على إنهاء الإضراب', direction: 'rtl' },
  more: [{ text: 'سد الموصل في 2016 (BBC)', direction: 'rtl' }],
  facts: ['العدد 12', '9 كانون الثاني 2026', 'harbour.example.org'],
  language: 'ar',
  direction: 'rtl',
};

describe('the words on a card', () => {
  const cardOf = (sample: IssueSample, newsletter = NEWSLETTER) => {
    const issue = issueOf(sample);
    return issueCard(newsletter, { issue, rendered: renderedOf(sample), changedOn: issue.date });
  };
  const headlines = (...texts: string[]) => texts.map((headline, n) => ({ id: `no-1-${n}`, headline }));

  test('of a numbered issue: its first three headlines, and its number among the facts', () => {
    const card = cardOf({
      slug: '0012',
      date: '2016-01-28',
      entries: headlines('One', 'Two', 'Three', 'Four'),
    });
    expect(card?.lead.text).toBe('One');
    expect(card?.more.map(({ text }) => text)).toEqual(['Two', 'Three']);
    expect(card?.facts).toEqual(['Newsletter No. 12', '28 January 2016', 'harbour.example.org']);
  });

  test('of a special: its title leads', () => {
    const card = cardOf({ slug: 'flood', title: 'The flood', date: '2016-01-28', entries: headlines('One') });
    expect(card?.lead.text).toBe('The flood');
    expect(card?.more.map(({ text }) => text)).toEqual(['One']);
    expect(card?.facts).toEqual(['28 January 2016', 'harbour.example.org']);
  });

  test('of an issue without an entry: its title', () => {
    const card = cardOf({ slug: '0012', date: '2016-01-28' });
    expect(card?.lead.text).toBe('Newsletter No. 12');
    expect(card?.facts).toEqual(['28 January 2016', 'harbour.example.org']);
  });

  test('are those that there are letters for: a headline in another script is left out, pictures among letters too', () => {
    const card = cardOf({
      slug: '0012',
      date: '2016-01-28',
      entries: headlines('東京の港', '🚢 Ships\u00a0 wait ⚓️'),
    });
    expect(card?.lead.text).toBe('Ships wait');
    expect(card?.more).toEqual([]);
    expect(
      cardOf({ slug: '0012', date: '2016-01-28' }, { ...NEWSLETTER, title: '港だより' }),
    ).toBeUndefined();
    expect(siteCard({ ...NEWSLETTER, title: '港だより' })).toBeUndefined();
  });

  test('of the site: its name and what it is', () => {
    const card = siteCard(NEWSLETTER);
    expect(card).toMatchObject({
      name: '',
      lead: { text: NEWSLETTER.title },
      facts: ['harbour.example.org'],
    });
    expect(card === undefined ? '' : cardAlt(card)).toBe('The Harbour & the Sea · What the <ports> say');
  });
});

describe('type', () => {
  test('has a glyph, in both weights, for every letter of every language that there are words in', () => {
    const words = readdirSync(WORDS).map((name) => readFileSync(path.join(WORDS, name), 'utf8'));
    const letters = new Set(words.join('').match(/[\p{L}\p{N}\p{P}]/gu));
    expect(letters.size).toBeGreaterThan(100);
    for (const weight of ['regular', 'bold'] as const) {
      const missing = [...letters].filter(
        (letter) => typesetter.setLine(letter, { ...BOLD, weight }).glyphs.length === 0,
      );
      expect(missing, weight).toEqual([]);
    }
  });

  const keysOf = (text: string, style = ARABIC) =>
    typesetter.setLine(text, style).glyphs.map(({ key }) => key);

  test('joins Arabic letters, and sets them from right to left', () => {
    const [seen, alone] = ['سلام', 'م'].map((text) => keysOf(text));
    // Meem, the last letter, stands leftmost, and by itself: alef joins nothing that follows.
    expect(seen?.[0]).toBe(alone?.[0]);
    const apart = [...'سلا'].flatMap((letter) => keysOf(letter));
    expect(seen?.filter((key) => apart.includes(key))).toEqual([]);
  });

  test('keeps figures and Latin words inside Arabic in their own order', () => {
    const [line, figures, name] = ['في 2016 (BBC) قال', '2016', 'BBC'].map((text) => keysOf(text).join(','));
    expect(line).toContain(figures);
    expect(line).toContain(name);
    // What comes later in the text stands further left.
    expect(line?.indexOf(name ?? '')).toBeLessThan(line?.indexOf(figures ?? '') ?? 0);
  });

  test('goes on from letter to letter: no two glyphs begin at one place', () => {
    for (const [text, style] of [
      ['Harbour Post', BOLD],
      ['الميناء', ARABIC],
    ] as const) {
      const { glyphs, widthPx } = typesetter.setLine(text, style);
      const starts = glyphs.map(({ x }) => x);
      expect(Math.min(...starts)).toBeGreaterThanOrEqual(-2);
      expect(Math.max(...starts)).toBeLessThan(widthPx);
    }
  });

  const room = { weight: 'bold', sizes: [60, 40], widthPx: 700, mostLines: 2 } as const;

  test('takes the largest size that fits, in lines alike in length', () => {
    const short = fitLines(
      typesetter,
      { text: 'Dockers vote to end nine-week strike', direction: 'ltr' },
      room,
    );
    expect(short.style.sizePx).toBe(60);
    const [first = 0, second = 0] = short.lines.map((line) => typesetter.setLine(line, short.style).widthPx);
    expect(Math.abs(first - second)).toBeLessThan(250);
    const longer = 'Dockers vote by four to one to end the strike that kept the harbour shut';
    expect(fitLines(typesetter, { text: longer, direction: 'ltr' }, room).style.sizePx).toBe(40);
  });

  test.each([
    [
      'words',
      'The harbour board has heard all of it before, and so have the pilots, the tugs and the boats. '.repeat(
        4,
      ),
    ],
    ['one word without an end', 'harbour'.repeat(60)],
    ['Arabic', 'آلاف العائلات التي نزحت من الرمادي والفلوجة تنتظر في مخيمات '.repeat(6)],
  ])('cuts what fits in no size: %s', (_, text) => {
    const direction = text.startsWith('آ') ? 'rtl' : 'ltr';
    const fitted = fitLines(typesetter, { text: text.trim(), direction }, room);
    expect(fitted.isCut).toBe(true);
    expect(fitted.lines.length).toBeLessThanOrEqual(2);
    expect(fitted.lines.at(-1)).toMatch(/[^\s,.]…$/u);
    for (const line of fitted.lines) expect(typesetter.setLine(line, fitted.style).widthPx).toBeLessThan(707);
  });
});

test('what a shape covers of each pixel is its exact area', () => {
  const square = (x: number, y: number, size: number) => [
    { type: 'M', values: [x, y] },
    { type: 'L', values: [x + size, y] },
    { type: 'L', values: [x + size, y + size] },
    { type: 'L', values: [x, y + size] },
    { type: 'Z', values: [] },
  ];
  const { left, top, widthPx, levels } = coverageOf([...square(0.5, 0.25, 1), ...square(10, 1, 1)], 1, 0);
  const at = (x: number, y: number) => levels[(y - top) * widthPx + x - left];
  expect([at(0, -1), at(1, -1), at(0, -2), at(1, -2), at(2, -1)]).toEqual([96, 96, 32, 32, 0]);
  expect([at(10, -2), at(9, -2), at(11, -2)]).toEqual([255, 0, 0]);
  const triangle = [
    { type: 'M', values: [0, 0] },
    { type: 'L', values: [2, 0] },
    { type: 'L', values: [0, 2] },
  ];
  const half = coverageOf(triangle, 1, 0);
  expect([...half.levels].reduce((sum, level) => sum + level)).toBe(2 * 255 + 1);
});

describe('a card', () => {
  test.each([
    ['English', ENGLISH_CARD],
    ['Arabic', ARABIC_CARD],
  ])('is a PNG of 1200 × 630 pixels, the same every time: %s', (_, words) => {
    const png = Buffer.from(press(words));
    const chunks = chunksOf(png);
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    const [head, , body] = chunks;
    expect([head?.contents.readUInt32BE(0), head?.contents.readUInt32BE(4)]).toEqual([1200, 630]);
    expect(inflateSync(body?.contents ?? '')).toHaveLength(630 * 601);
    expect(png.length).toBeLessThan(40_000);
    expect(Buffer.from(press(words)).equals(png)).toBe(true);
  });

  test('is the same bytes on every machine', () => {
    // Another look, other typefaces or another version of a library changes these, and nothing else may.
    expect([ENGLISH_CARD, ARABIC_CARD].map((words) => hash('sha256', press(words)).slice(0, 16))).toEqual([
      'e99ebb5cd1a6b097',
      '1ea5f74db30027ab',
    ]);
  });

  test('keeps its margins, whatever stands on it', () => {
    const long = 'الميناء والبحر Harbour & Sea '.repeat(12).trim();
    for (const direction of ['ltr', 'rtl'] as const) {
      const lines = [
        { text: long, direction },
        { text: long, direction },
      ];
      const card = press({
        ...ARABIC_CARD,
        name: long,
        lead: { text: long, direction },
        more: lines,
        direction,
        facts: [long, long],
      });
      const rows = inflateSync(chunksOf(Buffer.from(card))[2]?.contents ?? '');
      const isBlank = (x: number, y: number) => rows[y * 601 + 1 + x / 2] === 0;
      for (let y = 0; y < 630; y += 1) {
        for (const x of [20, 40, 64, 1132, 1150, 1190]) expect(isBlank(x, y), `${x}, ${y}`).toBe(true);
      }
    }
  });
});

describe('pages', () => {
  const files = publishArchive(inputOf(ARCHIVE, { cardFonts: readCardFonts }));
  const paths = new Set(files.map(({ path }) => path));
  const site = NEWSLETTER.siteUrl;

  test('an issue has its own, every other page that of the site, and one that is not there has none', () => {
    const { pictures, linkedData } = contextOf(files, 'site/issues/0011.html', 'issue');
    expect(pictures).toEqual([
      {
        absoluteUrl: `${site}cards/0011.png`,
        widthPx: 1200,
        heightPx: 630,
        alt: expect.stringContaining('Newsletter No. 11'),
      },
    ]);
    expect(JSON.parse(linkedData[0] ?? '')).toMatchObject({ image: [`${site}cards/0011.png`] });
    expect(contextOf(files, 'site/index.html', 'home').pictures[0]?.absoluteUrl).toBe(`${site}card.png`);
    expect(contextOf(files, 'site/404.html', 'not-found').pictures).toEqual([]);
    expect([paths.has('site/card.png'), paths.has('site/cards/0011.png')]).toEqual([true, true]);
  });

  test('without typefaces there are none', () => {
    const plain = publishArchive(inputOf(ARCHIVE));
    expect(plain.filter(({ path }) => path.endsWith('.png'))).toEqual([]);
    expect(contextOf(plain, 'site/index.html', 'home').pictures).toEqual([]);
  });
});

function chunksOf(png: Buffer): { readonly type: string; readonly contents: Buffer }[] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const chunks = [];
  for (let start = 8; start < png.length; ) {
    const length = png.readUInt32BE(start);
    const named = png.subarray(start + 4, start + 8 + length);
    expect(crc32(named)).toBe(png.readUInt32BE(start + 8 + length));
    chunks.push({ type: named.toString('latin1', 0, 4), contents: named.subarray(4) });
    start += length + 12;
  }
  return chunks;
}
