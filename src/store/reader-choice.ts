// Whether a confirmed reader wants an issue, by what they have chosen themselves: as a condition of the database's where many are planned, and as a
// function where some are claimed. Both say the same.
import { type RawBuilder, sql } from 'kysely';
import { dayOf } from './audience-counts.ts';
import type { DatabaseKind } from './migrate.ts';
import { slugsOf } from './stored-topics.ts';

export interface ReaderChoice {
  readonly topics: string | null;
  readonly paused_until: string | null;
}

const OTHER_TOPICS = 'other topics';
const PAUSED = 'paused until ';
/** Behind a reason that was found out when the row was claimed. */
export const SINCE_PLANNED = ' since it was planned';

/** @param tags Of the issue, as they are stored. @returns why they do not want it: `paused until 2026-12-24`, `other topics`. */
export function unwantedBecause(
  { topics, paused_until }: ReaderChoice,
  tags: string | null,
  at: string,
): string | undefined {
  if (paused_until !== null && paused_until > at) return PAUSED + dayOf(paused_until);
  if (topics === null || tags === null) return undefined;
  const wanted = new Set(slugsOf(topics));
  return slugsOf(tags).some((slug) => wanted.has(slug)) ? undefined : OTHER_TOPICS;
}

const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** The same of subscribers `s`; null where they want it. */
export function reasonUnwanted(
  kind: DatabaseKind,
  tags: string | null,
  at: string,
): RawBuilder<string | null> {
  const paused = sql`when s.paused_until > ${at} then ${sql.lit(PAUSED)} || substr(s.paused_until, 1, ${sql.lit(DATE_LENGTH)})`;
  if (tags === null) return sql<string | null>`case ${paused} end`;
  const slugs = slugsOf(tags);
  const meets =
    kind === 'postgres'
      ? sql`s.topics::jsonb ?| ${slugs}::text[]`
      : sql`exists (select 1 from json_each(s.topics) w where w.key in (select value from json_each(${JSON.stringify(slugs)})))`;
  return sql<string | null>`case ${paused}
    when s.topics is not null and not (${meets}) then ${sql.lit(OTHER_TOPICS)} end`;
}

/** Of rows `d` that are left out: because their reader wanted it so, found out at whatever time. */
export const isOwnChoice = sql<boolean>`(d.reason is not null and (d.reason like ${sql.lit(`${OTHER_TOPICS}%`)} or d.reason like ${sql.lit(`${PAUSED}%`)}))`;

/** The same, found out when the issue was planned. */
export const isPlannedOut = sql<boolean>`(d.reason is not null
  and (d.reason = ${sql.lit(OTHER_TOPICS)} or d.reason like ${sql.lit(`${PAUSED}____-__-__`)}))`;
