// Any text that tells of messages that were taken in, their Message-IDs out, in batches: a mail server's log, the journal of what was sent,
// a list of ids. Only ids of the kind that the ledger gives are found; nothing else of the text is kept.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { unreadable } from './disk-error.ts';

const HASH = /^[0-9a-f]{32}$/u;
const HASH_CHARACTERS = 32;
const SLUG_CHARACTERS = 40;
/** RFC 1035 §2.3.4. */
const DOMAIN_CHARACTERS = 253;

/** Postfix names a message by its queue id: on the line with its Message-ID, and on the one that says that it was refused after all. */
const QUEUED = /\bpostfix\S{0,40}\/cleanup\[\d+\]: ([0-9A-Za-z]{6,20}): (?:resent-)?message-id=/u;
const REFUSED = /\bpostfix\S{0,40}\/cleanup\[\d+\]: ([0-9A-Za-z]{6,20}): (?:milter-)?(?:reject|discard):/u;

const BATCH_IDS = 20_000;
/** A refusal stands within a few lines of the Message-ID; so many are waited for. */
const WAITING_IDS = 2000;

/** @param path Shown in messages as it is. @throws BroadsideError FILE_UNREADABLE */
export async function* readMessageIds(path: string): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  const waiting = new Map<string, readonly string[]>();
  const settle = (): void => {
    const [oldest] = waiting;
    if (oldest === undefined) return;
    waiting.delete(oldest[0]);
    batch.push(...oldest[1]);
  };
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
      const refused = REFUSED.exec(line);
      if (refused !== null) waiting.delete(refused[1] ?? '');
      const ids = messageIdsIn(line);
      if (ids.length === 0 || refused !== null) continue;
      const queued = QUEUED.exec(line)?.[1];
      if (queued === undefined) batch.push(...ids);
      else {
        // Queue ids come again after a while.
        batch.push(...(waiting.get(queued) ?? []));
        waiting.set(queued, ids);
      }
      if (waiting.size > WAITING_IDS) settle();
      if (batch.length < BATCH_IDS) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  while (waiting.size > 0) settle();
  if (batch.length > 0) yield batch;
}

/** `0294.3f5a….@list.example.org`, the slug in front left out where it is in another script. The domain is A-labels. */
function messageIdsIn(line: string): readonly string[] {
  const ids: string[] = [];
  for (let at = line.indexOf('@'); at >= 0; at = line.indexOf('@', at + 1)) {
    const hashFrom = at - HASH_CHARACTERS;
    if (hashFrom < 0 || !HASH.test(line.slice(hashFrom, at))) continue;
    const domain = domainAt(line, at + 1);
    if (domain !== '') ids.push(`${line.slice(slugFrom(line, hashFrom), at)}@${domain}`);
  }
  return ids;
}

/** Where the slug and its dot begin; where the hash does when there are none. */
function slugFrom(line: string, hashFrom: number): number {
  if (line[hashFrom - 1] !== '.') return hashFrom;
  const dot = hashFrom - 1;
  let from = dot;
  while (from > 0 && dot - from < SLUG_CHARACTERS && /[a-z0-9-]/u.test(line[from - 1] ?? '')) from -= 1;
  return from < dot ? from : hashFrom;
}

function domainAt(line: string, from: number): string {
  const found = /^[A-Za-z0-9][A-Za-z0-9.-]*/u.exec(line.slice(from, from + DOMAIN_CHARACTERS))?.[0] ?? '';
  let end = found.length;
  while (end > 0 && /[.-]/u.test(found[end - 1] ?? '')) end -= 1;
  return found.slice(0, end);
}
