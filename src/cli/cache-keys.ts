// A project goes in, the keys under which things found out about its issues are remembered come out: whatever else could make a
// difference is in them. The program itself is in the head of the cache's files.
import { fingerprint } from '../model/digest-of-text.ts';
import type { IssueFile } from '../model/issue.ts';
import type { ProjectFiles } from '../model/project.ts';
import type { IssueContext } from '../parse/parse-issue.ts';

export type CacheKey = (file: IssueFile) => string;

/** Of what the archive remembers of an issue: neither pictures nor templates make a difference to it. */
export function digestKeys({ newsletter, sources, ids }: IssueContext): CacheKey {
  const ground = fingerprint(JSON.stringify([newsletter, sources, [...ids]]));
  return ({ path, value }) => fingerprint(`${ground}\n${path}\n${value}`);
}

/** Of what is said of an issue by itself and as mail. */
export function findingsKeys({
  newsletter,
  sources,
  ids,
  strays,
  images,
  templates,
}: ProjectFiles): CacheKey {
  const pictures = images.map(({ path, mediaType, widthPx, heightPx, contents }) => [
    path,
    mediaType,
    widthPx,
    heightPx,
    contents.length,
  ]);
  const printed = [...templates].map(([name, { shownPath, source, beneath }]) => [
    name,
    shownPath,
    source,
    beneath?.source,
  ]);
  const settings = [newsletter.value, sources.value, ids.value];
  const ground = fingerprint(JSON.stringify([settings, strays ?? [], pictures, printed]));
  return ({ path, value }) => fingerprint(`${ground}\n${path}\n${value}`);
}
