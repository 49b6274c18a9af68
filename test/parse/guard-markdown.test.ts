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
