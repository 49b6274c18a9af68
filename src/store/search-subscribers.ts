// Readers by what is known of them, in pages. Words are looked for here and not in the database: SQLite knows capitals of the Latin alphabet only.
import { type RawBuilder, sql } from 'kysely';
import type { SubscriberFilter } from '../model/audience-ports.ts';
import { tagSlug } from '../model/slug.ts';
import type { Subscriber } from '../model/subscriber.ts';
import type { AudienceAccess } from './audience-access.ts';
import { pagesOfSubscribers, withStatus } from './subscriber-rows.ts';

export async function* searchSubscribers(
  { read, kind }: AudienceAccess,
  filter: SubscriberFilter,
): AsyncIterable<Subscriber> {
  const { status, text } = filter;
  const conditions = conditionsOf(filter, kind);
  const wanted = text === undefined ? undefined : folded(text);
  const rows = pagesOfSubscribers(read, kind, (all) =>
    conditions.reduce((some, condition) => some.where(condition), withStatus(all, status)),
  );
  for await (const one of rows)
    if (wanted === undefined || folded(`${one.address}\n${one.name ?? ''}`).includes(wanted)) yield one;
}

function conditionsOf(
  { tag, topic, domain, language }: SubscriberFilter,
  kind: AudienceAccess['kind'],
): readonly RawBuilder<boolean>[] {
  const topicIs =
    kind === 'postgres'
      ? sql<boolean>`(s.topics is not null and s.topics::jsonb ? ${tagSlug(topic ?? '')})`
      : sql<boolean>`(s.topics is not null and exists (select 1 from json_each(s.topics) t where t.key = ${tagSlug(topic ?? '')}))`;
  const spoken = (language ?? '').toLowerCase();
  return [
    ...(tag === undefined
      ? []
      : [
          sql<boolean>`exists (select 1 from subscriber_tags w where w.tag = ${tag.normalize('NFC')} and w.subscriber_id = s.id)`,
        ]),
    ...(topic === undefined ? [] : [topicIs]),
    ...(domain === undefined ? [] : [sql<boolean>`s.address_key like ${`%@${escaped(domain)}`} escape '!'`]),
    ...(language === undefined
      ? []
      : [
          sql<boolean>`(lower(s.language) = ${spoken} or lower(s.language) like ${`${escaped(spoken)}-%`} escape '!')`,
        ]),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[!%_]/gu, (sign) => `!${sign}`);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
