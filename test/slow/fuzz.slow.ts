// A hundred thousand texts that nobody planned, or in CI five thousand, go through the whole proofreader: it never throws, never takes a second, loses no
// word, says nothing of a place outside the text, and its mends keep every word and come to an end.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mendText } from '../../src/check/mend-text.ts';
import { settleDiagnostics } from '../../src/check/settle-diagnostics.ts';
import { readIssue } from '../../src/compile.ts';
import { compileSettings, type Settings } from '../../src/compile-settings.ts';
import { readProject } from '../../src/files/read-project.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { anyCharacters, anyIssue, HEAD } from '../support/any-issue.ts';
import { lostWords } from '../support/lost-words.ts';
import { ROOT } from '../support/run-broadside.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

const ROUNDS = IS_WHOLE ? 10 : 1;
/** The mended ones included. */
const INPUTS_A_ROUND = IS_WHOLE ? 10_000 : 5_000;
const LIMIT_MS = 1_000;

const settings = await shippedSettings();
const shipped = readdirSync(path.join(ROOT, 'issues'))
  .filter((name) => /^\d.*\.md$/u.test(name))
  .map((name) => readFileSync(path.join(ROOT, 'issues', name), 'utf8'));
const lines = shipped.flatMap((text) => text.split('\n'));

/** A stretch of a real issue, with lines of others among its own, and signs lost, doubled and strewn in. */
const spoiltIssue = fc
  .tuple(
    fc.constantFrom(...shipped),
    fc.nat(200),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...lines, '', '---', '> ', '"', '“', '](', '<!--')), {
      maxLength: 4,
    }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'join')), { maxLength: 12 }),
  )
  .map(([text, from, added, slips]) => {
    const own = text.split('\n');
    const stretch = [...own.slice(0, 7), ...own.slice(7 + (from % own.length)).slice(0, 24)];
    for (const [at, line] of added) stretch.splice(at % (stretch.length + 1), 0, line);
    return slips.reduce((now, [at, slip]) => spoilt(now, at % (now.length + 1), slip), stretch.join('\n'));
  });

function spoilt(text: string, at: number, slip: string): string {
  const [before, sign, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
  if (slip === 'drop') return before + after;
  if (slip === 'double') return before + sign + sign + after;
  if (slip === 'swap') return before + after.slice(0, 1) + sign + after.slice(1);
  return before + after.trimStart();
}

const kinds = [
  { name: 'lines of every construct', share: 0.45, text: anyIssue.map((body) => HEAD + body) },
  { name: 'the same without a head', share: 0.1, text: anyIssue },
  { name: 'real issues, spoilt', share: 0.3, text: spoiltIssue },
  { name: 'noise', share: 0.15, text: anyCharacters.map((body) => HEAD + body) },
];

const rounds = kinds.flatMap((kind) =>
  Array.from({ length: ROUNDS }, (_, seed) => ({ ...kind, seed: seed + 1 })),
);

describe(`${ROUNDS * INPUTS_A_ROUND} texts`, () => {
  test.each(rounds)('$name, round $seed', ({ share, text, seed }) => {
    let slowest = 0;
    fc.assert(
      fc.property(text, fc.nat(9), (value, die) => {
        const start = performance.now();
        const { issue, diagnostics } = readIssue({ path: 'issues/0012.md', value }, settings);
        slowest = Math.max(slowest, performance.now() - start);
        for (const { place, fix, reason } of diagnostics) {
          if (!reason.startsWith('Unexpected ')) throw new Error(reason);
          const [from, to] = [place?.start.offset ?? 0, place?.end.offset ?? 0];
          if (from > to || to > value.length) throw new Error(`a place outside the text: ${from} to ${to}`);
          for (const edit of fix?.edits ?? [])
            if (edit.start > edit.end || edit.end > value.length) throw new Error('an edit outside the text');
        }
        const read = parseIssue({ path: 'issues/0012.md', value }, settings);
        const told = settleDiagnostics(issue, read.diagnostics, settings.newsletter);
        expect(lostWords(value, read.issue, [...told, ...diagnostics])).toEqual([]);
        if (die === 0) mends(value);
      }),
      { numRuns: Math.round(INPUTS_A_ROUND * share), seed },
    );
    expect(slowest).toBeLessThan(LIMIT_MS);
  });
});

function mends(value: string): void {
  const diagnose = (now: string) => readIssue({ path: 'issues/0012.md', value: now }, settings).diagnostics;
  const once = mendText(value, diagnose).text;
  const lost = (value.match(/w\d+x/gu) ?? []).filter((word) => !once.includes(word));
  expect(lost).toEqual([]);
  expect(mendText(once, diagnose).text).toBe(once);
}

async function shippedSettings(): Promise<Settings> {
  const { settings: read } = compileSettings(await readProject(ROOT));
  if (read === undefined) throw new Error('issues/newsletter.yaml cannot be used');
  return read;
}
