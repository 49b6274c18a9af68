// A crowd with raised fists and flags under a banner without words.
import type { Drawing } from './linocut.ts';
import { chance, INK, line, OXBLOOD, PAPER, path, rays, rect, strokes, within } from './linocut.ts';

const FLAG = `M742 118C790 84 836 150 890 122C946 94 986 134 1040 108L1036 250C984 276 944 236 888 264C834 290 790 226 740 258Z`;
/** Combed down the back of the head. */
const HAIR = 'M-14 -92Q-24 -74 -22 -48M-2 -96Q-8 -74 -6 -40M12 -93Q12 -70 9 -46M23 -82Q26 -68 22 -52';
const BANNER = `M150 196C250 226 430 226 560 190L556 292C430 330 250 330 154 298Z`;

export const najafCrowd: Drawing = {
  name: 'najaf-crowd',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), PAPER),
      rays(
        { x: 600, y: 800, from: 330, to: 1100, start: 190, end: 350, count: 58, width: 8, seed: 100 },
        INK,
      ),
      line('M738 104V700', INK, 13),
      path(FLAG, OXBLOOD),
      within(
        'flag',
        FLAG,
        strokes(
          {
            left: 700,
            top: 110,
            right: 1060,
            bottom: 290,
            spacing: 27,
            length: 90,
            width: 5,
            angle: 8,
            gaps: 0.45,
            seed: 101,
          },
          PAPER,
        ),
      ),
      line(FLAG, INK, 7),
      line('M150 160V640M560 156V640', INK, 12),
      path(BANNER, PAPER) + line(BANNER, INK, 8),
      within(
        'banner',
        BANNER,
        strokes(
          {
            left: 170,
            top: 232,
            right: 560,
            bottom: 320,
            spacing: 26,
            length: 90,
            width: 3.4,
            angle: 1,
            gaps: 0.5,
            seed: 102,
          },
          INK,
        ),
      ),
      pennant(1098, 300, 0.9),
      pennant(652, 330, 0.62),
      row({ y: 480, size: 0.56, count: 17, seed: 103 }),
      row({ y: 566, size: 0.8, count: 12, seed: 104 }),
      row({ y: 676, size: 1.14, count: 9, seed: 105 }),
      row({ y: 812, size: 1.62, count: 7, seed: 106 }),
    ].join(''),
};

function pennant(x: number, y: number, size: number): string {
  const cloth = 'M0 0C-40 -24 -70 26 -124 4L-104 44L-130 86C-70 104 -40 60 0 84Z';
  return [
    line(`M${x} ${y - 14}V700`, INK, 9 * size + 2),
    `<g transform="translate(${x} ${y}) scale(${size})">${path(cloth, INK)}${line(cloth, PAPER, 4)}`,
    within(
      `pennant-${x}`,
      cloth,
      strokes(
        { left: -140, top: 10, right: 0, bottom: 90, spacing: 20, length: 50, width: 4, gaps: 0.4, seed: x },
        PAPER,
      ),
    ),
    '</g>',
  ].join('');
}

function row(placed: { y: number; size: number; count: number; seed: number }): string {
  const random = chance(placed.seed);
  const step = 1240 / placed.count;
  return Array.from({ length: placed.count }, (_, n) => {
    const x = -10 + n * step + step / 2 + (random() - 0.5) * step * 0.3;
    const y = placed.y + (random() - 0.5) * 36 * placed.size;
    const hasFist = random() < 0.42;
    return person({
      x,
      y,
      size: placed.size,
      id: `${placed.seed}-${n}`,
      hasFist,
      isLeft: random() < 0.5,
      seed: placed.seed * 20 + n,
    });
  }).join('');
}

interface Person {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly id: string;
  readonly hasFist: boolean;
  readonly isLeft: boolean;
  readonly seed: number;
}

/** From behind: head, shoulders, and for some an arm with a closed hand. */
function person(one: Person): string {
  const body = 'M-86 200C-90 60 -84 6 -40 -14L-20 -22L-20 -38L20 -38L20 -22L40 -14C84 6 90 60 86 200Z';
  const hair = 'M-36 -64C-38 -116 38 -116 36 -64C36 -36 18 -20 0 -20C-18 -20 -36 -36 -36 -64Z';
  const arm = 'M34 8L58 -96L56 -116Q52 -146 70 -150Q96 -154 98 -132Q98 -114 88 -104L86 -84L84 40Z';
  const side = one.isLeft ? -1 : 1;
  return [
    `<g transform="translate(${Math.round(one.x)} ${Math.round(one.y)}) scale(${one.size * side} ${one.size})">`,
    one.hasFist
      ? path(arm, INK) +
        line(arm, PAPER, 6) +
        line('M66 -146L68 -122M76 -148L77 -122M86 -146L87 -122M60 -118Q76 -108 94 -120', PAPER, 3)
      : '',
    path(body, INK) + line(body, PAPER, 6),
    within(
      `body-${one.id}`,
      body,
      strokes(
        {
          left: -90,
          top: 20,
          right: 10,
          bottom: 200,
          spacing: 22,
          length: 52,
          width: 4,
          angle: 62,
          gaps: 0.3,
          seed: one.seed,
        },
        PAPER,
      ),
    ),
    path(hair, INK) + line(hair, PAPER, 6),
    one.seed % 3 === 0
      ? line('M-35 -66Q0 -50 36 -68M-33 -80Q0 -66 34 -82', PAPER, 4)
      : line(HAIR, PAPER, 3.4),
    '</g>',
  ].join('');
}
