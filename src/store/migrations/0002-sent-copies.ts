// What went out, beside the hash that tells of a change: the Markdown and the letter made of it. Rows of before have none.
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const sentCopies: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['sent_markdown', 'sent_html', 'sent_text'])
      await db.schema.alterTable('issues').addColumn(column, 'text').execute();
  },
};
