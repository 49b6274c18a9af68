// A road closed at night: a striped barrier, a hut, and the headlamps of two cars that wait.
import type { Drawing } from './linocut.ts';
import {
  chance,
  circle,
  gouge,
  INK,
  line,
  OXBLOOD,
  outline,
  PAPER,
  path,
  rays,
  rect,
  strokes,
  within,
} from './linocut.ts';

const ROAD = outline([
  [470, 372],
  [610, 372],
  [1130, 800],
  [60, 800],
]);
const LAMPS: readonly (readonly [number, number, number])[] = [
  [486, 398, 12],
  [566, 398, 12],
  [622, 376, 7],
  [664, 376, 7],
];

export const checkpoint: Drawing = {
  name: 'checkpoint',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), INK),
      stars(),
      path(
        `M0 352L160 340L330 352L480 338L640 350L820 332L1000 348L1200 336L1200 346L1000 358L820 342L640 360L480 348L330 362L160 350L0 362Z`,
        PAPER,
      ),
      strokes(
        {
          left: 0,
          top: 404,
          right: 1200,
          bottom: 800,
          spacing: 31,
          length: 120,
          width: 3.4,
          gaps: 0.55,
          seed: 40,
        },
        PAPER,
      ),
      path(ROAD, INK),
      within('road', ROAD, light()),
      cars(),
      hut(),
      barrier(),
      wire(),
    ].join(''),
};

function stars(): string {
  const random = chance(8);
  const marks = Array.from({ length: 90 }, () => {
    const length = 8 + random() * 15;
    return gouge({ x: random() * 1200, y: 40 + random() * 270, length, width: 4, angle: -35 });
  });
  const moon = 'M236 92A62 62 0 1 0 300 186A50 50 0 1 1 236 92Z';
  return path(marks.join(''), PAPER) + line(moon, INK, 26) + path(moon, PAPER);
}

function light(): string {
  return [
    path(
      outline([
        [486, 404],
        [566, 404],
        [850, 690],
        [860, 800],
        [240, 800],
        [250, 690],
      ]),
      PAPER,
    ),
    strokes(
      {
        left: 200,
        top: 470,
        right: 900,
        bottom: 800,
        spacing: 27,
        length: 74,
        width: 4,
        gaps: 0.5,
        seed: 41,
      },
      INK,
    ),
    rays({ x: 526, y: 380, from: 90, to: 620, start: 20, end: 160, count: 34, width: 5, seed: 42 }, INK),
    rays({ x: 526, y: 380, from: 100, to: 640, start: 14, end: 52, count: 12, width: 6, seed: 43 }, PAPER),
    rays({ x: 526, y: 380, from: 100, to: 640, start: 128, end: 168, count: 12, width: 6, seed: 44 }, PAPER),
  ].join('');
}

function cars(): string {
  const behind = `M604 392L604 362L622 358L632 336L662 336L672 358L688 362L688 392Z`;
  const front = `M452 424L452 384L470 376L486 340L566 340L582 376L600 384L600 424L588 424L588 436L566 436L566 424L486 424L486 436L464 436L464 424Z`;
  return [
    path(behind, INK) + line(behind, PAPER, 4),
    path(front, INK) + line(front, PAPER, 5),
    line('M482 374L494 348H558L570 374Z', PAPER, 4),
    ...LAMPS.map(([x, y, radius]) => path(circle(x, y, radius), PAPER)),
    path(rect(504, 408, 44, 8), PAPER),
  ].join('');
}

function hut(): string {
  const wall = outline([
    [850, 300],
    [1090, 286],
    [1090, 640],
    [850, 606],
  ]);
  return [
    path(wall, INK),
    within(
      'wall',
      wall,
      strokes(
        {
          left: 830,
          top: 320,
          right: 1100,
          bottom: 650,
          spacing: 24,
          length: 150,
          width: 4.4,
          angle: 2,
          gaps: 0.16,
          seed: 60,
        },
        PAPER,
      ),
    ),
    line(wall, PAPER, 5),
    path(
      outline([
        [818, 306],
        [1120, 276],
        [1132, 250],
        [826, 284],
      ]),
      PAPER,
    ),
    strokes(
      {
        left: 830,
        top: 262,
        right: 1120,
        bottom: 300,
        spacing: 12,
        length: 60,
        width: 2.6,
        angle: -5,
        gaps: 0.3,
        seed: 61,
      },
      INK,
    ),
    path(
      outline([
        [892, 372],
        [990, 370],
        [990, 470],
        [892, 466],
      ]),
      PAPER,
    ),
    guard(941, 468),
    line('M892 372L990 370V470L892 466Z', INK, 6),
    path(
      outline([
        [1014, 378],
        [1068, 377],
        [1068, 634],
        [1014, 627],
      ]),
      INK,
    ),
    ...[0, 1, 2, 3].map((n) => bag(770 + n * 74, 620 + n * 9)),
    ...[0, 1, 2].map((n) => bag(808 + n * 74, 586 + n * 9)),
  ].join('');
}

function guard(x: number, y: number): string {
  return path(
    `M${x - 34} ${y}q2 -40 22 -44l0 -8q-8 -6 -6 -20q2 -14 18 -14q16 0 18 14q2 14 -6 20l0 8q20 4 22 44Z`,
    INK,
  );
}

function bag(x: number, y: number): string {
  const sack = `M${x} ${y + 30}q-8 -30 14 -33q24 -5 48 0q20 4 13 34q-38 8 -75 -1Z`;
  return (
    path(sack, INK) +
    line(sack, PAPER, 4) +
    path(gouge({ x: x + 14, y: y + 14, length: 46, width: 3, angle: 4 }), PAPER)
  );
}

function barrier(): string {
  const stripes = Array.from({ length: 12 }, (_, n) => {
    const x = 150 + n * 64;
    return path(
      outline([
        [x, 0],
        [x + 32, 0],
        [x + 16, 40],
        [x - 16, 40],
      ]),
      OXBLOOD,
    );
  });
  return [
    `<g transform="translate(0 548) rotate(-1.4)">`,
    path(rect(86, -7, 756, 54), INK),
    path(rect(94, 0, 740, 40), PAPER),
    within('pole', rect(94, 0, 740, 40), stripes.join('')),
    '</g>',
    path(rect(826, 500, 40, 190), INK),
    line('M826 500H866V690H826Z', PAPER, 5),
    path(rect(96, 580, 22, 150), INK),
    line('M96 590L60 730M118 590L154 730', INK, 14),
    line('M96 590L60 730M118 590L154 730', PAPER, 3),
  ].join('');
}

function wire(): string {
  const coils = Array.from({ length: 9 }, (_, n) => {
    const x = 880 + n * 40;
    return `M${x} 742a34 42 0 1 1 60 0a34 42 0 1 1 -60 0`;
  });
  return line(coils.join(''), INK, 10) + line(coils.join(''), PAPER, 3.4);
}
