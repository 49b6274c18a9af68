import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyFixes } from '../../src/check/apply-fixes.ts';
import type { Diagnostic, TextEdit } from '../../src/model/diagnostic.ts';
import { placeOf } from '../../src/model/place.ts';
import { diagnosticsOf, filesOf, fixed } from './rule-cases.ts';

const TEXT = 'The Tide adds that the new rota starts in March.';

describe('applyFixes', () => {
  test.each<{ name: string; fixes: TextEdit[][]; text: string; applied: number }>([
    { name: 'nothing', fixes: [], text: TEXT, applied: 0 },
    {
      name: 'a replacement, a deletion and an insertion',
      fixes: [
        [{ start: 4, end: 8, text: 'Post' }],
        [{ start: 23, end: 27, text: '' }],
        [{ start: 48, end: 48, text: ' So.' }],
      ],
      text: 'The Post adds that the rota starts in March. So.',
      applied: 3,
    },
    {
      name: 'all edits of one fix',
      fixes: [
        [
          { start: 42, end: 47, text: 'May' },
          { start: 4, end: 8, text: 'Post' },
        ],
      ],
      text: 'The Post adds that the new rota starts in May.',
      applied: 1,
    },
    {
      name: 'the first of two that overlap',
      fixes: [[{ start: 4, end: 8, text: 'Post' }], [{ start: 6, end: 12, text: 'XX' }]],
      text: 'The Post adds that the new rota starts in March.',
      applied: 1,
    },
    {
      name: 'the first of two insertions at one place',
      fixes: [[{ start: 4, end: 4, text: 'red ' }], [{ start: 4, end: 4, text: 'blue ' }]],
      text: 'The red Tide adds that the new rota starts in March.',
      applied: 1,
    },
    {
      name: 'no fix of which a part is taken',
      fixes: [
        [{ start: 4, end: 8, text: 'Post' }],
        [
          { start: 5, end: 6, text: 'X' },
          { start: 42, end: 47, text: 'May' },
        ],
      ],
      text: 'The Post adds that the new rota starts in March.',
      applied: 1,
    },
    { name: 'no edit beyond the text', fixes: [[{ start: 40, end: 400, text: '' }]], text: TEXT, applied: 0 },
    {
      name: 'no edit that changes nothing',
      fixes: [[{ start: 0, end: 3, text: 'The' }]],
      text: TEXT,
      applied: 0,
    },
  ])('writes $name', ({ fixes, text, applied }) => {
    const result = applyFixes(TEXT, fixes.map(diagnosticWith));
    expect(result.text).toBe(text);
    expect(result.applied).toHaveLength(applied);
  });

  test('gives the same text in whatever order the diagnostics come', () => {
    const edits = fc.record({
      start: fc.nat({ max: TEXT.length }),
      length: fc.nat({ max: 10 }),
      text: fc.string({ maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (found, order) => {
        const diagnostics = found.map(({ start, length, text }, index) => ({
          ...diagnosticWith([{ start, end: Math.min(start + length, TEXT.length), text }]),
          reason: `Unexpected ${index}`,
        }));
        const shuffled = diagnostics
          .map((diagnostic) => ({ diagnostic, key: order.next().value }))
          .sort((a, b) => Number(a.key) - Number(b.key))
          .map(({ diagnostic }) => diagnostic);
        expect(applyFixes(TEXT, shuffled)).toEqual(applyFixes(TEXT, diagnostics));
      }),
    );
  });
});

describe('fixing an issue', () => {
  /** Pieces of an issue, right and wrong, that may stand in any order. */
  const PIECES = [
    '### [Dockers vote](https://harbourpost.example/vote)\n\nThe Harbour Post reports (12/30/2025): Crews go back.',
    '###[Customs hall](http://https://coastwire.example/hall)\n\nCoastwire report (27 December): Nobody had the keys.',
    '2003. That was when they last did.',
    '    "We got the rota," she said.',
    'Nobody asked.\n---',
    '> ### [Rota](https://tide.example/rota)\n>\n> The tide reports (13/30/2025): In March.',
    '[Update, 2/7] They went back.',
    '- [Cranes](http:http://cranes.example/)\n- [Boats](https://boats.example/\u200ba)',
    '## Live: the vote\n\n### 12/30/2025 16:40: Result is in\n\nBack to work. [Associated Press]',
  ];

  test('twice is the same as once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        (pieces, newline, mark) => {
          const text = `---\ndate: 2026-01-09\n---\n\n${pieces.join('\n\n')}\n`;
          const files = filesOf(`${mark}${text.replaceAll('\n', newline)}`);
          const once = fixed(files);
          expect(fixed(once)).toEqual(once);
          expect(diagnosticsOf(once).filter(({ fix }) => fix !== undefined)).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

function diagnosticWith(edits: readonly TextEdit[]): Diagnostic {
  const start = edits[0]?.start ?? 0;
  return {
    ruleId: 'text-example',
    severity: 'warning',
    reason: 'Unexpected words',
    path: 'issues/0012.md',
    place: placeOf(TEXT, Math.min(start, TEXT.length), Math.min(start, TEXT.length)),
    fix: { title: 'Write other words', edits },
  };
}
