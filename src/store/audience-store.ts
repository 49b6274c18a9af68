// What happens to subscriptions after they began: each a transaction of its own.
import type { AudienceStore } from '../model/audience-ports.ts';
import type { AudienceAccess } from './audience-access.ts';
import { choose, leave, rejoin } from './change-subscription.ts';
import { eraseSubscriber } from './erase-subscriber.ts';
import { personRecord } from './person-record.ts';
import { toStoredInstant } from './schema.ts';
import { searchSubscribers } from './search-subscribers.ts';
import { tagSubscribers } from './subscriber-tags.ts';
import { lift, suppress, suppression } from './suppressions.ts';
import { tidyAudience } from './tidy-audience.ts';

export function audienceStore(access: AudienceAccess): AudienceStore {
  const { change } = access;
  return {
    leave: (id, source, at) => change((now) => leave(now, id, source, toStoredInstant(at))),
    rejoin: (id, consent, leftSince, at) =>
      change((now) => rejoin(now, id, consent, toStoredInstant(leftSince), toStoredInstant(at))),
    choose: (id, preferences, source, at) =>
      change((now) => choose(now, id, preferences, source, toStoredInstant(at))),
    tag: (ids, words) => change((now) => tagSubscribers(now, ids, words)),
    suppress: (address, reason, detail, at) => suppress(access, address, reason, detail, at),
    lift: (address, detail, at) => lift(access, address, detail, at),
    suppression: (address) => suppression(access, address),
    erase: (id, source, at) => change((now) => eraseSubscriber(now, id, source, toStoredInstant(at))),
    record: (id) => personRecord(access, id),
    search: (filter) => searchSubscribers(access, filter),
    tidy: (at) => tidyAudience(access, at),
  };
}
