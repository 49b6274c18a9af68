// A project goes in, the keys under which things found out about its issues are remembered come out: whatever else could make a
// difference is in them. The program itself is in the head of the cache's files.
import { hash } from 'node:crypto';
import { fingerprint } from '../model/digest-of-text.ts';
import type { IssueFile } from '../model/issue.ts';
import type { ProjectFiles } from '../model/project.ts';
import type { IssueContext } from '../parse/parse-issue.ts';

export type CacheKey = (file: IssueFile) => string;

/** Of everything in a key but the issue itself. */
export function groundOf(keyOf: CacheKey): string {
  return keyOf({ path: '', value: '' });
}

/** Of what the archive remembers of an issue: neither pictures nor templates make a difference to it. */
export function digestKeys({ newsletter, sources, ids }: IssueContext): CacheKey {
  const ground = fingerprint(JSON.stringify([newsletter, sources, [...ids]]));
  return ({ path, value }) => fingerprint(`${ground}\n${path}\n${value}`);
}

/** Of what an issue is compiled to, and of what is said of it by itself and as mail: whoever compiles it is given no more (`forIssues`). */
export function findingsKeys(files: ProjectFiles): CacheKey {
  const { issues, images, templates, ...others } = forIssues(files);
  const pictures = images.map(({ contents, ...image }) => [image, contents.length]);
  const ground = fingerprint(JSON.stringify([others, pictures, [...templates]]));
  return ({ path, value }) => fingerprint(`${ground}\n${path}\n${value}`);
}

/** A project without what concerns only the archive as a whole. */
export function forIssues({ redirects, ...files }: ProjectFiles): ProjectFiles {
  return files;
}

/** Of the whole project, every byte of it. */
export function projectPrint({ images, templates, ...others }: ProjectFiles): string {
  const pictures = images.map(({ contents, ...image }) => [image, hash('sha256', contents)]);
  return fingerprint(JSON.stringify([others, pictures, [...templates]]));
}
