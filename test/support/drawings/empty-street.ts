// An empty street of burnt-out houses, an overturned handcart with its fruit in the middle.
import type { Drawing } from './linocut.ts';
import {
  chance,
  circle,
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

const EYE: readonly [number, number] = [640, 372];
const STREET = outline([
  [604, 392],
  [690, 392],
  [1160, 800],
  [60, 800],
]);

export const emptyStreet: Drawing = {
  name: 'empty-street',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), PAPER),
      rays(
        { x: EYE[0], y: EYE[1], from: 120, to: 700, start: 225, end: 320, count: 26, width: 5, seed: 110 },
        INK,
      ),
      side([40, 190, 320, 420, 500, 560, 600], [40, 96, 168, 222, 270, 306, 336], 120),
      side([1190, 1056, 936, 846, 780, 728, 694], [-10, 84, 150, 214, 268, 300, 338], 121),
      path(STREET, PAPER),
      within('street', STREET, ground()),
      wires(),
      rubble(190, 716, 130),
      rubble(1010, 700, 131),
      rubble(330, 588, 132),
      cart(),
      fruit(),
    ].join(''),
};

/** A row of fronts, from the near end to the far one: `edges` along the street, `tops` the height of each. */
function side(edges: readonly number[], tops: readonly number[], seed: number): string {
  const random = chance(seed);
  const parts: string[] = [];
  for (let n = edges.length - 2; n >= 0; n -= 1) {
    const [near = 0, far = 0, top = 0, next = 0] = [edges[n], edges[n + 1], tops[n], tops[n + 1]];
    const outer = n === 0 ? (near < 600 ? -60 : 1260) : near;
    const roof: [number, number][] = Array.from({ length: 6 }, (_, step) => [
      outer + ((far - outer) * step) / 5,
      top + ((next - top) * step) / 5 + random() * (54 - n * 6),
    ]);
    const front = outline([[outer, foot(outer)], ...roof, [far, foot(far)]]);
    const lean = (foot(far) - foot(outer)) / (far - outer);
    const angle = (Math.atan(lean) * 180) / Math.PI;
    parts.push(path(front, INK));
    parts.push(
      within(
        `front-${seed}-${n}`,
        front,
        strokes(
          {
            left: -80,
            top: 60,
            right: 1280,
            bottom: 820,
            spacing: 26,
            length: 64,
            width: 3.4 - n * 0.3,
            angle: angle * 0.35,
            gaps: 0.55,
            seed: seed + n,
          },
          PAPER,
        ),
      ),
    );
    parts.push(openings(outer, far, top, seed + n));
    parts.push(line(front, PAPER, 6 - n * 0.6));
  }
  return parts.join('');
}

/** Where a front at `x` meets the street. */
function foot(x: number): number {
  const reach = x < EYE[0] ? (604 - x) / (604 - 60) : (x - 690) / (1160 - 690);
  return 392 + reach * 408;
}

/** Two or three rows of empty windows, drawn toward the vanishing point. */
function openings(near: number, far: number, top: number, seed: number): string {
  const random = chance(seed * 3);
  const at = (along: number, height: number): readonly [number, number] => {
    const x = near + (far - near) * along;
    const depth = (x - EYE[0]) / (near - EYE[0]);
    return [x, EYE[1] + (height - EYE[1]) * depth];
  };
  const shapes: string[] = [];
  const tall = foot(near) - top;
  for (const level of [0.24, 0.44, 0.66]) {
    for (const along of [0.16, 0.58]) {
      const [high, low] = [top + tall * level, top + tall * (level + 0.12)];
      const frame = outline([at(along, high), at(along + 0.24, high), at(along + 0.24, low), at(along, low)]);
      const soot = outline([
        at(along - 0.02, high),
        at(along + 0.12, high - tall * 0.1),
        at(along + 0.26, high),
      ]);
      shapes.push(path(soot, INK) + path(frame, random() < 0.72 ? PAPER : INK) + line(frame, INK, 5));
    }
  }
  return shapes.join('');
}

function ground(): string {
  return [
    strokes(
      {
        left: 400,
        top: 400,
        right: 900,
        bottom: 520,
        spacing: 13,
        length: 60,
        width: 2.4,
        gaps: 0.4,
        seed: 122,
      },
      INK,
    ),
    strokes(
      {
        left: 100,
        top: 520,
        right: 1160,
        bottom: 660,
        spacing: 22,
        length: 100,
        width: 3.6,
        gaps: 0.45,
        seed: 123,
      },
      INK,
    ),
    strokes(
      {
        left: 0,
        top: 664,
        right: 1200,
        bottom: 800,
        spacing: 29,
        length: 150,
        width: 5,
        gaps: 0.5,
        seed: 124,
      },
      INK,
    ),
  ].join('');
}

function wires(): string {
  return line('M320 246Q560 356 880 250M420 268Q600 330 780 286', INK, 4);
}

function rubble(x: number, y: number, seed: number): string {
  const random = chance(seed);
  return Array.from({ length: 9 }, () => {
    const [a, b, size] = [x + (random() - 0.5) * 200, y + (random() - 0.3) * 60, 16 + random() * 26];
    const stone = outline([
      [a, b],
      [a + size, b - size * 0.6],
      [a + size * 1.7, b - size * 0.1],
      [a + size * 1.3, b + size * 0.5],
      [a + size * 0.2, b + size * 0.4],
    ]);
    return (
      path(stone, INK) +
      line(stone, PAPER, 4) +
      line(`M${a + size * 0.4} ${b}L${a + size} ${b - size * 0.2}`, PAPER, 3)
    );
  }).join('');
}

/** On its side: the tray stands on edge, one wheel in the air, the handles point at us. */
function cart(): string {
  const tray = outline([
    [474, 664],
    [702, 606],
    [736, 480],
    [516, 520],
  ]);
  return [
    wheel(716, 578, 66),
    path(tray, INK) + line(tray, PAPER, 7),
    line('M486 628L712 572M496 592L722 540M506 556L730 508', PAPER, 5),
    line('M474 664L372 724M702 606L806 700', INK, 17) + line('M474 664L372 724M702 606L806 700', PAPER, 4),
    wheel(560, 494, 58),
  ].join('');
}

function wheel(x: number, y: number, radius: number): string {
  const spokes = Array.from({ length: 8 }, (_, n) => {
    const turn = (n * Math.PI) / 4 + 0.2;
    return `M${x} ${y}L${x + Math.cos(turn) * radius} ${y + Math.sin(turn) * radius * 0.86}`;
  });
  return `<g>${line(circle(x, y, radius), PAPER, 24)}${line(circle(x, y, radius), INK, 14)}${line(spokes.join(''), INK, 7)}${path(circle(x, y, 13), INK)}</g>`;
}

function fruit(): string {
  const places: readonly (readonly [number, number, number])[] = [
    [560, 706, 22],
    [612, 690, 19],
    [640, 726, 24],
    [520, 738, 21],
    [690, 700, 17],
    [590, 752, 23],
    [716, 752, 20],
    [470, 704, 16],
    [772, 764, 18],
    [664, 662, 14],
  ];
  return places
    .map(
      ([x, y, radius]) =>
        path(circle(x, y, radius * 0.8 + 4), INK) +
        path(circle(x, y, radius * 0.8), OXBLOOD) +
        line(
          `M${x - radius * 0.4} ${y - radius * 0.24}Q${x - radius * 0.2} ${y - radius * 0.5} ${x + radius * 0.2} ${y - radius * 0.46}`,
          PAPER,
          3.4,
        ),
    )
    .join('');
}
