// An iron hand press with its long lever, and fresh sheets on a line behind it.
import type { Drawing } from './linocut.ts';
import { circle, INK, line, OXBLOOD, outline, PAPER, path, rays, rect, strokes, within } from './linocut.ts';

const FRAME = `M392 150L452 116L748 116L808 150L808 214L790 236L790 560L828 604L828 640L700 640L700 604L724 566L724 268L690 232L510 232L476 268L476 566L500 604L500 640L372 640L372 604L410 560L410 236L392 214Z`;
const TABLE = outline([
  [196, 470],
  [938, 470],
  [938, 506],
  [196, 506],
]);

export const handPress: Drawing = {
  name: 'hand-press',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), PAPER),
      wall(),
      floor(),
      path(FRAME, INK),
      line(FRAME, PAPER, 7),
      within('frame', FRAME, shine()),
      crown(),
      screw(),
      bed(),
      lever(),
      roller(),
    ].join(''),
};

function wall(): string {
  return [
    path(rect(0, 0, 1200, 640), INK),
    rays(
      { x: 600, y: 360, from: 250, to: 900, start: 150, end: 390, count: 78, width: 5.4, seed: 150 },
      PAPER,
    ),
    line('M0 92Q300 132 600 96Q900 132 1200 88', INK, 12) +
      line('M0 92Q300 132 600 96Q900 132 1200 88', PAPER, 4),
    sheet(66, 108, -3),
    sheet(226, 116, 2),
    sheet(846, 116, -2),
    sheet(1010, 108, 3),
  ].join('');
}

/** A printed sheet: a heading of one thick rule, an oxblood block, lines that stand for text. */
function sheet(x: number, y: number, turn: number): string {
  const lines = Array.from({ length: 9 }, (_, n) => rect(16, 116 + n * 14, n % 4 === 3 ? 62 : 96, 5));
  return [
    `<g transform="translate(${x} ${y}) rotate(${turn})">`,
    path(rect(0, 0, 128, 254), PAPER) + line(rect(0, 0, 128, 254), INK, 5),
    path(rect(16, 22, 96, 11) + rect(16, 38, 96, 4), INK) +
      path(rect(16, 52, 96, 50), OXBLOOD) +
      path(lines.join(''), INK),
    path(rect(18, -10, 10, 26) + rect(100, -10, 10, 26), INK) +
      line(`${rect(18, -10, 10, 26)}${rect(100, -10, 10, 26)}`, PAPER, 2),
    '</g>',
  ].join('');
}

function floor(): string {
  return [
    path(rect(0, 636, 1200, 164), PAPER),
    strokes(
      {
        left: 0,
        top: 650,
        right: 1200,
        bottom: 800,
        spacing: 23,
        length: 230,
        width: 4.6,
        gaps: 0.2,
        seed: 151,
      },
      INK,
    ),
    path('M330 636H870L900 668H300Z', INK),
  ].join('');
}

function shine(): string {
  return [
    strokes(
      {
        left: 412,
        top: 270,
        right: 446,
        bottom: 600,
        spacing: 15,
        length: 30,
        width: 3.4,
        angle: 18,
        gaps: 0.08,
        seed: 152,
      },
      PAPER,
    ),
    strokes(
      {
        left: 742,
        top: 270,
        right: 768,
        bottom: 600,
        spacing: 15,
        length: 26,
        width: 3.4,
        angle: 18,
        gaps: 0.08,
        seed: 153,
      },
      PAPER,
    ),
    strokes(
      {
        left: 420,
        top: 158,
        right: 780,
        bottom: 212,
        spacing: 17,
        length: 84,
        width: 4,
        gaps: 0.25,
        seed: 154,
      },
      PAPER,
    ),
  ].join('');
}

/** The ornament on top: two scrolls and a ball. */
function crown(): string {
  const scrolls =
    'M470 116C470 70 530 60 552 88C566 106 544 124 530 108M730 116C730 70 670 60 648 88C634 106 656 124 670 108';
  return [
    line(scrolls, PAPER, 24) + line(scrolls, INK, 14),
    path(circle(600, 84, 34), PAPER) + path(circle(600, 84, 27), INK),
    line('M584 76Q594 64 608 68', PAPER, 5),
  ].join('');
}

function screw(): string {
  const threads = [0, 1, 2, 3].map((n) => `M566 ${262 + n * 17}L634 ${252 + n * 17}`);
  const platen = outline([
    [492, 380],
    [708, 380],
    [722, 424],
    [478, 424],
  ]);
  return [
    path(rect(562, 226, 76, 110), INK) +
      line(rect(562, 226, 76, 110), PAPER, 5) +
      line(threads.join(''), PAPER, 5),
    path(
      outline([
        [546, 334],
        [654, 334],
        [690, 384],
        [510, 384],
      ]),
      INK,
    ) +
      line(
        outline([
          [546, 334],
          [654, 334],
          [690, 384],
          [510, 384],
        ]),
        PAPER,
        5,
      ),
    path(platen, INK) + line(platen, PAPER, 6) + line('M500 402H700', PAPER, 4),
  ].join('');
}

/** The table on its rails, the type in its frame. */
function bed(): string {
  return [
    path(rect(214, 440, 664, 34), INK) + line(rect(214, 440, 664, 34), PAPER, 5),
    path(rect(236, 422, 214, 20), OXBLOOD) + line(rect(236, 422, 214, 20), INK, 6),
    path(TABLE, INK) + line(TABLE, PAPER, 6),
    strokes(
      {
        left: 214,
        top: 484,
        right: 930,
        bottom: 502,
        spacing: 10,
        length: 90,
        width: 3,
        gaps: 0.25,
        seed: 155,
      },
      PAPER,
    ),
    ...[226, 876].map((x) => leg(x)),
    path(circle(600, 548, 44), INK) +
      line(circle(600, 548, 44), PAPER, 6) +
      line('M600 504V592M556 548H644M569 517L631 579M631 517L569 579', PAPER, 5),
  ].join('');
}

function leg(x: number): string {
  const shape = outline([
    [x, 506],
    [x + 30, 506],
    [x + 22, 604],
    [x + 44, 640],
    [x - 14, 640],
    [x + 8, 604],
  ]);
  return path(shape, INK) + line(shape, PAPER, 6);
}

/** The bar that the printer pulls. */
function lever(): string {
  const bar = 'M640 300Q800 292 900 372Q960 420 1048 408';
  return [
    line(bar, PAPER, 32) + line(bar, INK, 20),
    line('M1000 414L1086 402', PAPER, 46) +
      line('M1000 414L1086 402', INK, 34) +
      line('M1010 406L1076 398', PAPER, 5),
    path(circle(640, 300, 25), INK) + line(circle(640, 300, 25), PAPER, 5),
  ].join('');
}

/** On its slab in the foreground. */
function roller(): string {
  return [
    path(
      outline([
        [92, 712],
        [360, 700],
        [390, 756],
        [70, 770],
      ]),
      INK,
    ) +
      line(
        outline([
          [92, 712],
          [360, 700],
          [390, 756],
          [70, 770],
        ]),
        PAPER,
        6,
      ),
    path(
      outline([
        [120, 722],
        [260, 716],
        [276, 748],
        [110, 756],
      ]),
      OXBLOOD,
    ),
    path(rect(150, 672, 168, 50), OXBLOOD) +
      line(rect(150, 672, 168, 50), INK, 7) +
      line('M166 686H296', PAPER, 5),
    line('M322 697H362', INK, 12) +
      line('M360 697H476', PAPER, 40) +
      line('M360 697H470', INK, 30) +
      line('M374 690H456', PAPER, 5),
  ].join('');
}
