// What is remembered of feeds and of what they brought, in `data/`: neither can be found out again. `data/feeds.jsonl` says when a feed may be asked
// next and how to ask only for what is new; `data/offered.jsonl` which stories an editor has seen, so that what was deleted from the inbox stays
// deleted. Not in the inbox itself: a remark there would be in the editors' way, and gone with one careless stroke.
import path from 'node:path';
import { openRecordLog, type RecordLog } from '../../files/record-log.ts';
import type { IsoInstant } from '../../model/calendar.ts';

export interface FeedState {
  readonly url: string;
  readonly askedAt: IsoInstant;
  /** For the question whether there is anything new; absent after a text that was not whole. */
  readonly validators?: { readonly url: string; readonly etag?: string; readonly lastModified?: string };
  /** Of the settings with which it was read: with others, an unchanged feed may have something to offer. */
  readonly settingPrint: string;
  /** In a row. */
  readonly failures: number;
  readonly failingSince?: IsoInstant;
  /** Not asked before. */
  readonly nextAt?: IsoInstant;
  readonly detail?: string;
  /** Its server has said that it will not come back. */
  readonly isGone?: true;
}

export interface Offered {
  /** Canonical address. */
  readonly key: string;
  /** Of the headline's words, where there are enough to tell a story. */
  readonly words?: string;
  readonly at: IsoInstant;
}

export const FEED_MEMORY = 'data/feeds.jsonl';
export const OFFERED_MEMORY = 'data/offered.jsonl';

/** @throws BroadsideError FILE_UNREADABLE, FILE_UNWRITABLE */
export function openFeedMemory(root: string): Promise<RecordLog<FeedState>> {
  return openRecordLog<FeedState>(path.join(root, FEED_MEMORY), {
    keyOf: ({ url }) => url,
    read: (value) =>
      isRecordOf(value, ['url', 'askedAt', 'settingPrint']) ? (value as FeedState) : undefined,
  });
}

/** @throws BroadsideError FILE_UNREADABLE, FILE_UNWRITABLE */
export function openOfferedMemory(root: string): Promise<RecordLog<Offered>> {
  return openRecordLog<Offered>(path.join(root, OFFERED_MEMORY), {
    keyOf: ({ key }) => key,
    read: (value) => (isRecordOf(value, ['key', 'at']) ? (value as Offered) : undefined),
  });
}

function isRecordOf(value: unknown, texts: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    texts.every((key) => typeof Reflect.get(value, key) === 'string')
  );
}
