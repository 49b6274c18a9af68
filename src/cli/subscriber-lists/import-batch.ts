// Some hundreds of rows at a time go into the store, one outcome for each comes back. It is safe to do again: whoever is there is a duplicate. Nobody
// who left, bounced or complained, here or there, is written to afterwards.
import { readAddress } from '../../audience/address.ts';
import type { AudienceStore } from '../../model/audience-ports.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import type { NewSubscriber, SubscriberStore } from '../../model/ports.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import { present } from './csv-format.ts';
import type { ImportRow, Standing } from './import-row.ts';

export interface ImportDoors {
  readonly subscribers: Pick<SubscriberStore, 'addAll' | 'find' | 'unsubscribe'>;
  readonly audience: Pick<AudienceStore, 'suppress' | 'suppression'>;
}

export interface ImportTerms {
  /** For those who bring none of their own. Undefined: such a row is invalid. */
  readonly consent?: string;
  /** `import readers.csv`. */
  readonly source: string;
  /** Name of the other program, for how it is known that an address was theirs. */
  readonly title: string;
  /** It is our own export: it knows each person's consent, and unconfirmed and suppressed people come in as what they were. */
  readonly isOwn: boolean;
  readonly tags: readonly string[];
  /** For those of whom none is known. */
  readonly language?: string;
}

/**
 * `imported`    gets the next issue
 * `duplicate`   was there already, or stands in the file twice; nothing changed
 * `suppressed`  left or was cut off, here or there: nobody writes to them
 * `unconfirmed` asked there and never confirmed
 * `invalid`     no usable address, or nobody can tell how they stood
 */
export type RowResult = 'imported' | 'duplicate' | 'suppressed' | 'unconfirmed' | 'invalid';

export interface RowOutcome {
  readonly line: number;
  readonly address: string;
  readonly result: RowResult;
  readonly reason?: string;
}

/** A row whose address can be used and that is to be stored. */
export interface ReadRow {
  readonly row: ImportRow;
  /** As `readAddress` gives it. */
  readonly address: string;
  readonly standing: Exclude<Standing, { kind: 'unclear' }>;
  /** Undefined: nothing of them is stored but the address among the suppressed. */
  readonly subscriber?: NewSubscriber;
}

export async function importBatch(
  rows: readonly ImportRow[],
  terms: ImportTerms,
  doors: ImportDoors,
  at: IsoInstant,
): Promise<readonly RowOutcome[]> {
  return goneFirst(
    rows.map((row) => readRow(row, terms, at)),
    async (some) => {
      const added = some.flatMap(({ subscriber }) => subscriber ?? []);
      const results = added.length === 0 ? [] : await doors.subscribers.addAll(added, at);
      const outcomes: RowOutcome[] = [];
      let next = 0;
      for (const one of some) {
        const result = one.subscriber === undefined ? undefined : results[next++];
        outcomes.push(await settled(one, result, terms, doors, at));
      }
      return outcomes;
    },
  );
}

/**
 * Those who had gone from the other program come before all others of a batch, so that whoever stands in it twice is told of as what they end as.
 * @returns outcomes in the order of the rows.
 */
export async function goneFirst(
  read: readonly (ReadRow | RowOutcome)[],
  settle: (some: readonly ReadRow[]) => Promise<readonly RowOutcome[]>,
): Promise<readonly RowOutcome[]> {
  const isGone = ({ standing: { kind } }: ReadRow): boolean =>
    kind === 'unsubscribed' || kind === 'suppressed';
  const open = read.flatMap((one) => ('result' in one ? [] : [one]));
  const gone = open.filter(isGone);
  const others = open.filter((one) => !isGone(one));
  const outcomes = [...(await settle(gone)), ...(await settle(others))];
  const outcomeOf = new Map([...gone, ...others].map((one, index) => [one, outcomes[index]]));
  return read.map((one) => ('result' in one ? one : (outcomeOf.get(one) ?? undecided(one))));
}

function undecided({ row }: ReadRow): never {
  throw new Error(`Line ${row.line} was not settled`);
}

/** The row as it would be stored, or its outcome where that does not depend on who is there. */
export function readRow(row: ImportRow, terms: ImportTerms, at: IsoInstant): ReadRow | RowOutcome {
  const { line, standing } = row;
  const read = readAddress(row.address);
  if ('problem' in read)
    return { line, address: shortened(row.address), result: 'invalid', reason: read.problem };
  const { address } = read;
  if (standing.kind === 'unclear') return { line, address, result: 'invalid', reason: standing.problem };
  if (standing.kind === 'unconfirmed' && !terms.isOwn)
    return { line, address, result: 'unconfirmed', reason: standing.why };
  if (standing.kind === 'suppressed' && !terms.isOwn) return { row, address, standing };
  const consent = row.consent ?? consentOf(row, terms, at);
  if (consent === undefined)
    return { line, address, result: 'invalid', reason: 'Nothing says how they said yes, expected --consent' };
  return { row, address, standing, subscriber: { ...personalPart(row, terms, at), address, consent } };
}

function personalPart(
  row: ImportRow,
  terms: ImportTerms,
  at: IsoInstant,
): Omit<NewSubscriber, 'address' | 'consent'> {
  const { kind } = row.standing;
  // Those who may not be written to go in as what gets no letter either, and are suppressed at once: `settled` does it.
  const gone = row.unsubscribedAt === undefined ? 'unconfirmed' : 'unsubscribed';
  const status = kind === 'suppressed' || kind === 'unclear' ? gone : kind;
  return {
    status,
    ...present({
      name: row.name,
      language: row.language ?? terms.language,
      topics: row.topics,
      format: row.format,
      pausedUntil: row.pausedUntil,
      tags: [...new Set([...(row.tags ?? []), ...terms.tags])].sort(),
      createdAt: past(row.createdAt, at),
      confirmedAt: past(row.confirmedAt, at),
      unsubscribedAt: past(row.unsubscribedAt, at),
    }),
  };
}

function consentOf(row: ImportRow, terms: ImportTerms, at: IsoInstant): NewSubscriber['consent'] | undefined {
  if (terms.consent === undefined) return undefined;
  const confirmedAt = past(row.confirmedAt, at);
  return {
    text: terms.consent,
    source: terms.source,
    ...present({
      at: confirmedAt ?? past(row.createdAt, at),
      proof: confirmedAt === undefined ? undefined : `${terms.title} says: confirmed on ${confirmedAt}`,
    }),
  };
}

/** A time that is still to come was not read rightly. */
function past(instant: IsoInstant | undefined, at: IsoInstant): IsoInstant | undefined {
  return instant !== undefined && instant <= at ? instant : undefined;
}

async function settled(
  { row, address, standing }: ReadRow,
  added: 'added' | 'duplicate' | 'suppressed' | undefined,
  terms: ImportTerms,
  doors: ImportDoors,
  at: IsoInstant,
): Promise<RowOutcome> {
  const { line } = row;
  if (standing.kind === 'confirmed') {
    if (added === 'added') return { line, address, result: 'imported' };
    return added === 'suppressed'
      ? {
          line,
          address,
          result: 'suppressed',
          reason: 'left or was cut off here; no import brings them back',
        }
      : { line, address, result: 'duplicate' };
  }
  if (standing.kind === 'unconfirmed')
    return {
      line,
      address,
      result: added === 'added' ? 'unconfirmed' : (added ?? 'unconfirmed'),
      reason: standing.why,
    };
  const { why } = standing;
  const there = added === 'added' ? undefined : await doors.subscribers.find(address);
  if (there !== undefined && outlivesLeaving(there, row.unsubscribedAt))
    return { line, address, result: 'duplicate', reason: `${why}, but signed up here since: not changed` };
  if (standing.kind === 'suppressed')
    await doors.audience.suppress(
      address,
      standing.reason,
      terms.isOwn ? why : `${terms.source}: ${why}`,
      at,
    );
  else if (there !== undefined) await doors.subscribers.unsubscribe(there.id, `${terms.source}: ${why}`, at);
  return { line, address, result: 'suppressed', reason: why };
}

/**
 * Whoever signed up here themselves is not made to leave by what they once did elsewhere, unless that is known to be later. Whoever is here because
 * of an import is: they are on two lists of the other program, and have left one.
 */
export function outlivesLeaving(there: Subscriber, leftAt: IsoInstant | undefined): boolean {
  if (there.status !== 'confirmed' || there.consent.source.startsWith('import ')) return false;
  return leftAt === undefined || leftAt <= there.consent.at;
}

function shortened(address: string): string {
  return address.length > 100 ? `${address.slice(0, 100)}…` : address;
}
