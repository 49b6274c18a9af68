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
  /** All that the run has, what is to be settled included. */
  readonly inHand: () => readonly Claim[];
  /** An exchange before this one failed: what became of it is not known. */
  readonly isUncertain: boolean;
}

export interface RowsExchanged {
  readonly answer: Exchanged;
  /** Settlements that are dealt with: written down, or refused for good (then `failures` say why). */
  readonly settled: readonly Settlement[];
  readonly hasAsked: boolean;
  readonly failures: readonly unknown[];
  /** The database stayed away: nothing is known of what was not settled. */
  readonly isGivenUp: boolean;
}

const NO_ROWS: Exchanged = { claims: [] };

export async function exchangeRows(rows: RowExchange): Promise<RowsExchanged> {
  const { settlements } = rows;
  try {
    return { ...(await attempt(rows)), settled: settlements, failures: [], isGivenUp: false };
  } catch (error) {
    if (isDatabaseTrouble(error))
      return { answer: NO_ROWS, settled: [], hasAsked: false, failures: [error], isGivenUp: true };
    return saveEach(rows, error);
  }
}

function attempt({
  exchange,
  runId,
  issueSlug,
  now,
  patience,
  settlements,
  wanted,
  inHand,
  isUncertain,
}: RowExchange) {
  return withPatience(async (isAgain) => {
    // The answer that was lost may have given rows; nobody works on them, so they go back before anything else is done.
    if (isAgain || isUncertain) await exchange.releaseLost(runId, issueSlug, inHand(), now());
    const more = wanted();
    const request = { runId, at: now(), settlements };
    const answer = await exchange.exchange(more === undefined ? request : { ...request, wanted: more });
    return { answer, hasAsked: more !== undefined };
  }, patience);
}

/** One settlement that cannot be written must not take the others with it. */
async function saveEach(rows: RowExchange, first: unknown): Promise<RowsExchanged> {
  const settled: Settlement[] = [];
  const failures: unknown[] = [first];
  for (const settlement of rows.settlements) {
    try {
      await attempt({ ...rows, settlements: [settlement], wanted: () => undefined, isUncertain: false });
      settled.push(settlement);
    } catch (error) {
      failures.push(error);
      if (isDatabaseTrouble(error))
        return { answer: NO_ROWS, settled, hasAsked: false, failures, isGivenUp: true };
      // The row stays as it is in the ledger: in doubt, or somebody else's.
      settled.push(settlement);
    }
  }
  return { answer: NO_ROWS, settled, hasAsked: false, failures, isGivenUp: false };
}
