// The newsletter that ships with the repository, read once for the tests beside this file.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createArchiveIndex } from '../../src/check/archive/create-archive-index.ts';
import { digestIssue } from '../../src/check/archive/digest-issue.ts';
import { checkArchive } from '../../src/check/check-archive.ts';
import { checkIssue } from '../../src/check/check-issue.ts';
import { settleDiagnostics } from '../../src/check/settle-diagnostics.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Issue, IssueFile } from '../../src/model/issue.ts';
import { parseIds } from '../../src/parse/parse-ids.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';

export const GROUND = path.resolve(import.meta.dirname, '../../issues');

const settings = parseNewsletter(fileOf('newsletter.yaml'));
if (settings.newsletter === undefined) throw new Error('issues/newsletter.yaml cannot be used');
const rows = parseSources(fileOf('sources.yaml'));

export const newsletter = settings.newsletter;
export const sources = rows.sources;
const context = { newsletter, sources, ids: parseIds({ path: 'issues/ids.yaml', value: '' }).ids };

const read = readdirSync(GROUND)
  .filter((name) => /^\d.*\.md$/u.test(name))
  .sort()
  .map((name) => parseIssue(fileOf(name), context));

export const issues: readonly Issue[] = read.map(({ issue }) => issue);

/** All that reading and checking have to say, of the settings too. */
export const diagnostics: readonly Diagnostic[] = [
  ...settings.diagnostics,
  ...rows.diagnostics,
  ...read.flatMap((one) => [
    ...settleDiagnostics(one.issue, one.diagnostics, newsletter),
    ...checkIssue(one.issue, context),
  ]),
  ...checkArchive(createArchiveIndex(issues.map(digestIssue)), context),
];

export function issueOf(slug: string): Issue {
  const issue = issues.find((one) => one.slug === slug);
  if (issue === undefined) throw new Error(`No issue ${slug}`);
  return issue;
}

function fileOf(name: string): IssueFile {
  return { path: `issues/${name}`, value: readFileSync(path.join(GROUND, name), 'utf8') };
}
