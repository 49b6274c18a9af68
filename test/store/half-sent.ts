// A database in the middle of sending, for tests of copies: readers, an issue of which some have it, some were put off, one is in doubt.
import type { NewSubscriber } from '../../src/model/ports.ts';
import type { SentJournalReader } from '../../src/model/sending-ports.ts';
import type { Database } from '../../src/store/open-database.ts';
import { claimRows, settleRow } from './sending.ts';

export const AT = '2026-01-09T08:00:00.000Z';
export const LATER = '2026-01-09T09:00:00.000Z';

export const ISSUE = {
  slug: '0012',
  messageIdDomain: 'list.example.org',
  textHash: 'a1',
  subject: 'Number 12',
  copy: { markdown: '# Zwölf ميناء', html: '<p>12</p>', text: "it's 12" },
};

export async function addReaders(database: Database, count: number): Promise<void> {
  const readers = Array.from(
    { length: count },
    (_, n): NewSubscriber => ({
      address: `reader${n}@example.org`,
      status: 'confirmed',
      consent: { text: 'Asked at the stall', source: 'test' },
      ...(n === 1 ? { name: 'O\'Brien \\ "दीपा" 👩‍👩‍👧‍👦\nline' } : {}),
    }),
  );
  await database.subscribers.addAll(readers, AT);
}

/** Ten readers of issue 0012: four accepted, one deferred, one in doubt, four pending. */
export async function halfSent(database: Database): Promise<void> {
  await addReaders(database, 10);
  await database.ledger.plan(ISSUE, AT);
  await sendSome(database, 4);
  const [put] = await claimRows(database, '0012', 1, 'run', AT);
  if (put === undefined) throw new Error('nobody to put off');
  const reply = { code: 451, enhancedCode: '4.7.1', text: 'Later' };
  await settleRow(database, put, { kind: 'deferred', reply }, AT, LATER);
  await claimRows(database, '0012', 1, 'run', AT);
  await database.runs.end('run', AT);
}

/** @returns The message ids, as the journal gets them. */
export async function sendSome(database: Database, count: number, run = 'run'): Promise<readonly string[]> {
  const claims = await claimRows(database, '0012', count, run, AT);
  for (const claim of claims)
    await settleRow(database, claim, { kind: 'accepted', reply: { code: 250, text: 'ok' } }, AT);
  return claims.map(({ messageId }) => messageId);
}

export interface MemoryJournal extends SentJournalReader {
  readonly ids: Map<string, string[]>;
  last: string;
}

export function memoryJournal(ids: Readonly<Record<string, readonly string[]>> = {}): MemoryJournal {
  const journal: MemoryJournal = {
    ids: new Map(Object.entries(ids).map(([slug, some]) => [slug, [...some]])),
    last: AT,
    issues: async () => [...journal.ids.keys()].sort(),
    async *messageIds(slug) {
      // Small batches, so that what spans two of them is tried too.
      const all = journal.ids.get(slug) ?? [];
      for (let from = 0; from < all.length; from += 3) yield all.slice(from, from + 3);
    },
    lastAppendedAt: async (slug) => (journal.ids.has(slug) ? journal.last : undefined),
    forget: async (slug) => void journal.ids.delete(slug),
  };
  return journal;
}
