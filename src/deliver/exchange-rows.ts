// Writes down what is ready and takes what comes next, in one transaction; waits for a database that is away with everything kept in
// hand; and when the database answers with an error that waiting does not mend, saves row by row what can be saved.
import type { IsoInstant } from '../model/calendar.ts';
import type { Claim } from '../model/ports.ts';
import type { DeliveryExchange, Exchanged, ExchangeRequest, Settlement } from '../model/sending-ports.ts';
import { isDatabaseTrouble, type Patience, withPatience } from './patience.ts';

export interface RowExchange {
  readonly exchange: DeliveryExchange;
  readonly runId: string;
  readonly issueSlug: string;
  readonly now: () => IsoInstant;
  readonly patience: Patience;
  readonly settlements: readonly Settlement[];
  /** Asked anew at each attempt: a run may have been told to stop meanwhile. */
  readonly wanted: () => ExchangeRequest['wanted'];
  /** All that the run has of the issue, what is to be settled included. */
  readonly inHand: () => readonly Claim[];
  /** An exchange before this one failed: what became of it is not known. */
  readonly isUncertain: boolean;
}

export interface RowsExchanged {
  readonly answer: Exchanged;
  readonly written: readonly Settlement[];
  /** Refused by the ledger for good: these rows stay as they are there, in doubt or somebody else's. */
  readonly abandoned: readonly Settlement[];
  /** Rows were asked for in the attempt that succeeded. */
  readonly hasAsked: boolean;
  readonly failures: readonly unknown[];
  /** At least one attempt failed: an answer may have been lost. */
  readonly wasInTrouble: boolean;
  /** The database stayed away: nothing is known of what was not written. */
  readonly isGivenUp: boolean;
}

const NO_ROWS: Exchanged = { claims: [] };

export async function exchangeRows(rows: RowExchange): Promise<RowsExchanged> {
  try {
    const { answer, hasAsked, wasInTrouble } = await attempt(rows);
    return { ...NOTHING_WRONG, answer, hasAsked, wasInTrouble, written: rows.settlements };
  } catch (error) {
    if (isDatabaseTrouble(error)) return { ...NOTHING_WRONG, ...GIVEN_UP, failures: [error] };
    return saveEach(rows, error);
  }
}

const NOTHING_WRONG = {
  answer: NO_ROWS,
  written: [],
  abandoned: [],
  hasAsked: false,
  failures: [],
  wasInTrouble: false,
  isGivenUp: false,
} as const satisfies RowsExchanged;
const GIVEN_UP = { wasInTrouble: true, isGivenUp: true } as const;

async function attempt(rows: RowExchange) {
  const { exchange, runId, issueSlug, now, patience, settlements, wanted, inHand, isUncertain } = rows;
  let wasInTrouble = isUncertain;
  return withPatience(async (isAgain) => {
    wasInTrouble ||= isAgain;
    // The answer that was lost may have given rows; nobody works on them, so they go back before anything else is done.
    if (wasInTrouble) await exchange.releaseLost(runId, issueSlug, inHand(), now());
    const more = wanted();
    const request = { runId, at: now(), settlements };
    const answer = await exchange.exchange(more === undefined ? request : { ...request, wanted: more });
    return { answer, hasAsked: (more?.limit ?? 0) > 0, wasInTrouble };
  }, patience);
}

/** One settlement that cannot be written must not take the others with it. */
async function saveEach(rows: RowExchange, first: unknown): Promise<RowsExchanged> {
  const written: Settlement[] = [];
  const abandoned: Settlement[] = [];
  const failures: unknown[] = [first];
  for (const settlement of rows.settlements) {
    try {
      await attempt({ ...rows, settlements: [settlement], wanted: () => undefined });
      written.push(settlement);
    } catch (error) {
      failures.push(error);
      if (isDatabaseTrouble(error)) return { ...NOTHING_WRONG, ...GIVEN_UP, written, abandoned, failures };
      abandoned.push(settlement);
    }
  }
  return { ...NOTHING_WRONG, wasInTrouble: true, written, abandoned, failures };
}
