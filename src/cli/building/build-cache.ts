// What builds remember, beside what checks do: `out/cache/cards.txt` has what a build asks about every issue, `out/cache/among.txt` what
// the issues of the archive show of one another.
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { CacheShelf } from '../cache-shelf.ts';
import { type CheckCache, openCheckCache, openShelf, programPrint } from '../check-cache.ts';
import type { IssueCard } from './printed-issue.ts';

export interface BuildCache extends CheckCache {
  readonly cards: CacheShelf<IssueCard>;
  /** What the archive shows of each issue. */
  readonly among: CacheShelf<readonly Diagnostic[]>;
  /** Print of the program itself. */
  readonly program: string;
}

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
    among,
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
