// What is remembered of an issue is not found out again; what is not, is read.
import { expect, test } from 'vitest';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import { readArchive } from '../../src/lsp/read-archive.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from '../parse/harbour.ts';

test('an archive half remembered', async () => {
  const settings = { ...harbourContext(), images: new Set<string>() };
  const text = (headline: string) => `---\nnumber: 1\ndate: 2016-01-06\n---\n\n### ${headline}\n`;
  const known = digestIssue(
    parseIssue({ path: 'issues/0001.md', value: text('Cranes stand still') }, settings).issue,
  );
  const archive = createArchiveIndex();
  const isWhole = await readArchive({
    root: '/harbour',
    paths: ['issues/0001.md', 'issues/0002.md'],
    settings,
    archive,
    readText: () => Promise.resolve(text('Ferry runs again')),
    remembered: ({ path }) => (path === known.path ? known : undefined),
    isOpen: () => false,
    isBusy: () => false,
    isOver: () => false,
    onFailure: (error) => expect.unreachable(String(error)),
  });
  expect(isWhole).toBe(true);
  expect(archive.get('issues/0001.md')).toBe(known);
  expect(archive.get('issues/0002.md')?.entries[0]?.headline).toBe('Ferry runs again');
});
