// Editors' own words for groups of readers, put on and taken off many at once.
import type { AudienceStore } from '../model/audience-ports.ts';
import { BroadsideError } from '../model/errors.ts';
import type { Change } from './audience-access.ts';
import { runStatement, type Statement } from './run-statement.ts';
import { toStoredText } from './schema.ts';

const LONGEST_TAG = 100;

/** @returns as it is kept. @throws BroadsideError USAGE */
export function readTag(tag: string): string {
  const text = toStoredText(tag).normalize('NFC').trim();
  if (text === '' || text.length > LONGEST_TAG)
    throw new BroadsideError(
      'USAGE',
      `Unexpected tag ${JSON.stringify(tag)}, expected 1 to ${LONGEST_TAG} characters`,
    );
  return text;
}

/** @returns how many readers changed. */
export async function tagSubscribers(
  { transaction, kind }: Change,
  ids: readonly string[],
  { add = [], remove = [] }: Parameters<AudienceStore['tag']>[1],
): Promise<number> {
  const readers = JSON.stringify(ids.map(toStoredText));
  const run = (statement: Statement, tags: readonly string[]) =>
    tags.length === 0
      ? []
      : runStatement<{ readonly subscriber_id: string }>(transaction, statement[kind], [
          readers,
          JSON.stringify(tags),
        ]);
  const removed = await run(UNTAGGED, remove.map(readTag));
  const added = await run(TAGGED, add.map(readTag));
  return new Set([...removed, ...added].map(({ subscriber_id }) => subscriber_id)).size;
}

const UNTAGGED: Statement = {
  postgres: `delete from subscriber_tags where subscriber_id in (select json_array_elements_text($1::json))
    and tag in (select json_array_elements_text($2::json)) returning subscriber_id`,
  sqlite: `delete from subscriber_tags where subscriber_id in (select value from json_each(?))
    and tag in (select value from json_each(?)) returning subscriber_id`,
};

/** Locked, so that whoever is erased just now has no tag afterwards. */
const TAGGED: Statement = {
  postgres: `with readers as (
      select id from subscribers where id in (select json_array_elements_text($1::json)) and erased_at is null order by id for share)
    insert into subscriber_tags (subscriber_id, tag)
    select id, tag from readers cross join (select distinct json_array_elements_text($2::json) as tag) as tags
    on conflict do nothing returning subscriber_id`,
  sqlite: `insert into subscriber_tags (subscriber_id, tag)
    select s.id, tags.value from (select ? as readers, ? as tags) as given, json_each(given.tags) as tags, subscribers s
    where s.id in (select value from json_each(given.readers)) and s.erased_at is null
    on conflict do nothing returning subscriber_id`,
};
