// A project's folder goes in, everything that the pure flow reads comes out, as text and bytes. The only place that knows how
// the editors' ground is laid out on a disk.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dialectIn } from '../model/dialect.ts';
import { BroadsideError } from '../model/errors.ts';
import type { IssueFile } from '../model/issue.ts';
import { isIssuePath, isStrayName, isYear } from '../model/issue-names.ts';
import type { ProjectFiles } from '../model/project.ts';
import { isAbsence, unreadable } from './disk-error.ts';
import { eachLimited } from './each-limited.ts';
import { listFiles } from './list-files.ts';
import { readImages } from './read-images.ts';
import { readTemplates } from './read-templates.ts';
import { readText } from './read-text.ts';

/**
 * Reads `issues/` and `templates/` below `root`. Files come sorted by path, whatever the disk's own order.
 * @throws BroadsideError NO_PROJECT, FILE_UNREADABLE
 */
export async function readProject(root: string): Promise<ProjectFiles> {
  const names = await issuesFolder(root);
  if (!names.includes('newsletter.yaml')) throw noNewsletter();
  const newsletter = await readIssueFile(root, 'newsletter.yaml');
  const dialect = dialectIn(newsletter.value);
  const all = dialect === undefined ? names : [...names, ...(await namesOfYears(root))].sort();
  return {
    newsletter,
    sources: await readOptional(root, names, 'sources.yaml'),
    ids: await readOptional(root, names, 'ids.yaml'),
    redirects: await readOptional(root, names, 'redirects.yaml'),
    issues: await eachLimited(
      all.filter((name) => isIssuePath(`issues/${name}`, dialect)),
      (name) => readIssueFile(root, name),
    ),
    strays: names.filter((name) => isStrayName(name, dialect)),
    images: await readImages(root),
    templates: await readTemplates(root),
  };
}

/** Names of the files that stand in `issues/` itself. */
async function issuesFolder(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, 'issues'), { withFileTypes: true }).catch((error) => {
    if (!isAbsence(error)) throw unreadable('issues', error);
    throw new BroadsideError('NO_PROJECT', `There is no issues/ folder in ${root}`, {
      cause: error,
      place: root,
    });
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])).sort();
}

/** `2026/42.md`: in a dialect issues may stand in a folder for each year. */
async function namesOfYears(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, 'issues'), { withFileTypes: true });
  const years = entries.filter((entry) => entry.isDirectory() && isYear(entry.name));
  const lists = await Promise.all(years.map(({ name }) => listFiles(root, `issues/${name}`)));
  return lists.flat().map((path) => path.slice('issues/'.length));
}

async function readIssueFile(root: string, name: string): Promise<IssueFile> {
  const path = `issues/${name}`;
  return { path, value: await readText(root, path) };
}

async function readOptional(root: string, names: readonly string[], name: string): Promise<IssueFile> {
  return names.includes(name) ? readIssueFile(root, name) : { path: `issues/${name}`, value: '' };
}

function noNewsletter(): BroadsideError {
  return new BroadsideError('FILE_UNREADABLE', 'issues/newsletter.yaml is missing', {
    place: 'issues/newsletter.yaml',
    hint: 'It holds the title and the sender. `broadside init DIR` makes one that you can copy.',
  });
}
