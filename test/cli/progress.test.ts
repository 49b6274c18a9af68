// What a send shows while it runs: the lines, how they are drawn over, and how often.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/cli/display-width.ts';
import { drawOver } from '../../src/cli/draw-over.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import { plainProgress, progressLines, type SendFigures } from '../../src/cli/sending/progress-lines.ts';
import { watchProgress } from '../../src/cli/sending/watch-progress.ts';

const BEGUN: SendFigures = {
  slug: '0294',
  total: 1204,
  accepted: 0,
  deferred: 0,
  rejected: 0,
  inDoubt: 0,
  onTheWire: 0,
  perSecond: 0,
  resting: [],
};
const MIDWAY: SendFigures = {
  ...BEGUN,
  accepted: 498,
  deferred: 9,
  rejected: 4,
  inDoubt: 1,
  onTheWire: 8,
  perSecond: 38.4,
  resting: [
    { domain: 'gmx.example', restMs: 28_300 },
    { domain: 'web.example', restMs: 60_000 },
  ],
};

describe('the lines', () => {
  test.each([
    ['at the beginning', BEGUN, ['  0294  ────────────────────────────  0 of 1,204', '  accepted 0']],
    [
      'midway',
      MIDWAY,
      [
        '  0294  ━━━━━━━━━━━─────────────────  512 of 1,204   38/s   18 s left',
        '  accepted 498  deferred 9  rejected 4  in doubt 1  on the wire 8',
        '  resting: gmx.example 28 s, web.example 1 min',
      ],
    ],
    [
      'at the end',
      { ...BEGUN, accepted: 1204, perSecond: 3.25 },
      ['  0294  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━  1,204 of 1,204   3.3/s', '  accepted 1,204'],
    ],
    [
      'when it was interrupted',
      { ...BEGUN, accepted: 3, onTheWire: 2, perSecond: 1, isStopping: true },
      ['  0294  ────────────────────────────  3 of 1,204   1.0/s   stopping', '  accepted 3  on the wire 2'],
    ],
    [
      'with nobody to reach',
      { ...BEGUN, total: 0 },
      ['  0294  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━  0 of 0', '  accepted 0'],
    ],
  ])('%s', (_, figures, lines) => {
    expect(progressLines(figures, plainPaint)).toEqual(lines);
  });

  test('fit 80 columns at a million readers', () => {
    const figures = {
      ...MIDWAY,
      slug: '2016-01-28-live',
      total: 1_000_000,
      accepted: 998_001,
      deferred: 1_204,
      rejected: 312,
      inDoubt: 20,
      onTheWire: 20,
      perSecond: 0.5,
      resting: [1, 2, 3, 4, 5].map((n) => ({ domain: `mail${n}.example`, restMs: n * 61_000 })),
    };
    const lines = progressLines(figures, plainPaint, 80);
    expect(lines[2]).toBe(
      '  resting: mail1.example 1 min 1 s, mail2.example 2 min 2 s, mail3.example 3 min 3 s and 2 more',
    );
    for (const line of lines.slice(0, 2)) expect(displayWidth(line)).toBeLessThanOrEqual(79);
  });

  test('are one plain line in a log', () => {
    expect(plainProgress(MIDWAY)).toBe(
      '0294: 512 of 1,204; accepted 498, deferred 9, rejected 4, in doubt 1, on the wire 8; 38/s, 18 s left; resting: gmx.example 28 s, web.example 1 min',
    );
    expect(plainProgress(BEGUN)).toBe('0294: 0 of 1,204; accepted 0');
  });
});

describe('drawn over', () => {
  test('the lines before are taken away, from the first of them on', () => {
    expect(drawOver(0, 'one', 80)).toEqual({ codes: 'one', rows: 1 });
    expect(drawOver(1, 'two\nlines', 80)).toEqual({ codes: '\r\u001b[Jtwo\nlines', rows: 2 });
    expect(drawOver(2, 'one', 80)).toEqual({ codes: '\u001b[1A\r\u001b[Jone', rows: 1 });
    expect(drawOver(3, '', 80)).toEqual({ codes: '\u001b[2A\r\u001b[J', rows: 0 });
    expect(drawOver(0, '', 80)).toEqual({ codes: '', rows: 0 });
  });

  test('a line that is too wide is cut, and its colour ended; wide letters count twice', () => {
    expect(drawOver(0, 'abcdefghij', 6).codes).toBe('abcde');
    expect(drawOver(0, '\u001b[32mabcdefghij\u001b[0m', 6).codes).toBe('\u001b[32mabcde\u001b[0m');
    expect(drawOver(0, '港湾新聞', 6).codes).toBe('港湾');
    expect(drawOver(0, '\u001b[1mab\u001b[22mcd', 6).codes).toBe('\u001b[1mab\u001b[22mcd');
  });
});

describe('watched', () => {
  /** What is drawn, what is complained of, and a clock that the test moves. */
  function watched(isProgressShown: boolean) {
    const drawn: string[] = [];
    const logged: string[] = [];
    let nowMs = 0;
    const watch = watchProgress(
      {
        isProgressShown,
        progress: (text) => void drawn.push(text),
        complain: (line) => void logged.push(line),
        columns: () => 80,
        paint: plainPaint,
      },
      { monotonicMs: () => nowMs },
    );
    const at = (ms: number, figures: SendFigures): void => {
      nowMs = ms;
      watch.update(figures);
    };
    return { drawn, logged, at, stop: () => watch.stop() };
  }

  test('ten pictures a second are drawn at most, and taken away at the end', () => {
    const { drawn, logged, at, stop } = watched(true);
    for (let ms = 0; ms < 1000; ms += 1) at(ms, { ...BEGUN, accepted: ms });
    stop();
    expect(drawn).toHaveLength(11);
    expect(drawn[0]).toContain('0 of 1,204');
    expect(drawn.at(-1)).toBe('');
    expect(logged).toEqual([]);
  });

  test('in a log there is a line a minute, and none for a run that is shorter', () => {
    const { logged, at, stop } = watched(false);
    at(59_900, MIDWAY);
    expect(logged).toEqual([]);
    for (let ms = 60_000; ms < 180_000; ms += 500) at(ms, MIDWAY);
    stop();
    expect(logged).toEqual([plainProgress(MIDWAY), plainProgress(MIDWAY)]);
  });
});
