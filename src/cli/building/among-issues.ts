// What the issues of an archive show of one another is remembered issue by issue, in `out/cache/among.txt`: a build in which one has changed
// holds only that one, and those that it touches, against the archive.
import { createArchiveIndex } from '../../check/archive/create-archive-index.ts';
import type { ChangedIssue } from '../../check/archive/touched-issues.ts';
import { checkSettings } from '../../check/check-archive.ts';
import { recheckArchive } from '../../check/recheck-archive.ts';
import type { Settings } from '../../compile-settings.ts';
import { compareDiagnostics, type Diagnostic } from '../../model/diagnostic.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { IssueFile } from '../../model/issue.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { slugOfPath } from '../../model/issue-names.ts';
import type { CacheKey } from '../cache-keys.ts';
import type { CacheShelf } from '../cache-shelf.ts';
import { once } from '../once.ts';

export interface AmongIssues {
  /** Everything that the archive shows, the settings included; the same as `checkArchive` finds. */
  find(): readonly Diagnostic[];
}

interface Ground {
  readonly files: readonly IssueFile[];
  readonly settings: Settings;
  /** Of the archive's memory of an issue. */
  readonly digestKey: CacheKey;
  readonly digestOf: (file: IssueFile) => IssueDigest;
  readonly digests: CacheShelf<IssueDigest>;
  readonly found: CacheShelf<readonly Diagnostic[]>;
}

/** Made before anything is put on the shelf of digests: there stand issues as they were when they were judged. */
export function amongIssues({ files, settings, digestKey, digestOf, digests, found }: Ground): AmongIssues {
  const { sent } = settings;
  const sentKey = (file: IssueFile): string => {
    const copy = sent?.get(slugOfPath(file.path));
    return copy === undefined ? '' : fingerprint(JSON.stringify(copy));
  };
  const keyOf = (file: IssueFile): string => `${digestKey(file)} ${sentKey(file)}`;
  const known = new Map(
    files.flatMap((file) => {
      const before = found.get(file.path, keyOf(file));
      return before === undefined ? [] : [[file.path, before] as const];
    }),
  );
  const paths = new Set(files.map(({ path }) => path));
  const isSame = known.size === files.length && found.paths().every((path) => paths.has(path));
  const judged = isSame ? new Map<string, IssueDigest>() : asJudged(found, digests, new Set(known.keys()));

  return {
    find: () => {
      const archive = once(() => createArchiveIndex(files.map(digestOf)));
      // What the settings say is held against the archive where they name its pages.
      const { redirects = [] } = settings;
      const ofSettings = checkSettings(settings, redirects.length === 0 ? undefined : archive());
      if (isSame) return [...ofSettings, ...[...known.values()].flat()].sort(compareDiagnostics);
      const changes = [...new Set([...paths, ...found.paths()])].flatMap((path): readonly ChangedIssue[] => {
        if (known.has(path)) return [];
        const [was, is] = [judged?.get(path), archive().get(path)];
        return [{ path, ...(was === undefined ? {} : { was }), ...(is === undefined ? {} : { is }) }];
      });
      const now =
        judged === undefined
          ? recheckArchive(archive(), settings, new Map(), [])
          : recheckArchive(archive(), settings, known, changes);
      for (const file of files) found.put(file.path, keyOf(file), now.get(file.path) ?? []);
      found.keepOnly(paths);
      return [...ofSettings, ...[...now.values()].flat()].sort(compareDiagnostics);
    },
  };
}

/** Issues that are not as they were judged, as they were then; undefined where that of one is forgotten: then nobody knows what it touched. */
function asJudged(
  found: CacheShelf<readonly Diagnostic[]>,
  digests: CacheShelf<IssueDigest>,
  known: ReadonlySet<string>,
): ReadonlyMap<string, IssueDigest> | undefined {
  const judged = new Map<string, IssueDigest>();
  for (const path of found.paths()) {
    if (known.has(path)) continue;
    const digest = digests.get(path, found.keyOf(path)?.split(' ')[0] ?? '');
    if (digest === undefined) return undefined;
    judged.set(path, digest);
  }
  return judged;
}
