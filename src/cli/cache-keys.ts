// The files of a project go in, the keys under which things found out about its issues are remembered come out: whatever else could
// make a difference is in them. The program itself is in the head of the cache's files.
import { fingerprint } from '../model/digest-of-text.ts';
import type { IssueFile } from '../model/issue.ts';
import type { ProjectFiles } from '../model/project.ts';

export interface CacheKeys {
  readonly digestKey: (file: IssueFile) => string;
  readonly findingsKey: (file: IssueFile) => string;
}

export function cacheKeys(files: ProjectFiles): CacheKeys {
  const { strays, images, templates } = files;
  const digestKey = digestKeys(files);
  const ground = fingerprint(
    JSON.stringify([
      strays ?? [],
      images.map(({ path, mediaType, widthPx, heightPx, contents }) => [
        path,
        mediaType,
        widthPx,
        heightPx,
        contents.length,
      ]),
      [...templates].map(([name, { shownPath, source }]) => [name, shownPath, source]),
    ]),
  );
  return { digestKey, findingsKey: (file) => `${digestKey(file)}${ground}` };
}

/** Neither pictures nor templates make a difference to what the archive remembers of an issue. */
export function digestKeys(
  files: Pick<ProjectFiles, 'newsletter' | 'sources' | 'ids'>,
): CacheKeys['digestKey'] {
  const ground = fingerprint(JSON.stringify([files.newsletter.value, files.sources.value, files.ids.value]));
  return ({ path, value }) => fingerprint(`${ground}\n${path}\n${value}`);
}
