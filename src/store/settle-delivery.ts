// Writes down what came of one conversation. Only the run that claimed the row may do so, and only once.
import type { Kysely, Updateable } from 'kysely';
import type { ServerReply, SettledOutcome } from '../model/delivery.ts';
import type { Claim } from '../model/ports.ts';
import { type DeliveryRow, type Tables, toStoredText } from './schema.ts';

export async function settleDelivery(
  db: Kysely<Tables>,
  claim: Claim,
  outcome: SettledOutcome,
  when: { readonly at: string; readonly nextAttemptAt: string | null },
): Promise<void> {
  const { numUpdatedRows } = await db.transaction().execute((transaction) =>
    transaction
      .updateTable('deliveries')
      .set(changes(claim, outcome, when))
      .where('issue_slug', '=', claim.issueSlug)
      .where('subscriber_id', '=', claim.subscriber.id)
      .where('run_id', '=', claim.runId)
      .where('status', '=', 'claimed')
      .where('attempts', '=', claim.attempt)
      .executeTakeFirst(),
  );
  if (Number(numUpdatedRows) !== 1) {
    throw new Error(`The delivery ${claim.messageId} is not claimed by this run any more`);
  }
}

function changes(
  claim: Claim,
  outcome: SettledOutcome,
  { at, nextAttemptAt }: { readonly at: string; readonly nextAttemptAt: string | null },
): Updateable<DeliveryRow> {
  switch (outcome.kind) {
    case 'accepted':
    case 'rejected':
      return { status: outcome.kind, ...replyColumns(outcome.reply), next_attempt_at: null, settled_at: at };
    case 'deferred':
      if (nextAttemptAt === null) throw new Error('A deferred delivery needs the time of its next attempt');
      return {
        status: 'deferred',
        ...replyColumns(outcome.reply),
        next_attempt_at: nextAttemptAt,
        settled_at: at,
      };
    case 'in-doubt':
      // The row stays claimed: nobody takes it again by itself.
      return { response: toStoredText(outcome.detail) };
    case 'not-begun':
      return notBegun(claim, outcome.detail, nextAttemptAt);
  }
}

/** Back to where it was; or, with a time given, put off until then. */
function notBegun(claim: Claim, detail: string, nextAttemptAt: string | null): Updateable<DeliveryRow> {
  if (nextAttemptAt !== null) {
    return {
      status: 'deferred',
      response_code: null,
      enhanced_code: null,
      response: toStoredText(detail),
      next_attempt_at: nextAttemptAt,
    };
  }
  const isFirst = claim.attempt === 1;
  return {
    status: isFirst ? 'pending' : 'deferred',
    attempts: claim.attempt - 1,
    run_id: null,
    claimed_at: null,
    ...(isFirst ? { first_attempt_at: null } : {}),
  };
}

function replyColumns({ code, enhancedCode, text }: ServerReply): Updateable<DeliveryRow> {
  return { response_code: code ?? null, enhanced_code: enhancedCode ?? null, response: toStoredText(text) };
}
