// What builds remember, beside what checks do: `out/cache/cards.txt` has what a build asks about every issue, `out/cache/among.txt` what
// the issues of the archive show of one another.
import type { Diagnostic } from '../../model/diagnostic.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { CacheShelf } from '../cache-shelf.ts';
import { type CheckCache, openCheckCache, openShelf, programPrint } from '../check-cache.ts';
import type { IssueCard } from './printed-issue.ts';

export interface BuildCache extends CheckCache {
  readonly cards: CacheShelf<IssueCard>;
  /** What is said of the archive as a whole; found once more unless everything is as it was. */
  amongIssues(ground: string, find: () => readonly Diagnostic[]): readonly Diagnostic[];
  /** Print of the program itself. */
  readonly program: string;
}

const WHOLE_ARCHIVE = 'archive';

export async function openBuildCache(root: string): Promise<BuildCache> {
  const [found, cards, among, program] = await Promise.all([
    openCheckCache(root),
    openShelf<IssueCard>(root, 'cards', { pack: same, unpack: (packed) => packed as IssueCard }),
    openShelf<readonly Diagnostic[]>(root, 'among', {
      pack: same,
      unpack: (packed) => {
        if (!Array.isArray(packed)) throw new Error('findings are a list');
        return packed;
      },
    }),
    programPrint(),
  ]);
  return {
    ...found,
    cards,
    program,
    amongIssues: (ground, find) => {
      const key = fingerprint(ground);
      const known = among.get(WHOLE_ARCHIVE, key);
      if (known !== undefined) return known;
      const now = find();
      among.put(WHOLE_ARCHIVE, key, now);
      return now;
    },
    keepOnly: (issuePaths) => {
      found.keepOnly(issuePaths);
      cards.keepOnly(issuePaths);
    },
    save: async () => {
      await Promise.all([found.save(), cards.save(), among.save()]);
    },
  };
}

function same<T>(value: T): T {
  return value;
}
