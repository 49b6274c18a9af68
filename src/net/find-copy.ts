// The address of a page that is gone and a day go in, the copy that an archive kept nearest to that day comes out. Speaks the
// availability interface of the Internet Archive (https://archive.org/help/wayback_api.php), which others offer too.
import type { IsoDate } from '../model/calendar.ts';
import type { Fetcher } from './create-fetcher.ts';
import type { Pacer } from './pace-hosts.ts';

export const DEFAULT_ARCHIVE_URL = 'https://archive.org/wayback/available';

export type CopyOutcome =
  | { readonly kind: 'found'; readonly url: string }
  | { readonly kind: 'none' }
  /** The archive itself could not be asked. */
  | { readonly kind: 'failed'; readonly detail: string };

export interface CopyFinderOptions {
  /** Address of the interface; its own parameters are kept. */
  readonly archiveUrl: string;
  readonly fetcher: Fetcher;
  readonly pacer: Pacer;
  readonly signal?: AbortSignal;
}

export async function findCopy(url: string, date: IsoDate, options: CopyFinderOptions): Promise<CopyOutcome> {
  const { fetcher, pacer, signal } = options;
  const question = new URL(options.archiveUrl);
  question.searchParams.set('url', url);
  question.searchParams.set('timestamp', date.replaceAll('-', ''));
  const outcome = await fetcher.fetch(question.href, {
    accept: 'application/json',
    maxBodyBytes: 64 * 1024,
    ...(signal !== undefined && { signal }),
    turn: (host, ask) => pacer.turn(host, ask),
  });
  if (outcome.kind === 'failed') return { kind: 'failed', detail: `the archive: ${outcome.detail}` };
  if (outcome.status !== 200)
    return { kind: 'failed', detail: `the archive answers with status ${outcome.status}` };
  return readAnswer(new TextDecoder().decode(outcome.body));
}

/** `{"archived_snapshots": {"closest": {"available": true, "url": "http://…", "status": "200"}}}`. */
function readAnswer(text: string): CopyOutcome {
  const closest = valueAt(parsed(text), ['archived_snapshots', 'closest']);
  if (parsed(text) === undefined)
    return { kind: 'failed', detail: 'the archive answers with something else than JSON' };
  const url = valueAt(closest, ['url']);
  const isThere =
    valueAt(closest, ['available']) === true && /^2/u.test(String(valueAt(closest, ['status']) ?? 200));
  if (!isThere || typeof url !== 'string' || !/^https?:\/\//u.test(url) || !URL.canParse(url))
    return { kind: 'none' };
  // The interface still gives http: for what has long been served by https.
  return { kind: 'found', url: url.replace(/^http:\/\/web\.archive\.org\//u, 'https://web.archive.org/') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
