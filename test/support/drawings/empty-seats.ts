// The chamber of a parliament: curved rows of seats, nearly all of them empty, and an empty desk before them.
import type { Drawing } from './linocut.ts';
import { circle, INK, line, OXBLOOD, outline, PAPER, path, rays, rect, strokes, within } from './linocut.ts';

/** Rows from the back to the front: the height of the arc's middle, its half width, its sag, the size of a seat. */
const ROWS = [
  { y: 236, reach: 440, sag: 60, size: 0.56, seats: 19 },
  { y: 296, reach: 480, sag: 78, size: 0.68, seats: 17 },
  { y: 368, reach: 520, sag: 98, size: 0.84, seats: 15 },
  { y: 456, reach: 560, sag: 118, size: 1.04, seats: 13 },
] as const;
const TAKEN = new Set(['0-4', '0-13', '1-9', '1-15', '2-3', '3-9']);
const FLOOR = `M0 560Q600 470 1200 560L1200 800L0 800Z`;

export const emptySeats: Drawing = {
  name: 'empty-seats',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), INK),
      rays(
        { x: 600, y: -60, from: 150, to: 330, start: 20, end: 160, count: 46, width: 5, seed: 140 },
        PAPER,
      ),
      lamp(),
      ...ROWS.map((_, row) => arc(row)),
      path(`M0 660Q600 560 1200 660L1200 800L0 800Z`, PAPER),
      within(
        'floor',
        FLOOR,
        strokes(
          {
            left: 0,
            top: 620,
            right: 1200,
            bottom: 800,
            spacing: 17,
            length: 150,
            width: 4,
            gaps: 0.35,
            seed: 141,
          },
          INK,
        ),
      ),
      desk(),
    ].join(''),
};

function lamp(): string {
  return [
    line('M600 0V58', PAPER, 5),
    path('M520 96Q600 20 680 96Z', PAPER),
    ...[-60, -20, 20, 60].map((dx) => path(circle(600 + dx, 106, 9), PAPER)),
  ].join('');
}

/** A row: the bench behind it, then seats turned toward the middle; the hall's sides lie lower than its middle is deep. */
function arc(row: number): string {
  const shape = ROWS[row];
  if (shape === undefined) return '';
  const { y, reach, sag, size, seats } = shape;
  const half = reach + 90;
  const bench = `M${600 - half} ${y + sag + 70}Q600 ${y - sag * 0.6 + 60} ${600 + half} ${y + sag + 70}`;
  const places = Array.from({ length: seats }, (_, n) => {
    const along = (n / (seats - 1)) * 2 - 1;
    const [x, lift] = [600 + along * reach, y + along * along * sag];
    return seat(x, lift, size, along * -9, TAKEN.has(`${row}-${n}`));
  });
  return places.join('') + line(bench, INK, 24) + line(bench, PAPER, 6);
}

function seat(x: number, y: number, size: number, turn: number, isTaken: boolean): string {
  const back = 'M-28 64L-31 6Q-30 -14 0 -15Q30 -14 31 6L28 64Z';
  const member =
    'M-33 66Q-34 6 -12 0L-11 -9Q-22 -18 -20 -36Q-18 -56 0 -56Q18 -56 20 -36Q22 -18 11 -9L12 0Q34 6 33 66Z';
  return [
    `<g transform="translate(${Math.round(x)} ${Math.round(y)}) rotate(${Math.round(turn)}) scale(${size})">`,
    path(back, PAPER) + line(back, INK, 6),
    line('M-17 4Q0 -4 17 4M-17 20H17M-17 36H17', INK, 4),
    isTaken
      ? line(member, PAPER, 9) +
        path(member, INK) +
        path(
          outline([
            [-8, 6],
            [8, 6],
            [0, 34],
          ]),
          PAPER,
        )
      : '',
    '</g>',
  ].join('');
}

/** The speaker's place: a desk, two microphones, a high chair with nobody in it. */
function desk(): string {
  const chair = 'M540 640L534 508Q540 470 600 466Q660 470 666 508L660 640Z';
  const front = outline([
    [360, 640],
    [840, 640],
    [884, 800],
    [316, 800],
  ]);
  return [
    line(chair, PAPER, 13) + path(chair, OXBLOOD) + line(chair, INK, 7),
    line(
      'M562 512Q600 492 638 512M560 540Q600 522 640 540M560 570Q600 554 640 570M560 600Q600 586 640 600',
      PAPER,
      4,
    ),
    path(rect(336, 622, 528, 30), INK) + line(rect(336, 622, 528, 30), PAPER, 5),
    path(front, INK),
    within(
      'front',
      front,
      strokes(
        {
          left: 300,
          top: 668,
          right: 900,
          bottom: 800,
          spacing: 21,
          length: 70,
          width: 4.4,
          angle: 0,
          gaps: 0.3,
          seed: 142,
        },
        PAPER,
      ),
    ),
    line(front, PAPER, 6),
    ...[460, 740].map(
      (x) =>
        line(`M${x} 624Q${x} 584 ${x + (600 - x) * 0.16} 560`, INK, 9) +
        path(circle(x + (600 - x) * 0.17, 556, 12), INK),
    ),
    ...[460, 740].map((x) => line(`M${x} 624Q${x} 584 ${x + (600 - x) * 0.16} 560`, PAPER, 2.6)),
  ].join('');
}
