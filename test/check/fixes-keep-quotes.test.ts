// No fix of any rule changes a word that somebody else said, nor where a link leads. Held against every fixture, and against issues
// put together at random from good and bad pieces with quotations in them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/check/rules.ts';
import { diagnosticsOf, filesOf, fixed, readRuleCases } from './rule-cases.ts';

/** Rules that are about marks, addresses or encoding: they may change such a sign, but no word. */
const ABOUT_ADDRESSES = /^(?:link|media|markdown|text-control|text-encoding|issue-pasted)/u;
const ABOUT_ENCODING = /^text-(?:control|encoding)/u;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Quoted words between double marks and guillemets of one paragraph, and block quotations. */
function quotedIn(text: string): readonly Range[] {
  const bodyStart = text.startsWith('---\n') ? text.indexOf('\n---\n', 3) + 5 : 0;
  const body = text.slice(bodyStart);
  const patterns = [/"[^"\n]+"/gu, /“[^“”\n]+”/gu, /«[^«»\n]+»/gu, /^>.*$/gmu];
  return patterns.flatMap((pattern) =>
    [...body.matchAll(pattern)].map(({ 0: quoted, index }) => ({
      start: bodyStart + index + 1,
      end: bodyStart + index + quoted.length - (quoted.startsWith('>') ? 0 : 1),
    })),
  );
}

function addressesIn(text: string): readonly Range[] {
  return [...text.matchAll(/\]\((https?:[^\s()]+)\)/gu)].map(({ 1: url = '', index }) => ({
    start: index + 2,
    end: index + 2 + url.length,
  }));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What an edit leaves of the letters in a range, as if it stood alone. */
function lettersAfter(text: string, { start, end }: Range, edit: Range & { readonly text: string }): string {
  const [from, to] = [Math.max(start, edit.start), Math.min(end, edit.end)];
  return letters(text.slice(start, from)) + letters(edit.text) + letters(text.slice(to, end));
}

describe('every fix of every fixture', () => {
  test.each(RULES.map(({ id }) => id))('%s', (id) => {
    const files = readRuleCases(id).flatMap(({ text }) => filesOf(text));
    for (const file of files.filter(({ path }) => path.endsWith('.md'))) {
      const text = file.value;
      const [quoted, addresses] = [quotedIn(text), addressesIn(text)];
      for (const { fix, ruleId } of diagnosticsOf([file])) {
        for (const edit of fix?.edits ?? []) {
          const inside = (range: Range) => edit.start < range.end && range.start < edit.end;
          if (!ABOUT_ENCODING.test(ruleId)) {
            const changed = quoted
              .filter(inside)
              .filter(({ start, end }) => edit.start >= start && edit.end <= end)
              .filter(
                (range) => lettersAfter(text, range, edit) !== letters(text.slice(range.start, range.end)),
              );
            expect(changed.map(({ start, end }) => `${ruleId}: ${text.slice(start, end)}`)).toEqual([]);
          }
          if (!ABOUT_ADDRESSES.test(ruleId))
            expect(addresses.filter(inside), `${ruleId} in an address`).toEqual([]);
        }
      }
    }
  });
});

const SAID = [
  '"we may may not, he said.Instead it was  22015 t tribes"',
  '“They Did NOT report s anything ; never”',
  '«Troops leave the northAP reports (3 January): gone»',
  '"The independent reports (7/2/2014): More at: nothing"',
];
const ADDRESS = 'https://harbourpost.example/a_b/The-independent';

const anyIssue = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SAID).map((said) => `Crews wait. ${said} was all.`),
      fc.constantFrom(...SAID).map((said) => `> ${said}\n> -- Ines Roca`),
      fc.constantFrom(...SAID).map((said) => `Harbour Post report s (30 December): ${said}.Then they went.`),
      fc.constantFrom(...SAID).map((said) => `Pilots ask for a tugAP report (30 December): ${said}`),
      fc.constantFrom(
        `### [Dockers vote](${ADDRESS})`,
        '### Dockers vote, again.',
        'Ports and trade',
        'Dockers vote to end strike\nThe independent reports (30 December): Crews go  back.',
        'More at: https://tide.example/rota?utm_source=x',
        'Full story:\nhttps://tide.example/rota',
        `[The Tide](${ADDRESS}) adds (2/7): the the end`,
        '[Update, 2/7] They went back.',
        '- one\n- two',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join('\n\n'));

test('quoted words and addresses of links stand in a mended text as they stood, and in their order', () => {
  fc.assert(
    fc.property(anyIssue, fc.constantFrom('---\nnumber: 12\ndate: 2026-01-09\n---\n\n', ''), (body, head) => {
      const [before] = filesOf(`${head}${body}\n`);
      const [after] = before === undefined ? [] : fixed([before]);
      if (before === undefined || after === undefined) return;
      const whole = letters(after.value);
      let from = 0;
      for (const { start, end } of [...quotedIn(before.value)].sort(
        (a, b) => a.start - b.start || b.end - a.end,
      )) {
        const said = letters(before.value.slice(start, end));
        const at = whole.indexOf(said, from);
        expect(at, before.value.slice(start, end)).toBeGreaterThanOrEqual(0);
        from = at;
      }
      const count = (text: string) => text.split(`](${ADDRESS})`).length;
      expect(count(after.value)).toBe(count(before.value));
    }),
    { numRuns: 150 },
  );
});

test('no word is lost: every letter of an issue is there when it was mended, but for doubled words and words that led to an address', () => {
  fc.assert(
    fc.property(anyIssue, (body) => {
      const value = `---\nnumber: 12\ndate: 2026-01-09\n---\n\n${body}\n`;
      const [after] = fixed(filesOf(value));
      const wordsOf = (text: string) =>
        new Set(
          text
            .replace(/https?:\/\/[^\s)>]+/gu, '')
            .toLowerCase()
            .match(/[\p{L}\p{N}]+/gu) ?? [],
        );
      const left = wordsOf(after?.value ?? '');
      const whole = letters((after?.value ?? '').replace(/https?:\/\/[^\s)>]+/gu, ''));
      const lost = [...wordsOf(value.replace(/More at:|Full story:/gu, ''))].filter(
        (word) => !left.has(word) && !whole.includes(word),
      );
      expect(lost).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
