// A project goes in, the keys under which things found out about its issues are remembered come out: whatever else could make a
// difference is in them. The program itself is in the head of the cache's files.
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
  return (file) => fingerprint(`${ground}\n${file.path}\n${printOfText(file)}`);
}

/** Of what an issue is compiled to, and of what is said of it by itself and as mail: whoever compiles it is given no more (`forIssues`). */
export function findingsKeys(files: ProjectFiles): CacheKey {
  const { issues, images, templates, ...others } = forIssues(files);
  const pictures = images.map(({ contents, ...image }) => [image, contents.length]);
  const ground = fingerprint(JSON.stringify([others, pictures, [...templates]]));
  return (file) => fingerprint(`${ground}\n${file.path}\n${printOfText(file)}`);
}

/** A project without what concerns only the archive as a whole. */
export function forIssues({ redirects, ...files }: ProjectFiles): ProjectFiles {
  return files;
}

/** Of the whole project, every byte of it. */
export function projectPrint({ issues, images, templates, ...others }: ProjectFiles): string {
  const pictures = images.map(({ contents, ...image }) => [image, fingerprint(contents)]);
  const texts = issues.map((file) => [file.path, printOfText(file)]);
  return fingerprint(JSON.stringify([others, texts, pictures, [...templates]]));
}

/** An issue's text is looked through once, however many keys it is in. */
const prints = new WeakMap<IssueFile, string>();

function printOfText(file: IssueFile): string {
  const known = prints.get(file);
  if (known !== undefined) return known;
  const print = fingerprint(file.value);
  prints.set(file, print);
  return print;
}
