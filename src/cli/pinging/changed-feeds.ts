// Which feeds of `out/site` the hub has not been told of as they are now. What it was told is kept in `out/cache/`; without that it is told
// of all of them once more, which does no harm.
import path from 'node:path';
import { listFiles } from '../../files/list-files.ts';
import { readText } from '../../files/read-text.ts';
import { writeText } from '../../files/write-text.ts';
import { sha256 } from '../../model/digest-of-text.ts';
import { isFeedOfHubs } from '../../publish/feeds/feed-paths.ts';

export interface ChangedFeed {
  /** Relative to the archive's root: `feed.xml`. */
  readonly path: string;
  readonly contents: string;
}

export interface FeedsAndHub {
  readonly changed: readonly ChangedFeed[];
  /** How many feeds there are in all. */
  readonly count: number;
  /** Writes down that the hub knows of this one. */
  told(feed: ChangedFeed): Promise<void>;
}

const SITE = 'out/site';
const RECORD = 'out/cache/hub.json';

/** @throws BroadsideError FILE_UNREADABLE */
export async function changedFeeds(root: string, hub: string): Promise<FeedsAndHub> {
  const known = await readRecord(root, hub);
  const paths = (await listFiles(path.join(root, SITE), '')).filter(isFeedOfHubs);
  const feeds = await Promise.all(
    paths.map(async (name) => ({ path: name, contents: await readText(root, `${SITE}/${name}`) })),
  );
  const there = new Set(paths);
  return {
    changed: feeds.filter((feed) => known.get(feed.path) !== sha256(feed.contents)),
    count: feeds.length,
    told: async (feed) => {
      known.set(feed.path, sha256(feed.contents));
      const kept = [...known].filter(([name]) => there.has(name)).sort();
      const record = JSON.stringify({ hub, feeds: Object.fromEntries(kept) }, undefined, 1);
      await writeText(path.join(root, RECORD), `${record}\n`, { ifExists: 'replace' });
    },
  };
}

async function readRecord(root: string, hub: string): Promise<Map<string, string>> {
  try {
    const record: unknown = JSON.parse(await readText(root, RECORD));
    if (typeof record === 'object' && record !== null && 'hub' in record && record.hub === hub)
      return new Map(Object.entries((record as unknown as { feeds: Record<string, string> }).feeds));
  } catch {
    // Nothing was ever told, or nobody knows what.
  }
  return new Map();
}
