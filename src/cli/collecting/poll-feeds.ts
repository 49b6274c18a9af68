// Feeds go in, each is asked and read, and what it brought comes out in their order. Several at once, one host at a time with a pause; whoever
// breaks off has what was read until then.
import type { FeedRefusal, FeedText } from '../../intake/feeds/feed-text.ts';
import { readFeed } from '../../intake/feeds/read-feed.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { FeedSetting } from '../../model/feed-setting.ts';
import { askFeed, type FeedAnswer } from '../../net/ask-feed.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { createPacer } from '../../net/pace-hosts.ts';
import { countOf } from '../command-result.ts';
import type { LinksWorld } from '../links/ask-links.ts';
import type { Terminal } from '../terminal.ts';
import type { FeedState } from './feed-memory.ts';
import { nextFeedState } from './next-feed-state.ts';

export interface PolledFeed {
  readonly setting: FeedSetting;
  readonly answer: FeedAnswer;
  readonly read?: FeedText | FeedRefusal;
  readonly state: FeedState;
}

export interface PollOptions {
  readonly fetcher: Fetcher;
  readonly memory: ReadonlyMap<string, FeedState>;
  /** Asks for all that is there, not only for what is new. */
  readonly isFresh: boolean;
  readonly paceMs: number;
  readonly limitMs: number;
  /** Aborted when the user breaks off, or time is up. */
  readonly control: AbortController;
  readonly timer: LinksWorld['timer'];
}

const CONCURRENCY = 8;

/** Those that were not asked are missing. */
export async function pollFeeds(
  settings: readonly FeedSetting[],
  options: PollOptions,
  terminal: Terminal,
): Promise<readonly PolledFeed[]> {
  const { fetcher, memory, isFresh, paceMs, control, timer } = options;
  const { signal } = control;
  const pacer = createPacer({ gapMs: paceMs, concurrency: CONCURRENCY, timer, signal });
  const startedAt = timer.now();
  const polled = new Map<FeedSetting, PolledFeed>();
  const poll = async (setting: FeedSetting): Promise<void> => {
    if (timer.now() - startedAt > options.limitMs) control.abort(new Error('time is up'));
    signal.throwIfAborted();
    const before = memory.get(setting.url);
    const settingPrint = printOf(setting);
    const isSame = !isFresh && before?.settingPrint === settingPrint;
    const answer = await askFeed(fetcher, setting.url, {
      ...(isSame && before.validators !== undefined && { validators: before.validators }),
      signal,
      turn: pacer.turn,
      wallClock: () => Date.parse(terminal.now()),
    });
    const read = answer.kind === 'text' ? readFeed(answer.text, answer.url) : undefined;
    const change = { url: setting.url, before, settingPrint, now: terminal.now() };
    const refusal = read !== undefined && 'refusal' in read ? { refusal: read.refusal } : {};
    const state = nextFeedState(answer, { ...change, ...refusal });
    polled.set(setting, { setting, answer, ...(read !== undefined && { read }), state });
    terminal.progress(`${polled.size} of ${countOf(settings.length, 'feed')} asked`);
  };
  const results = await Promise.allSettled(settings.map(poll));
  terminal.progress('');
  for (const result of results) if (result.status === 'rejected' && !signal.aborted) throw result.reason;
  return settings.flatMap((setting) => polled.get(setting) ?? []);
}

function printOf(setting: FeedSetting): string {
  return fingerprint(JSON.stringify(setting));
}
