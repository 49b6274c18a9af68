// Subscribers with what they agreed to, the issues that were planned, and the delivery ledger. Never edited: later changes are
// later migrations. It runs on SQLite and on PostgreSQL; the columns that are compared or ordered are compared by byte on both.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const firstTables = (kind: 'sqlite' | 'postgres'): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const name: RawBuilder<string> = kind === 'postgres' ? sql`text collate "C"` : sql`text`;

    await db.schema
      .createTable('settings')
      .addColumn('key', name, (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('subscribers')
      .addColumn('id', name, (column) => column.primaryKey())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('address_key', name, (column) => column.notNull().unique())
      .addColumn('name', 'text')
      .addColumn('status', name, (column) => column.notNull())
      .addColumn('language', 'text')
      .addColumn('consent_seq', 'integer', (column) => column.notNull())
      .addColumn('created_at', name, (column) => column.notNull())
      .addColumn('confirmed_at', name)
      .addColumn('unsubscribed_at', name)
      .addCheckConstraint(
        'subscribers_status',
        sql`status in ('unconfirmed', 'confirmed', 'unsubscribed', 'suppressed')`,
      )
      .execute();
    await db.schema
      .createIndex('subscribers_by_status')
      .on('subscribers')
      .columns(['status', 'address_key'])
      .execute();

    await db.schema
      .createTable('consents')
      .addColumn('subscriber_id', name, (column) => column.notNull().references('subscribers.id'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('at', name, (column) => column.notNull())
      .addPrimaryKeyConstraint('consents_key', ['subscriber_id', 'seq'])
      .execute();

    await db.schema
      .createTable('issues')
      .addColumn('slug', name, (column) => column.primaryKey())
      .addColumn('text_hash', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('message_id_domain', 'text', (column) => column.notNull())
      .addColumn('planned_at', name, (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('deliveries')
      .addColumn('issue_slug', name, (column) => column.notNull().references('issues.slug'))
      .addColumn('subscriber_id', name, (column) => column.notNull().references('subscribers.id'))
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('status', name, (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('response_code', 'integer')
      .addColumn('enhanced_code', 'text')
      .addColumn('response', 'text')
      .addColumn('reason', 'text')
      .addColumn('run_id', 'text')
      .addColumn('first_attempt_at', name)
      .addColumn('claimed_at', name)
      .addColumn('next_attempt_at', name)
      .addColumn('settled_at', name)
      .addPrimaryKeyConstraint('deliveries_key', ['issue_slug', 'subscriber_id'])
      .addCheckConstraint(
        'deliveries_status',
        sql`status in ('pending', 'claimed', 'accepted', 'deferred', 'rejected', 'excluded')`,
      )
      .execute();
    await db.schema
      .createIndex('deliveries_to_claim')
      .on('deliveries')
      .columns(['issue_slug', 'status', 'next_attempt_at'])
      .execute();
  },
});
