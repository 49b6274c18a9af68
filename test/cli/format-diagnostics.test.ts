// The report as it stands in a terminal: marks under their words whatever the script, long lines cut, nothing that could harm the
// terminal, advice once.
import { describe, expect, test } from 'vitest';
import { describeFix } from '../../src/cli/describe-fix.ts';
import { displayWidth } from '../../src/cli/display-width.ts';
import { formatDiagnostics } from '../../src/cli/format-diagnostics.ts';
import { colourPaint, plainPaint } from '../../src/cli/paint.ts';
import { quoteLine } from '../../src/cli/quote-line.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { placeOf } from '../../src/model/place.ts';

const PATH = 'issues/0012.md';
const ESCAPE = '\u001b';

function quoted(line: string, words: string): readonly string[] {
  const start = line.indexOf(words);
  return quoteLine(line, placeOf(line, start, start + words.length), 1, plainPaint);
}

describe('a quoted line', () => {
  test.each([
    ['Crews go go back.', 'go go', ['1 │ Crews go go back.', '  │       ^^^^^']],
    ['北京市 的的 went', '的的', ['1 │ 北京市 的的 went', '  │        ^^^^']],
    ['A 😀 the the end', 'the the', ['1 │ A 😀 the the end', '  │      ^^^^^^^']],
    ['👩‍👩‍👧 the the end', 'the the', ['1 │ 👩‍👩‍👧 the the end', '  │    ^^^^^^^']],
    ['Cafe\u0301 the the', 'the the', ['1 │ Cafe\u0301 the the', '  │      ^^^^^^^']],
    ['a\tthe the', 'the the', ['1 │ a the the', '  │   ^^^^^^^']],
    ['قال the the الآن', 'the the', ['1 │ قال ‹the the› الآن']],
    ['שלום 2/7', '2/7', ['1 │ שלום ‹2/7›']],
    ['a\u001b[31mred\u202e', 'red', ['1 │ a␛[31mred\ufffd', '  │       ^^^']],
  ])('%j marks %j', (line, words, expected) => {
    expect(quoted(line, words)).toEqual(expected);
  });

  test.each([
    ['in the middle', `${'word '.repeat(60)}the the ${'word '.repeat(60)}`],
    ['at the end', `${'word '.repeat(60)}the the`],
    ['at the beginning', `the the ${'word '.repeat(60)}`],
    ['between wide letters', `${'市'.repeat(200)}the the${'市'.repeat(200)}`],
  ])('that is long is cut around a place %s', (_, line) => {
    const [shown = '', marks = ''] = quoted(line, 'the the');
    expect(displayWidth(shown)).toBeLessThanOrEqual(96);
    expect(shown).toContain('…');
    expect(shown).toContain('the the');
    expect(displayWidth(shown.slice(0, shown.indexOf('the the')))).toBe(marks.indexOf('^'));
  });

  test('that is marked as a whole is cut with its marks', () => {
    const line = 'word '.repeat(100).trim();
    const [shown = '', marks = ''] = quoteLine(line, placeOf(line, 0, line.length), 1, plainPaint);
    expect(displayWidth(shown)).toBeLessThanOrEqual(96);
    expect(marks.length).toBeLessThanOrEqual(96);
  });

  test('that is empty is not shown', () => {
    expect(quoteLine('  ', placeOf('  ', 0, 1), 1, plainPaint)).toEqual([]);
  });
});

describe('a fix', () => {
  test.each([
    ['Coast Wire report s (3 May)', { start: 11, end: 19, text: 'report' }, '"report s" → "report"'],
    ['it is gone.Then they', { start: 11, end: 11, text: ' ' }, '"gone.Then" → "gone. Then"'],
    ['the the end', { start: 3, end: 7, text: '' }, '"the the" → "the"'],
    ['Headline', { start: 0, end: 0, text: '### ' }, '"Headline" → "### Headline"'],
    ['one two', { start: 3, end: 4, text: '\n\n' }, 'Title'],
    ['a\tb', { start: 1, end: 2, text: ' ' }, 'Title'],
  ])('of %j shows what will stand there', (text, edit, expected) => {
    expect(describeFix({ title: 'Title', edits: [edit] }, text)).toBe(expected);
  });

  test('of several places is told by its title', () => {
    const edit = { start: 0, end: 1, text: 'x' };
    expect(describeFix({ title: 'Title', edits: [edit, { ...edit, start: 2, end: 3 }] }, 'abc')).toBe(
      'Title',
    );
  });
});

describe('a report', () => {
  const text = `${'the the end\n'.repeat(12)}`;
  const findings = [0, 12, 132].map(
    (start): Diagnostic => ({
      ruleId: 'text-doubled-word',
      severity: start === 12 ? 'error' : 'warning',
      reason: 'Unexpected "the the", expected "the" once',
      path: PATH,
      place: placeOf(text, start, start + 7),
      note: 'Take one of the two out.',
    }),
  );

  test('has its columns aligned and gives the same advice once', () => {
    const lines = formatDiagnostics(findings, new Map([[PATH, text]]), plainPaint);
    expect(lines.filter((line) => line.startsWith(PATH))).toEqual([
      'issues/0012.md:1:1   warning  text-doubled-word',
      'issues/0012.md:2:1   error    text-doubled-word',
      'issues/0012.md:12:1  warning  text-doubled-word',
    ]);
    expect(lines.filter((line) => line.includes('Take one'))).toHaveLength(1);
    expect(lines).toContain('     1 │ the the end');
    expect(lines).toContain('    12 │ the the end');
  });

  test('has a heading for each of several files', () => {
    const other = { ...findings[0], path: 'issues/0013.md' } as Diagnostic;
    const lines = formatDiagnostics([...findings, other], new Map([[PATH, text]]), plainPaint);
    expect(lines[0]).toBe('issues/0012.md  1 error, 2 warnings');
    expect(lines).not.toContain('issues/0013.md  1 warning');
  });

  test('lets the rule be clicked where there are colours, and only there', () => {
    const coloured = formatDiagnostics(findings, new Map([[PATH, text]]), colourPaint).join('\n');
    expect(coloured).toContain(`docs/rules.md#text-doubled-word${ESCAPE}\\`);
    expect(coloured).toContain(`${ESCAPE}]8;;file:`);
    expect(formatDiagnostics(findings, new Map([[PATH, text]]), plainPaint).join('\n')).not.toContain(ESCAPE);
  });

  test('shows no control of an issue to the terminal', () => {
    const [finding] = findings;
    const lines = formatDiagnostics(
      [{ ...finding, reason: 'Unexpected "\u001b]0;title\u0007"' } as Diagnostic],
      new Map([[PATH, '\u001b[2Jthe the']]),
      plainPaint,
    );
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });
});
