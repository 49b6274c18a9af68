import { expect, test } from 'vitest';
import { tagsOfIssue } from '../../src/model/tags-of-issue.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from '../parse/harbour.ts';

const issueWith = (front: string, tags: readonly string[]) =>
  parseIssue(
    {
      path: 'issues/0012.md',
      value: `---\nnumber: 12\ndate: 2026-01-09\n${front}---\n\n## Quays\n\n${tags
        .map((line, n) => `### [Story ${n}](https://a.example/${n})\n\nWords.\n\n${line}\n`)
        .join('\n')}`,
    },
    harbourContext(),
  ).issue;

test.each<[string, string, readonly string[], readonly string[] | undefined, readonly string[]]>([
  ['nothing is tagged', '', [''], ['oil'], []],
  [
    'its own and those of its entries, each once',
    'tags: [rota, oil]\n',
    ['Tags: oil, strikes'],
    [],
    ['oil', 'rota', 'strikes'],
  ],
  [
    'a topic that is written otherwise',
    '',
    ['Tags: Human Cost'],
    ['human-cost', 'oil'],
    ['Human Cost', 'human-cost'],
  ],
  ['letters of another script', '', ['Tags: نفط'], ['نفط'], ['نفط']],
  ['a newsletter without topics', '', ['Tags: oil'], undefined, ['oil']],
])('%s', (_case, front, tags, topics, expected) => {
  expect(tagsOfIssue(issueWith(front, tags), topics)).toEqual(expected);
});
