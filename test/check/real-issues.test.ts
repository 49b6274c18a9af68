// The proofreader is silent about good text: the newsletter's own issues and the sample of the format give no finding.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import { checkArchive } from '../../src/check/check-archive.ts';
import { checkIssue } from '../../src/check/check-issue.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';
import { diagnosticsOf } from './rule-cases.ts';

const ROOT = new URL('../../', import.meta.url);

test('the issues in this repository', () => {
  const { newsletter } = parseNewsletter(file('issues/newsletter.yaml'));
  const { sources } = parseSources(file('issues/sources.yaml'));
  if (newsletter === undefined) throw new Error('issues/newsletter.yaml cannot be read');
  const context = { newsletter, sources };
  const parsed = readdirSync(new URL('issues/', ROOT))
    .filter((name) => /^\d.*\.md$/u.test(name))
    .map((name) => parseIssue(file(`issues/${name}`), { ...context, ids: new Map() }));
  const found = [
    ...parsed.flatMap(({ issue, diagnostics }) => [...checkIssue(issue, context, diagnostics)]),
    ...checkArchive(createArchiveIndex(parsed.map(({ issue }) => digestIssue(issue))), context),
  ];
  expect(parsed.length).toBeGreaterThanOrEqual(5);
  expect(found.map(({ path, place, reason }) => `${path}:${place?.start.line} ${reason}`)).toEqual([]);
});

test('the sample in the description of the format', () => {
  const sample = /```markdown\n(---\nnumber: 12\n.*?)```/su.exec(file('docs/issue-format.md').value)?.[1];
  expect(sample).toBeDefined();
  const found = diagnosticsOf([{ path: 'issues/0012.md', value: sample ?? '' }]);
  expect(found.map(({ place, reason }) => `${place?.start.line} ${reason}`)).toEqual([]);
});

function file(path: string) {
  return { path, value: readFileSync(new URL(path, ROOT), 'utf8') };
}
