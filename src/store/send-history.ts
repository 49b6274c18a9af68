// What happened to an issue, a line for each event. Written in the transaction of what it tells.
import type { Kysely } from 'kysely';
import type { SendEvent } from '../model/send-order.ts';
import { type Tables, toStoredText } from './schema.ts';

export async function writeEvent(
  db: Kysely<Tables>,
  { issueSlug, at, event, detail }: SendEvent & { readonly issueSlug: string },
): Promise<void> {
  await db
    .insertInto('send_events')
    .values({
      issue_slug: issueSlug,
      at,
      event,
      detail: detail === undefined ? null : toStoredText(detail),
    })
    .execute();
}

export async function readHistory(db: Kysely<Tables>, issueSlug: string): Promise<readonly SendEvent[]> {
  const rows = await db
    .selectFrom('send_events')
    .select(['at', 'event', 'detail'])
    .where('issue_slug', '=', issueSlug)
    .orderBy('seq')
    .execute();
  return rows.map(({ at, event, detail }) => ({ at, event, ...(detail === null ? {} : { detail }) }));
}
