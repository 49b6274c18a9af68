// A project goes in, its archive as an index and its newest issues as they are written come out. The archive is asked by digests that were remembered,
// so that only what has changed is read anew; of what is asked of the text itself, a year is enough.
import { createArchiveIndex } from '../check/archive/create-archive-index.ts';
import { digestIssue } from '../check/archive/digest-issue.ts';
import type { ArchiveIndex } from '../model/archive-index.ts';
import { type Issue, newestFirst } from '../model/issue.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import { digestKeys } from './cache-keys.ts';
import { openDigests } from './check-cache.ts';
import type { OpenProject } from './open-project.ts';

export interface RememberedArchive {
  readonly archive: ArchiveIndex;
  readonly newest: readonly Issue[];
}

/** A year of a weekly. */
const NEWEST = 52;

export async function rememberedArchive({ files, settings, root }: OpenProject): Promise<RememberedArchive> {
  const shelf = await openDigests(root);
  const keyOf = digestKeys(settings);
  const digests = files.issues.map((file) => {
    const key = keyOf(file);
    const known = shelf.get(file.path, key);
    if (known !== undefined) return known;
    const made = digestIssue(parseIssue(file, settings).issue);
    shelf.put(file.path, key, made);
    return made;
  });
  await shelf.save();
  const paths = newestFirst(digests)
    .slice(0, NEWEST)
    .map(({ path }) => path);
  const newest = files.issues
    .filter(({ path }) => paths.includes(path))
    .map((file) => parseIssue(file, settings).issue);
  return { archive: createArchiveIndex(digests), newest };
}
