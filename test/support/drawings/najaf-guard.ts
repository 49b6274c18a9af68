// Armed men, seen from behind, before a great dome and two minarets.
import type { Drawing } from './linocut.ts';
import { circle, INK, line, OXBLOOD, outline, PAPER, path, rays, rect, strokes, within } from './linocut.ts';

const DOME = `M430 420C402 372 404 300 452 252C500 204 566 196 600 150C634 196 700 204 748 252C796 300 798 372 770 420Z`;
const COURT = rect(140, 470, 920, 190);

export const najafGuard: Drawing = {
  name: 'najaf-guard',
  draw: () =>
    [
      path(rect(0, 0, 1200, 800), PAPER),
      rays({ x: 600, y: 350, from: 236, to: 900, start: 180, end: 360, count: 74, width: 7, seed: 90 }, INK),
      minaret(286),
      minaret(914),
      path(DOME, OXBLOOD),
      within('dome', DOME, ribs()),
      line(DOME, INK, 8),
      line('M600 152V96', INK, 7) + path(circle(600, 116, 9) + circle(600, 92, 7), INK),
      path(rect(424, 418, 352, 60), INK),
      ...Array.from({ length: 9 }, (_, n) => path(arch(441 + n * 36.5, 426, 22, 46), PAPER)),
      path(COURT, INK),
      line('M140 476H1060', PAPER, 5),
      gate(),
      ...[172, 252, 332, 790, 870, 950].map((x) => path(arch(x, 516, 56, 130), PAPER)),
      ...[172, 252, 332, 790, 870, 950].map((x) => path(arch(x + 11, 534, 34, 112), INK)),
      path(rect(0, 656, 1200, 150), PAPER),
      strokes(
        {
          left: 0,
          top: 668,
          right: 1200,
          bottom: 800,
          spacing: 19,
          length: 170,
          width: 4.6,
          gaps: 0.3,
          seed: 91,
        },
        INK,
      ),
      man(150, 800, 1.02),
      man(356, 812, 1.14),
      man(1040, 806, 1.08),
      man(826, 800, 0.98),
    ].join(''),
};

function ribs(): string {
  const curves = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((n) => {
    const foot = 600 + n * 32;
    const belly = 600 + n * 35;
    return `M600 160Q${belly} 230 ${belly} 320Q${belly} 380 ${foot} 424`;
  });
  return (
    line(curves.join(''), PAPER, 3.6) +
    strokes(
      {
        left: 640,
        top: 220,
        right: 800,
        bottom: 424,
        spacing: 13,
        length: 54,
        width: 3.4,
        angle: 70,
        gaps: 0.35,
        seed: 92,
      },
      INK,
    )
  );
}

function minaret(x: number): string {
  const shaft = rect(x - 27, 176, 54, 300);
  return [
    path(shaft, INK),
    within(
      `shaft-${x}`,
      shaft,
      strokes(
        {
          left: x - 60,
          top: 246,
          right: x + 40,
          bottom: 480,
          spacing: 18,
          length: 42,
          width: 4,
          angle: 24,
          gaps: 0.05,
          seed: x,
        },
        PAPER,
      ),
    ),
    line(shaft, INK, 6),
    path(
      outline([
        [x - 46, 214],
        [x + 46, 214],
        [x + 30, 242],
        [x - 30, 242],
      ]),
      INK,
    ),
    line(`M${x - 44} 200H${x + 44}`, INK, 6),
    ...[-40, -20, 0, 20, 40].map((dx) => path(rect(x + dx - 2.5, 198, 5, 18), INK)),
    path(rect(x - 20, 128, 40, 70), INK),
    path(rect(x - 11, 140, 8, 44) + rect(x + 4, 140, 8, 44), PAPER),
    path(`M${x - 27} 130C${x - 34} 96 ${x - 8} 92 ${x} 62C${x + 8} 92 ${x + 34} 96 ${x + 27} 130Z`, OXBLOOD),
    line(`M${x - 27} 130C${x - 34} 96 ${x - 8} 92 ${x} 62C${x + 8} 92 ${x + 34} 96 ${x + 27} 130Z`, INK, 6),
  ].join('');
}

function gate(): string {
  return [
    path(rect(484, 452, 232, 210), INK),
    line('M484 662V452H716V662', PAPER, 6),
    path(arch(522, 484, 156, 180), PAPER),
    path(arch(540, 506, 120, 158), INK),
    strokes(
      {
        left: 556,
        top: 566,
        right: 640,
        bottom: 656,
        spacing: 16,
        length: 40,
        width: 3,
        gaps: 0.3,
        seed: 93,
      },
      PAPER,
    ),
  ].join('');
}

function arch(x: number, y: number, width: number, height: number): string {
  const [middle, shoulder] = [x + width / 2, y + width * 0.55];
  return `M${x} ${y + height}V${shoulder}Q${x} ${y + width * 0.2} ${middle} ${y}Q${x + width} ${y + width * 0.2} ${x + width} ${shoulder}V${y + height}Z`;
}

/** Head in a wound cloth, shoulders, a rifle slung across the back. */
function man(x: number, foot: number, size: number): string {
  const body = `M-84 0C-86 -110 -84 -168 -40 -188L-22 -196L-22 -214L22 -214L22 -196L40 -188C84 -168 86 -110 84 0Z`;
  const head = `M-33 -236C-34 -284 34 -284 33 -236C31 -212 18 -200 0 -200C-18 -200 -31 -212 -33 -236Z`;
  const rifle = `M-62 -44L-44 -34L10 -124L22 -118L32 -134L22 -144L84 -246L76 -252L8 -148L-8 -142L-24 -118L-50 -86Z`;
  return [
    `<g transform="translate(${x} ${foot}) scale(${size})">`,
    path(body, INK) + line(body, PAPER, 7) + path(head, INK) + line(head, PAPER, 7),
    within(
      `back-${x}`,
      body,
      strokes(
        {
          left: -90,
          top: -150,
          right: 20,
          bottom: 0,
          spacing: 21,
          length: 46,
          width: 3.6,
          angle: 64,
          gaps: 0.3,
          seed: x,
        },
        PAPER,
      ),
    ),
    line('M-32 -244Q0 -226 33 -246M-28 -258Q0 -242 30 -260', PAPER, 4),
    line('M-66 -176L58 -20', INK, 15) + line('M-66 -176L58 -20', PAPER, 4),
    line(rifle, PAPER, 9) + path(rifle, INK),
    '</g>',
  ].join('');
}
