// A dam across a river between bare hills, a low sun behind it.
import type { Drawing } from './linocut.ts';
import { circle, INK, line, OXBLOOD, outline, PAPER, path, rays, rect, strokes, within } from './linocut.ts';

const HORIZON = 330;
const FAR_HILLS = `M0 330L0 262L90 232L170 258L260 205L350 250L430 238L520 285L600 262L700 300L800 240L900 262L1000 190L1100 232L1200 200L1200 330Z`;
const LEFT_HILL = `M0 300L110 292L200 330L290 372L330 420L360 520L300 560L210 600L120 640L0 660Z`;
const RIGHT_HILL = `M1200 250L1120 262L1040 320L960 352L905 420L880 520L940 570L1010 605L1100 640L1200 650Z`;
const WALL = `M318 392L900 392L884 560L340 560Z`;
const RIVER = `M330 556L892 556L960 585L1060 640L1200 690L1200 800L0 800L0 690L150 640L270 585Z`;

export const mosulDam: Drawing = {
  name: 'mosul-dam',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), INK),
      rays(
        { x: 612, y: HORIZON, from: 104, to: 900, start: 180, end: 360, count: 64, width: 7, seed: 3 },
        PAPER,
      ),
      path(circle(612, HORIZON - 36, 84), OXBLOOD),
      path(FAR_HILLS, INK),
      line(
        'M0 262L90 232L170 258L260 205L350 250L430 238L520 285L600 262L700 300L800 240L900 262L1000 190L1100 232L1200 200',
        PAPER,
        5,
      ),
      within(
        'far',
        FAR_HILLS,
        strokes(
          {
            left: 0,
            top: 200,
            right: 1200,
            bottom: 330,
            spacing: 15,
            length: 60,
            width: 2.4,
            angle: 24,
            gaps: 0.35,
            seed: 5,
          },
          PAPER,
        ),
      ),
      path(`M0 322h1200v78H0Z`, PAPER),
      strokes(
        {
          left: 0,
          top: 334,
          right: 1200,
          bottom: 396,
          spacing: 12,
          length: 110,
          width: 3,
          gaps: 0.12,
          seed: 6,
        },
        INK,
      ),
      strokes(
        {
          left: 540,
          top: 336,
          right: 690,
          bottom: 392,
          spacing: 15,
          length: 66,
          width: 4,
          gaps: 0.1,
          seed: 61,
        },
        OXBLOOD,
      ),
      dam(),
      path(RIVER, INK),
      within('river', RIVER, water()),
      hill('left', LEFT_HILL, 38, 12),
      hill('right', RIGHT_HILL, -38, 13),
    ].join(''),
};

function dam(): string {
  const piers: string[] = [];
  for (let n = 0; n < 9; n += 1) piers.push(pier(n));
  return [
    path(WALL, PAPER),
    line(`M318 392L340 560M900 392L884 560`, INK, 5),
    within(
      'wall',
      WALL,
      strokes(
        {
          left: 300,
          top: 440,
          right: 920,
          bottom: 560,
          spacing: 15,
          length: 46,
          width: 2.4,
          gaps: 0.25,
          seed: 9,
        },
        INK,
      ),
    ),
    ...piers,
    path(rect(286, 376, 640, 22), INK),
    path(rect(286, 384, 640, 4), PAPER),
    ...Array.from({ length: 17 }, (_, n) => path(rect(296 + n * 38.5, 356, 4, 22), INK)),
    line('M286 358H926', INK, 3),
    path(
      outline([
        [420, 376],
        [420, 322],
        [450, 304],
        [480, 322],
        [480, 376],
      ]),
      INK,
    ),
    path(rect(438, 332, 9, 18) + rect(455, 332, 9, 18), PAPER),
  ].join('');
}

/** A pier and, beside it, an open gate with water falling through. */
function pier(n: number): string {
  const x = 462 + n * 34;
  const fall = outline([
    [x + 13, 440],
    [x + 31, 440],
    [x + 33, 566],
    [x + 11, 566],
  ]);
  return [
    path(
      outline([
        [x, 398],
        [x + 12, 398],
        [x + 10, 562],
        [x + 1, 562],
      ]),
      INK,
    ),
    path(rect(x + 12, 398, 20, 40), INK),
    path(fall, PAPER),
    within(
      `fall-${n}`,
      fall,
      strokes(
        {
          left: x - 40,
          top: 430,
          right: x + 60,
          bottom: 470,
          spacing: 5,
          length: 130,
          width: 2,
          angle: 90,
          gaps: 0.8,
          seed: 20 + n,
        },
        INK,
      ),
    ),
  ].join('');
}

function water(): string {
  return [
    strokes(
      { left: 430, top: 562, right: 800, bottom: 600, spacing: 9, length: 52, width: 4, gaps: 0.1, seed: 30 },
      PAPER,
    ),
    strokes(
      {
        left: 180,
        top: 604,
        right: 1040,
        bottom: 680,
        spacing: 16,
        length: 110,
        width: 4,
        gaps: 0.42,
        seed: 31,
      },
      PAPER,
    ),
    strokes(
      {
        left: 0,
        top: 684,
        right: 1200,
        bottom: 800,
        spacing: 25,
        length: 190,
        width: 6.4,
        gaps: 0.5,
        seed: 32,
      },
      PAPER,
    ),
    strokes(
      {
        left: 545,
        top: 606,
        right: 690,
        bottom: 790,
        spacing: 21,
        length: 70,
        width: 6,
        gaps: 0.12,
        seed: 33,
      },
      OXBLOOD,
    ),
  ].join('');
}

function hill(id: string, shape: string, angle: number, seed: number): string {
  const cut = {
    left: -40,
    top: 200,
    right: 1240,
    bottom: 720,
    spacing: 21,
    length: 96,
    width: 5,
    angle,
    gaps: 0.22,
    seed,
  };
  return path(shape, INK) + within(id, shape, strokes(cut, PAPER)) + line(shape, PAPER, 5);
}
