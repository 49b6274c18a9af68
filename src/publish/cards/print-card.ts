// The words of a card → a PNG of 1200 × 630 pixels, the measure that programs ask for where somebody passes a page on: the masthead below its rules,
// the first headline as large as it can be set, the next beneath it on hairlines, the facts at the foot.
import type { CardFonts } from '../../model/card-font.ts';
import { type CardSheet, createPrintShop, type Ink } from './card-sheet.ts';
import type { CardLine, CardWords } from './card-words.ts';
import { type Fitted, fitLines } from './fit-lines.ts';
import { createTypesetter, type Typesetter } from './typesetter.ts';

export const CARD = { widthPx: 1200, heightPx: 630, mediaType: 'image/png' } as const;

const MARGIN = 72;
const MEASURE = CARD.widthPx - 2 * MARGIN;

const NAME = { sizes: [36, 32, 28, 24, 20, 16], tracking: 0.14, baseline: 116 };
const LEAD = { sizes: [78, 70, 62, 54, 46, 40], good: 46, mostLines: 4, inset: 34 };
const MORE = { sizes: [34, 30], mostLines: 3, above: 18, below: 6 };
const FACTS = { sizes: [26, 23, 20, 17], baseline: 576 };
/** Between these stand the headlines: the first below the masthead, where there is one. */
const [TOP, HIGHEST, BOTTOM] = [164, 88, 512];
const FOOT_RULE = 530;
const BETWEEN = 22;

export type CardPress = (words: CardWords) => Uint8Array;

/** One for all cards, whoever asks: what was set and printed before helps the next. */
const presses = new WeakMap<CardFonts, CardPress>();

export function cardPress(fonts: CardFonts): CardPress {
  const press = presses.get(fonts) ?? createCardPress(fonts);
  presses.set(fonts, press);
  return press;
}

function createCardPress(fonts: CardFonts): CardPress {
  let typesetter: Typesetter | undefined;
  const openSheet = createPrintShop(CARD.widthPx, CARD.heightPx);
  return (words) => {
    typesetter ??= createTypesetter(fonts());
    const sheet = openSheet();
    printFrame(sheet, typesetter, words);
    printHeadlines(sheet, typesetter, words);
    return sheet.png();
  };
}

function printFrame(sheet: CardSheet, typesetter: Typesetter, words: CardWords): void {
  const { name, language, direction } = words;
  const across = { x: MARGIN, widthPx: MEASURE };
  sheet.printRule({ ...across, y: 48, heightPx: 9, colour: 'ink' });
  sheet.printRule({ ...across, y: 62, heightPx: 2, colour: 'ink' });
  printFoot(sheet, typesetter, words);
  if (name === '') return;
  // Joined letters have neither capitals nor space between them.
  const isJoined = /\p{Script=Arabic}/u.test(name);
  const masthead = fitLines(
    typesetter,
    { text: isJoined ? name : name.toLocaleUpperCase(language), direction },
    {
      weight: 'bold',
      sizes: NAME.sizes,
      widthPx: MEASURE,
      mostLines: 1,
      ...(isJoined ? {} : { tracking: NAME.tracking }),
    },
  );
  printLines(sheet, typesetter, masthead, { baseline: NAME.baseline, ink: 'ink' });
  sheet.printRule({ ...across, y: 140, heightPx: 1, colour: 'rule' });
}

function printFoot(sheet: CardSheet, typesetter: Typesetter, { facts, direction }: CardWords): void {
  sheet.printRule({ x: MARGIN, widthPx: MEASURE, y: FOOT_RULE, heightPx: 2, colour: 'ink' });
  const foot = fitLines(
    typesetter,
    { text: facts.map(isolated).join(' · '), direction },
    { weight: 'regular', sizes: FACTS.sizes, widthPx: MEASURE, mostLines: 1 },
  );
  printLines(sheet, typesetter, foot, { baseline: FACTS.baseline, ink: 'quiet' });
}

function printHeadlines(sheet: CardSheet, typesetter: Typesetter, { name, lead, more }: CardWords): void {
  const top = name === '' ? HIGHEST : TOP;
  const others = more.map((line) =>
    fitLines(typesetter, line, {
      weight: 'regular',
      sizes: MORE.sizes,
      widthPx: MEASURE,
      mostLines: MORE.mostLines,
    }),
  );
  const heightOf = (count: number): number =>
    others
      .slice(0, count)
      .reduce((sum, { heightPx }) => sum + MORE.above + heightPx + MORE.below, count > 0 ? BETWEEN : 0);
  const leadBeside = (count: number): Fitted =>
    fitLines(typesetter, lead, {
      weight: 'bold',
      sizes: LEAD.sizes,
      widthPx: MEASURE - LEAD.inset,
      mostLines: LEAD.mostLines,
      heightPx: BOTTOM - top - heightOf(count),
    });
  // As many of them as leave the first a good size.
  const counts = others.map((_, index) => others.length - index);
  const count = counts.find((one) => isGood(leadBeside(one))) ?? 0;
  const first = leadBeside(count);
  const spare = BOTTOM - top - heightOf(count) - first.heightPx;
  let y = Math.round(top + (count > 0 ? spare / 3 : spare / 2));
  printEdge(sheet, lead, y, first.heightPx);
  printLines(sheet, typesetter, first, {
    baseline: y + first.ascentPx,
    ink: 'ink',
    inset: LEAD.inset,
  });
  // The last of them stands on the foot's rule, whatever the first leaves.
  y = BOTTOM - heightOf(count) + BETWEEN;
  for (const other of others.slice(0, count)) {
    sheet.printRule({ x: MARGIN, widthPx: MEASURE, y: Math.round(y), heightPx: 1, colour: 'rule' });
    y += MORE.above;
    printLines(sheet, typesetter, other, { baseline: y + other.ascentPx, ink: 'ink' });
    y += other.heightPx + MORE.below;
  }
}

function isGood({ style, isCut }: Fitted): boolean {
  return style.sizePx >= LEAD.good && !isCut;
}

/** The mark of what leads, as on a live page. */
function printEdge(sheet: CardSheet, { direction }: CardLine, y: number, heightPx: number): void {
  const widthPx = 8;
  const x = direction === 'rtl' ? CARD.widthPx - MARGIN - widthPx : MARGIN;
  sheet.printRule({ x, y, widthPx, heightPx: Math.round(heightPx), colour: 'oxblood' });
}

/** Each from the side on which its text begins. */
function printLines(
  sheet: CardSheet,
  typesetter: Typesetter,
  { lines, style, leadingPx }: Fitted,
  place: { readonly baseline: number; readonly ink: Ink; readonly inset?: number },
): void {
  const { baseline, ink, inset = 0 } = place;
  for (const [index, line] of lines.entries()) {
    const { glyphs, widthPx } = typesetter.setLine(line, style);
    const x = style.direction === 'rtl' ? CARD.widthPx - MARGIN - inset - widthPx : MARGIN + inset;
    for (const glyph of glyphs) sheet.printGlyph(glyph, x, Math.round(baseline + index * leadingPx), ink);
  }
}

/** What stands beside it has no say in which way it runs (UAX #9, FSI and PDI). */
function isolated(fact: string): string {
  return `\u2068${fact}\u2069`;
}
