// One durable row per issue and subscriber: planned together, then claimed and settled by `delivery-exchange.ts`. Whatever happens in
// between, the row tells what is known. Every method is one transaction.
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { Delivery } from '../model/delivery.ts';
import type { LetterFields } from '../model/message.ts';
import type { DeliveryLedger, IssueToPlan, PlannedIssue, SentCopy } from '../model/ports.ts';
import { addRows } from './add-rows.ts';
import { countDeliveries } from './count-deliveries.ts';
import type { LeaseClock } from './lease-clock.ts';
import { isInDoubt, liveRuns } from './live-runs.ts';
import type { DatabaseKind } from './migrate.ts';
import { type DeliveryRow, type IssueRow, type Tables, toStoredInstant, toStoredText } from './schema.ts';
import { writeEvent } from './send-history.ts';
import { readStoredTags, toStoredTags } from './stored-topics.ts';
import { translated } from './translate-error.ts';

export function deliveryLedger(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  clock: LeaseClock,
  place: string,
): DeliveryLedger {
  return {
    plan: (issue, at) =>
      translated(place, async () => ({ added: await plan(db, kind, issue, toStoredInstant(at)) })),
    counts: (issueSlug) =>
      translated(place, async () => countDeliveries(db, issueSlug, await liveRuns(db, kind, clock))),
    deliveries: (issueSlug, status) =>
      translated(place, async () => {
        const doubt = isInDoubt(await liveRuns(db, kind, clock));
        const rows = await db
          .selectFrom('deliveries')
          .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
          .selectAll('deliveries')
          .select(sql<boolean | number>`(deliveries.status = 'claimed' and ${doubt})`.as('is_in_doubt'))
          .where('issue_slug', '=', issueSlug)
          .$if(status !== undefined, (query) => query.where(hasStatus(status ?? 'pending')))
          .$if(status === 'in doubt', (query) => query.where(doubt))
          .orderBy('subscribers.address_key')
          .execute();
        return rows.map(toDelivery);
      }),
    attempts: (issueSlug, subscriberId) =>
      translated(place, async () => {
        const rows = await db
          .selectFrom('delivery_attempts')
          .selectAll()
          .where('issue_slug', '=', issueSlug)
          .where('subscriber_id', '=', subscriberId)
          .orderBy('attempt')
          .execute();
        return rows.map((row) => ({
          attempt: row.attempt,
          at: row.at,
          outcome: row.outcome,
          ...replyFields(row),
        }));
      }),
    issues: () =>
      translated(place, async () => {
        const rows = await db
          .selectFrom('issues')
          .select(['slug', 'text_hash', 'subject', 'message_id_domain', 'planned_at', 'tags'])
          .orderBy('planned_at')
          .orderBy('slug')
          .execute();
        return rows.map((row) => ({ ...toPlannedIssue(row), plannedAt: row.planned_at }));
      }),
    sentCopy: (issueSlug) => translated(place, () => sentCopy(db, issueSlug)),
  };
}

/** Written out, for the index of that state is only found so. */
function hasStatus(status: Delivery['status'] | 'in doubt'): RawBuilder<boolean> {
  const stored = status === 'in doubt' ? 'claimed' : status;
  const ended = sql`deliveries.status in ('rejected', 'excluded') and`;
  return sql<boolean>`(${stored === 'rejected' || stored === 'excluded' ? ended : sql``} deliveries.status = ${sql.lit(stored)})`;
}

async function plan(db: Kysely<Tables>, kind: DatabaseKind, issue: IssueToPlan, at: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const isNew = await rememberIssue(transaction, kind, issue, at);
    const added = await addRows(transaction, kind, issue.slug, at);
    if (isNew || added > 0) {
      const detail = `${added}${isNew ? '' : ' more'}`;
      await writeEvent(transaction, { issueSlug: issue.slug, at, event: 'planned', detail });
    }
    return added;
  });
}

/**
 * What the first reader gets is what counts; until a row was taken for it, what was planned last.
 * @returns whether it was not known before
 */
async function rememberIssue(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { slug, messageIdDomain, textHash, subject, tags, copy }: IssueToPlan,
  at: string,
): Promise<boolean> {
  const kept = {
    text_hash: textHash,
    subject: toStoredText(subject),
    tags: tags === undefined ? null : toStoredTags(tags),
    sent_markdown: copy === undefined ? null : toStoredText(copy.markdown),
    sent_html: copy === undefined ? null : toStoredText(copy.html),
    sent_text: copy === undefined ? null : toStoredText(copy.text),
    sent_fields: copy?.fields === undefined ? null : JSON.stringify(copy.fields),
  };
  const inserted = await transaction
    .insertInto('issues')
    .values({ slug, message_id_domain: messageIdDomain, planned_at: at, ...kept })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('slug')
    .executeTakeFirst();
  if (inserted !== undefined) return true;
  // A statement of its own: what comes after it sees every claim that was waited for. SQLite lets one writer in at a time anyway.
  if (kind === 'postgres')
    await transaction.selectFrom('issues').select('slug').where('slug', '=', slug).forUpdate().execute();
  await transaction
    .updateTable('issues')
    .set(kept)
    .where('slug', '=', slug)
    .where(sql<boolean>`not (${sql.join(BEGUN.map(someRow), sql` or `)})`)
    .execute();
  return false;

  function someRow(status: string): RawBuilder<boolean> {
    return sql<boolean>`exists (select 1 from deliveries d where d.issue_slug = ${slug} and ${sql.raw(status)})`;
  }
}

/** Conditions on rows that somebody was written to for, or is just now; each is found in the index of its state. */
const BEGUN = [
  "d.status = 'claimed'",
  "d.status = 'accepted'",
  "d.status = 'deferred'",
  "d.status in ('rejected', 'excluded') and d.status = 'rejected'",
];

async function sentCopy(db: Kysely<Tables>, issueSlug: string): Promise<SentCopy | undefined> {
  const row = await db
    .selectFrom('issues')
    .select(['subject', 'sent_markdown', 'sent_html', 'sent_text', 'sent_fields'])
    .where('slug', '=', issueSlug)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { subject, sent_markdown: markdown, sent_html: html, sent_text: text } = row;
  if (markdown === null || html === null || text === null) return undefined;
  const copy = { subject, markdown, html, text };
  return row.sent_fields === null ? copy : { ...copy, fields: JSON.parse(row.sent_fields) as LetterFields };
}

function toPlannedIssue(
  row: Pick<Selectable<IssueRow>, 'slug' | 'message_id_domain' | 'text_hash' | 'subject' | 'tags'>,
): PlannedIssue {
  return {
    slug: row.slug,
    messageIdDomain: row.message_id_domain,
    textHash: row.text_hash,
    subject: row.subject,
    ...(row.tags === null ? {} : { tags: readStoredTags(row.tags) }),
  };
}

/** A row as it was read, and whether anybody still waits for its answer. */
export function toDelivery(
  row: Selectable<DeliveryRow> & { readonly is_in_doubt: boolean | number },
): Delivery {
  return {
    issueSlug: row.issue_slug,
    subscriberId: row.subscriber_id,
    address: row.address,
    domain: row.domain,
    status: row.status,
    attempts: row.attempts,
    messageId: row.message_id,
    ...replyFields(row),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.claimed_at === null ? {} : { claimedAt: row.claimed_at }),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: row.next_attempt_at }),
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(row.is_in_doubt ? { isInDoubt: true as const } : {}),
  };
}

function replyFields(row: Pick<Selectable<DeliveryRow>, 'response_code' | 'enhanced_code' | 'response'>) {
  return {
    ...(row.response_code === null ? {} : { responseCode: row.response_code }),
    ...(row.enhanced_code === null ? {} : { enhancedCode: row.enhanced_code }),
    ...(row.response === null ? {} : { response: row.response }),
  };
}
