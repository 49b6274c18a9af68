// Markdown made to keep a parser busy or to overflow its stack: it ends in a diagnostic, and its words are still there.
import { expect, test } from 'vitest';
import { findMarkdownExcess } from '../../src/parse/guard-markdown.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from './harbour.ts';

const context = harbourContext();
const HEAD = '---\nnumber: 12\ndate: 2026-01-09\n---\n';
const KB = 1024;

test.each([
  ['nesting', '> '.repeat(5000)],
  ['nesting', '- '.repeat(500)],
  ['nesting', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
  ['nesting', '!['.repeat(2000) + '](a)'.repeat(2000)],
  ['nesting', `${'*a **b '.repeat(200)}c${'** d*'.repeat(200)}`],
  ['input-size', 'a**b'.repeat(20 * KB)],
  ['input-size', '**a '.repeat(10 * KB)],
  ['input-size', 'x<!-- '.repeat(10 * KB)],
  ['input-size', '[a](b ( '.repeat(10 * KB)],
  ['input-size', '> a\n\n'.repeat(10 * KB)],
  ['input-size', 'a\n---\n'.repeat(10 * KB)],
  ['input-size', `- a\n${'a\n'.repeat(20 * KB)}`],
  ['input-size', 'word '.repeat(60 * KB)],
])('%s: %.20o', (ruleId, hostile) => {
  const { issue, diagnostics } = parseIssue(
    { path: 'issues/0012.md', value: `${HEAD}first\n\n${hostile}\n\nlast` },
    context,
  );
  expect(diagnostics.map((diagnostic) => diagnostic.ruleId)).toEqual([ruleId]);
  expect(diagnostics[0]?.place?.start.line).toBeGreaterThan(4);
  expect(issue.number).toBe(12);
  const shown = JSON.stringify(issue.lead);
  expect(shown).toContain('"first"');
  expect(shown).toContain('last"');
});

test.each([
  [
    'a long and busy issue',
    '### [Head](https://a.example/)\n\nReuters report (2 January): *The* [army](https://b.example/) said "no".\n\n> Quoted\n> -- Name\n\n- a\n- b\n\nTags: a, b\n\n'.repeat(
      150,
    ),
  ],
  ['200 KB of words', 'lorem ipsum dolor sit amet, '.repeat(7 * KB)],
  ['a list of 300', '- [a](https://a.example/), and some words\n'.repeat(300)],
  ['90 levels', '> '.repeat(90)],
])('%s is read', (_, text) => {
  expect(findMarkdownExcess(text)).toBeUndefined();
});

// What our own patterns do with these must not grow with the square of their length: a run of minutes would fail here.
test.each([
  ['a note', `[update${' ,'.repeat(50_000)}x`],
  ['a credit', `![a](b.jpg) ${`[credit:${' '.repeat(90)}`.repeat(90)}`],
  ['a film', `Video: a\nby${' '.repeat(100_000)}x`],
  ['a film by nobody', `Video: a\nby a${' '.repeat(100_000)}x`],
  ['a silence', `<!-- on purpose:${' '.repeat(100_000)}x${' '.repeat(100_000)}(-->`],
  ['an address', `[a]: ${'a.'.repeat(50_000)}!\n\n[a]`],
  ['a byline', `by A${' A'.repeat(50_000)}`],
  ['an attribution', `A${' a'.repeat(50_000)} reports (2 January): b`],
  ['a day', `16${' '.repeat(100_000)}x: y`],
  ['a listing', `- a.${' '.repeat(100_000)}x. Disclaimer`],
  ['tags', `Tags: ${', '.repeat(50_000)}a`],
])('%s of 100 KB is read', (_, text) => {
  for (const head of [
    '### A\n\n',
    '## Live: A\n\n### 16:40\n\n',
    '## Of interest to readers\n\n',
    '## Events\n\n### A\n\n',
    '## Live: A\n\n### ',
  ]) {
    const { issue } = parseIssue({ path: 'issues/0012.md', value: HEAD + head + text }, context);
    expect(issue.sections).toHaveLength(1);
  }
});
