// Message ids: made of the issue and the subscriber, so that every attempt carries the same one and duplicates can be recognised
// (RFC 5322 §3.6.4). Neither address nor subscriber id can be read out of them: 128 bits of SHA-256 over a random id.
import { type Expression, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './migrate.ts';

/**
 * The middle of `0294.3f5a….@example.org`, computed by the database so that a million rows are planned in one statement. Both databases
 * give the same.
 */
export function messageIdHash(
  kind: DatabaseKind,
  slug: Expression<unknown>,
  subscriberId: Expression<unknown>,
): RawBuilder<string> {
  return kind === 'postgres'
    ? sql<string>`substr(encode(sha256(convert_to(${slug} || chr(10) || ${subscriberId}, 'UTF8')), 'hex'), 1, 32)`
    : sql<string>`broadside_hash(${slug} || char(10) || ${subscriberId})`;
}

/** The slug in front lets a person see in a server's log which issue it was; a slug in another script is left out. */
export function messageIdPrefix(slug: string): string {
  return /^[a-z0-9-]{1,40}$/u.test(slug) ? `${slug}.` : '';
}
