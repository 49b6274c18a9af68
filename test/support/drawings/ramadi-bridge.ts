// A bridge that breaks off over a river, a street of gutted houses on the far bank, one column of smoke.
import type { Drawing } from './linocut.ts';
import { chance, INK, line, OXBLOOD, outline, PAPER, path, rect, strokes, within } from './linocut.ts';

const SMOKE = `M846 440C858 400 846 350 836 300C820 240 862 214 838 168C816 124 868 96 856 20L960 20C944 74 976 110 944 152C914 196 948 224 912 262C886 300 900 380 884 440Z`;
const BANK = `M0 470L140 452L330 464L520 446L760 460L960 444L1200 462L1200 512L0 512Z`;
const NEAR = `M0 640L130 650L260 700L330 760L350 800L0 800Z`;

export const ramadiBridge: Drawing = {
  name: 'ramadi-bridge',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), PAPER),
      strokes(
        {
          left: 0,
          top: 44,
          right: 1200,
          bottom: 180,
          spacing: 20,
          length: 190,
          width: 3.6,
          gaps: 0.34,
          seed: 70,
        },
        INK,
      ),
      strokes(
        {
          left: 0,
          top: 180,
          right: 1200,
          bottom: 330,
          spacing: 27,
          length: 150,
          width: 2.6,
          gaps: 0.5,
          seed: 71,
        },
        INK,
      ),
      strokes(
        {
          left: 0,
          top: 330,
          right: 1200,
          bottom: 452,
          spacing: 14,
          length: 130,
          width: 7.5,
          gaps: 0.08,
          seed: 72,
        },
        OXBLOOD,
      ),
      path(SMOKE, INK),
      within(
        'smoke',
        SMOKE,
        strokes(
          {
            left: 780,
            top: 20,
            right: 1000,
            bottom: 440,
            spacing: 22,
            length: 74,
            width: 4,
            angle: -58,
            gaps: 0.4,
            seed: 73,
          },
          PAPER,
        ),
      ),
      houses(),
      path(BANK, INK),
      path(rect(0, 510, 1200, 300), PAPER),
      water(),
      farSpan(),
      fallenSpan(),
      nearSpan(),
      path(NEAR, INK) + line('M0 640L130 650L260 700L330 760L350 800', PAPER, 5),
      within(
        'near',
        NEAR,
        strokes(
          {
            left: 0,
            top: 650,
            right: 360,
            bottom: 800,
            spacing: 20,
            length: 60,
            width: 4.4,
            angle: 32,
            gaps: 0.3,
            seed: 74,
          },
          PAPER,
        ),
      ),
    ].join(''),
};

function houses(): string {
  const random = chance(12);
  const walls: string[] = [];
  const holes: string[] = [];
  for (let x = -20; x < 1200; ) {
    const width = 74 + random() * 60;
    const top = 276 + random() * 96;
    const bite = 16 + random() * 46;
    walls.push(
      outline([
        [x, 480],
        [x, top],
        [x + width * 0.3, top - 4],
        [x + width * 0.42, top + bite],
        [x + width * 0.58, top + bite * 0.5],
        [x + width * 0.7, top + bite * 1.3],
        [x + width, top + 8 + random() * 24],
        [x + width, 480],
      ]),
    );
    for (let row = top + bite + 22; row < 436; row += 36) {
      for (let column = x + 12; column < x + width - 20; column += 27) {
        const isGone = random() < 0.22;
        if (!isGone) holes.push(rect(column, row, 12 + random() * 4, 19 + random() * 6));
      }
    }
    x += width + (random() < 0.3 ? 26 : 3);
  }
  return path(walls.join(''), INK) + path(holes.join(''), PAPER);
}

function water(): string {
  return [
    strokes(
      {
        left: 0,
        top: 526,
        right: 1200,
        bottom: 600,
        spacing: 15,
        length: 100,
        width: 4.4,
        gaps: 0.16,
        seed: 80,
      },
      INK,
    ),
    strokes(
      {
        left: 0,
        top: 604,
        right: 1200,
        bottom: 700,
        spacing: 22,
        length: 150,
        width: 5.4,
        gaps: 0.22,
        seed: 81,
      },
      INK,
    ),
    strokes(
      {
        left: 0,
        top: 706,
        right: 1200,
        bottom: 800,
        spacing: 27,
        length: 210,
        width: 8,
        gaps: 0.26,
        seed: 82,
      },
      INK,
    ),
    strokes(
      {
        left: 640,
        top: 536,
        right: 820,
        bottom: 640,
        spacing: 26,
        length: 110,
        width: 8,
        gaps: 0.1,
        seed: 83,
      },
      OXBLOOD,
    ),
  ].join('');
}

/** From the near bank at the left, out over the water, until it ends. */
function nearSpan(): string {
  const deck = outline([
    [0, 486],
    [598, 520],
    [576, 538],
    [612, 552],
    [566, 570],
    [590, 586],
    [0, 596],
  ]);
  return [
    pier(212, 586, 84, 800),
    pier(452, 580, 64, 760),
    path(deck, INK) + line(deck, PAPER, 6),
    within(
      'deck',
      deck,
      strokes(
        {
          left: 0,
          top: 552,
          right: 560,
          bottom: 590,
          spacing: 15,
          length: 120,
          width: 3.4,
          angle: 1.4,
          gaps: 0.2,
          seed: 84,
        },
        PAPER,
      ),
    ),
    line('M0 536L540 548', PAPER, 5),
    ...Array.from({ length: 11 }, (_, n) => railPost(n)),
    line('M0 432L250 450L470 466', PAPER, 6),
    line('M470 466Q536 474 556 514', PAPER, 5),
    line('M590 524L646 538L658 572M604 552L650 572L648 606M580 584L618 606L614 644', INK, 6),
  ].join('');
}

function railPost(n: number): string {
  const x = 14 + n * 46;
  return path(rect(x, 432 + n * 3.6, 7, 58), PAPER);
}

/** The other half, from the far bank at the right. */
function farSpan(): string {
  const deck = outline([
    [1200, 470],
    [838, 506],
    [852, 518],
    [828, 528],
    [846, 544],
    [1200, 530],
  ]);
  return [
    pier(900, 540, 42, 660),
    pier(1066, 530, 46, 676),
    path(deck, INK) + line(deck, PAPER, 6),
    line('M860 522L1200 496', PAPER, 4),
    line('M844 510L806 524L796 552M850 542L822 558L820 590', INK, 6),
    ...Array.from({ length: 8 }, (_, n) => path(rect(872 + n * 42, 456 - n * 4, 5, 46), PAPER)),
    line('M868 460L1200 428', PAPER, 5),
  ].join('');
}

/** The part between them, which lies in the river. */
function fallenSpan(): string {
  const slab = outline([
    [636, 706],
    [664, 640],
    [826, 574],
    [852, 594],
    [838, 632],
    [700, 722],
  ]);
  return [
    path(slab, INK) + line(slab, PAPER, 6),
    within(
      'slab',
      slab,
      strokes(
        {
          left: 600,
          top: 560,
          right: 880,
          bottom: 800,
          spacing: 17,
          length: 90,
          width: 3.6,
          angle: -24,
          gaps: 0.2,
          seed: 85,
        },
        PAPER,
      ),
    ),
    line('M590 724q70 -16 130 0q70 16 150 -4M620 744q60 -12 120 0', INK, 7),
  ].join('');
}

function pier(x: number, top: number, width: number, bottom: number): string {
  const shape = outline([
    [x, top],
    [x + width, top],
    [x + width - 8, bottom],
    [x + 8, bottom],
  ]);
  const cut = {
    left: x - 10,
    top: top + 14,
    right: x + width * 0.5,
    bottom,
    spacing: 17,
    length: width * 0.5,
    width: 3.4,
    gaps: 0.1,
    seed: x,
  };
  return path(shape, INK) + line(shape, PAPER, 5) + within(`pier-${x}`, shape, strokes(cut, PAPER));
}
