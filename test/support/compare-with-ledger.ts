// The oracle of the fault tests: what came over the wire, by the mail server's own log, against what the ledger believes. Neither
// knows of the other; whatever they do not agree on is a fault of what is between them.
import type { Delivery } from '../../src/model/delivery.ts';
import type { SinkEvent } from './sink-log.ts';

export interface Comparison {
  /** Rows that are accepted, and that the server has taken exactly once. */
  readonly accepted: number;
  /** Rows that are claimed and nobody's: whether they arrived is not known. The only ones that may differ. */
  readonly inDoubt: readonly string[];
  /** Of these, whoever's message is wholly with the server. */
  readonly inDoubtWithServer: number;
  /** Recipients that nobody wrote to and that are not in doubt, excluded or refused: still to be sent, or forgotten. */
  readonly lost: readonly string[];
  /** Recipients with two messages that the server did not refuse; none of them in doubt. */
  readonly duplicates: readonly string[];
  /** Everything else on which log and ledger do not agree, in words. */
  readonly wrong: readonly string[];
}

export interface CompareOptions {
  /** Who was in doubt and was sent to again on purpose: may have two. */
  readonly resent?: ReadonlySet<string>;
}

interface Arrival {
  readonly id: string;
  readonly to: string;
  /** Undefined: never answered. It may be delivered all the same, so it counts as a copy. */
  readonly code: number | undefined;
}

export function compareWithLedger(
  events: readonly SinkEvent[],
  deliveries: readonly Delivery[],
  { resent = new Set() }: CompareOptions = {},
): Comparison {
  const arrivals = arrivalsOf(events);
  const inDoubt: string[] = [];
  const lost: string[] = [];
  const duplicates: string[] = [];
  const wrong: string[] = [];
  const hasRefused = hasRefusedForGood(events);
  let accepted = 0;
  let inDoubtWithServer = 0;
  for (const { address, status, messageId } of deliveries) {
    const all = arrivals.get(address) ?? [];
    arrivals.delete(address);
    const copies = all.filter(({ code }) => code === undefined || code < 400);
    const taken = copies.filter(({ code }) => code !== undefined).length;
    for (const { id, to } of all) {
      if (id !== messageId) wrong.push(`${address}: Message-ID ${id}, the ledger says ${messageId}`);
      if (!to.includes(address)) wrong.push(`${address}: its message is addressed to ${to}`);
    }
    if (status === 'claimed') {
      inDoubt.push(address);
      if (copies.length > 0) inDoubtWithServer += 1;
      if (copies.length > (resent.has(address) ? 2 : 1)) duplicates.push(address);
      continue;
    }
    if (copies.length > 1 && !resent.has(address)) duplicates.push(address);
    if (status === 'accepted') {
      if (taken === 0) wrong.push(`${address}: accepted, and the server never said so`);
      else accepted += 1;
    } else if (copies.length > 0 && !resent.has(address)) {
      wrong.push(`${address}: ${status}, and the server has it`);
    }
    if (status === 'pending' || status === 'deferred') lost.push(address);
    if (status === 'rejected' && !hasRefused && !all.some(({ code }) => (code ?? 0) >= 500))
      wrong.push(`${address}: rejected, and the server refused nothing`);
  }
  for (const address of arrivals.keys()) wrong.push(`${address}: written to, and not in the ledger`);
  return { accepted, inDoubt, inDoubtWithServer, lost, duplicates, wrong };
}

/** By recipient, in order. More than one recipient a message is itself a fault, and shows as arrivals that no row explains. */
function arrivalsOf(events: readonly SinkEvent[]): Map<string, Arrival[]> {
  const codes = new Map<number, number>();
  for (const event of events) if (event.e === 'answer') codes.set(event.n, event.code);
  const arrivals = new Map<string, Arrival[]>();
  for (const event of events) {
    if (event.e !== 'dot') continue;
    const arrival = { id: event.id, to: event.to, code: codes.get(event.n) };
    const address = event.rcpt.join(' and ');
    arrivals.set(address, [...(arrivals.get(address) ?? []), arrival]);
  }
  return arrivals;
}

/** Whether the server has refused anything for good before a final dot. */
function hasRefusedForGood(events: readonly SinkEvent[]): boolean {
  return events.some((event) => event.e === 'refuse' && event.reply.startsWith('5'));
}
