// One durable row per issue and subscriber: planned together, claimed before the conversation with the mail server, settled after
// it. Whatever happens in between, the row tells what is known. Every method is one transaction.
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Delivery, DeliveryCounts, DeliveryStatus } from '../model/delivery.ts';
import type { DeliveryLedger, IssueToPlan, PlannedIssue, SentCopy } from '../model/ports.ts';
import { domainOf } from '../model/wire-address.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { messageIdHash, messageIdPrefix } from './message-id.ts';
import type { DatabaseKind } from './migrate.ts';
import { type DeliveryRow, type IssueRow, type Tables, toStoredInstant, toStoredText } from './schema.ts';
import { settleDelivery } from './settle-delivery.ts';
import { translated } from './translate-error.ts';

export function deliveryLedger(db: Kysely<Tables>, kind: DatabaseKind, place: string): DeliveryLedger {
  return {
    plan: (issue, at) =>
      translated(place, async () => ({ added: await plan(db, kind, issue, toStoredInstant(at)) })),
    claim: (issueSlug, limit, runId, at) =>
      translated(place, () =>
        claimDeliveries(db, kind, { issueSlug, limit, runId, at: toStoredInstant(at) }),
      ),
    settle: (claim, outcome, at, nextAttemptAt) =>
      translated(place, () =>
        settleDelivery(db, claim, outcome, {
          at: toStoredInstant(at),
          nextAttemptAt: nextAttemptAt === undefined ? null : toStoredInstant(nextAttemptAt),
        }),
      ),
    counts: (issueSlug) => translated(place, () => counts(db, issueSlug)),
    deliveries: (issueSlug, status) =>
      translated(place, async () => {
        const rows = await db
          .selectFrom('deliveries')
          .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
          .selectAll('deliveries')
          .where('issue_slug', '=', issueSlug)
          .$if(status !== undefined, (query) => query.where('deliveries.status', '=', status ?? 'pending'))
          .orderBy('subscribers.address_key')
          .execute();
        return rows.map(toDelivery);
      }),
    issues: () =>
      translated(place, async () => {
        const rows = await db
          .selectFrom('issues')
          .select(['slug', 'text_hash', 'subject', 'message_id_domain', 'planned_at'])
          .orderBy('planned_at')
          .orderBy('slug')
          .execute();
        return rows.map((row) => ({ ...toPlannedIssue(row), plannedAt: row.planned_at }));
      }),
    sentCopy: (issueSlug) => translated(place, () => sentCopy(db, issueSlug)),
  };
}

async function plan(db: Kysely<Tables>, kind: DatabaseKind, issue: IssueToPlan, at: string): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    await rememberIssue(transaction, kind, issue, at);
    const prefix = messageIdPrefix(issue.slug);
    const result = await transaction
      .insertInto('deliveries')
      .columns(['issue_slug', 'subscriber_id', 'address', 'status', 'attempts', 'message_id'])
      .expression((build) =>
        build
          .selectFrom('subscribers as s')
          .innerJoin('issues as i', (join) => join.on('i.slug', '=', issue.slug))
          .where('s.status', '=', 'confirmed')
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('deliveries as d')
                  .select('d.subscriber_id')
                  .where('d.issue_slug', '=', issue.slug)
                  .whereRef('d.subscriber_id', '=', 's.id'),
              ),
            ),
          )
          .select(({ val, lit, ref, cast }) => [
            'i.slug',
            's.id',
            's.address',
            sql<DeliveryStatus>`'pending'`.as('status'),
            lit(0).as('attempts'),
            messageIdHash(kind, {
              prefix: cast<string>(val(prefix), 'text'),
              slug: ref('i.slug'),
              subscriberId: ref('s.id'),
              domain: ref('i.message_id_domain'),
            }).as('message_id'),
          ]),
      )
      .onConflict((conflict) => conflict.columns(['issue_slug', 'subscriber_id']).doNothing())
      .executeTakeFirst();
    return Number(result.numInsertedOrUpdatedRows ?? 0);
  });
}

/** What the first reader gets is what counts; until a row was taken for it, what was planned last. */
async function rememberIssue(
  transaction: Transaction<Tables>,
  kind: DatabaseKind,
  { slug, messageIdDomain, textHash, subject, copy }: IssueToPlan,
  at: string,
): Promise<void> {
  const kept = {
    text_hash: textHash,
    subject: toStoredText(subject),
    sent_markdown: copy === undefined ? null : toStoredText(copy.markdown),
    sent_html: copy === undefined ? null : toStoredText(copy.html),
    sent_text: copy === undefined ? null : toStoredText(copy.text),
  };
  await transaction
    .insertInto('issues')
    .values({ slug, message_id_domain: messageIdDomain, planned_at: at, ...kept })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute();
  // A statement of its own: what comes after it sees every claim that was waited for. SQLite lets one writer in at a time anyway.
  if (kind === 'postgres')
    await transaction.selectFrom('issues').select('slug').where('slug', '=', slug).forUpdate().execute();
  await transaction
    .updateTable('issues')
    .set(kept)
    .where('slug', '=', slug)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries as begun')
            .select('begun.subscriber_id')
            .where('begun.issue_slug', '=', slug)
            .where('begun.status', 'in', ['claimed', 'accepted', 'deferred', 'rejected']),
        ),
      ),
    )
    .execute();
}

/** A state as the counts name it. */
const COUNTED = {
  pending: 'pending',
  claimed: 'inDoubt',
  accepted: 'accepted',
  deferred: 'deferred',
  rejected: 'rejected',
  excluded: 'excluded',
} as const;

async function counts(db: Kysely<Tables>, issueSlug: string): Promise<DeliveryCounts> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['status', ({ fn }) => fn.countAll().as('rows')])
    .where('issue_slug', '=', issueSlug)
    .groupBy('status')
    .execute();
  const byState = {
    accepted: 0,
    deferred: 0,
    rejected: 0,
    excluded: 0,
    inDoubt: 0,
    onTheWire: 0,
    pending: 0,
  };
  for (const { status, rows: number } of rows) byState[COUNTED[status]] += Number(number);
  const eligible = rows.reduce((sum, { rows: number }) => sum + Number(number), 0);
  return { issue: issueSlug, eligible, ...byState };
}

async function sentCopy(db: Kysely<Tables>, issueSlug: string): Promise<SentCopy | undefined> {
  const row = await db
    .selectFrom('issues')
    .select(['subject', 'sent_markdown', 'sent_html', 'sent_text'])
    .where('slug', '=', issueSlug)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { subject, sent_markdown: markdown, sent_html: html, sent_text: text } = row;
  return markdown === null || html === null || text === null ? undefined : { subject, markdown, html, text };
}

function toPlannedIssue(
  row: Omit<Selectable<IssueRow>, 'sent_markdown' | 'sent_html' | 'sent_text'>,
): PlannedIssue {
  return {
    slug: row.slug,
    messageIdDomain: row.message_id_domain,
    textHash: row.text_hash,
    subject: row.subject,
  };
}

function toDelivery(row: Selectable<DeliveryRow>): Delivery {
  return {
    issueSlug: row.issue_slug,
    subscriberId: row.subscriber_id,
    address: row.address,
    domain: domainOf(row.address),
    status: row.status,
    attempts: row.attempts,
    messageId: row.message_id,
    ...(row.response_code === null ? {} : { responseCode: row.response_code }),
    ...(row.enhanced_code === null ? {} : { enhancedCode: row.enhanced_code }),
    ...(row.response === null ? {} : { response: row.response }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.claimed_at === null ? {} : { claimedAt: row.claimed_at }),
    ...(row.next_attempt_at === null ? {} : { nextAttemptAt: row.next_attempt_at }),
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
  };
}
