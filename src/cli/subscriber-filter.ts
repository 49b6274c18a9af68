// Flags that choose readers go in, the filter that the store takes comes out; `list`, `export` and `tag` share them.
import type { SubscriberFilter } from '../model/audience-ports.ts';
import { BroadsideError } from '../model/errors.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';
import { domainOf } from '../model/wire-address.ts';

export interface FilterFlags {
  readonly status?: string;
  readonly tag?: string;
  readonly topic?: string;
  readonly domain?: string;
  readonly language?: string;
  readonly search?: string;
}

const STATUSES: readonly SubscriberStatus[] = ['unconfirmed', 'confirmed', 'unsubscribed', 'suppressed'];

/** Throws USAGE. */
export function readFilter(flags: FilterFlags): SubscriberFilter {
  const status = STATUSES.find((one) => one === flags.status);
  if (flags.status !== undefined && status === undefined)
    throw new BroadsideError('USAGE', `Unexpected status "${flags.status}", expected ${STATUSES.join(', ')}`);
  const { tag, topic, language, search, domain } = flags;
  return {
    ...(status === undefined ? {} : { status }),
    ...(tag === undefined ? {} : { tag }),
    ...(topic === undefined ? {} : { topic }),
    ...(domain === undefined ? {} : { domain: domainOf(`x@${domain.replace(/^@/u, '')}`) }),
    ...(language === undefined ? {} : { language }),
    ...(search === undefined ? {} : { text: search }),
  };
}

export function isFiltered(filter: SubscriberFilter): boolean {
  return Object.keys(filter).length > 0;
}

/** "with the tag members, in the domain example.org": for questions and reports. */
export function filterWords({ status, tag, topic, domain, language, text }: SubscriberFilter): string {
  return [
    status === undefined ? '' : `${status}`,
    tag === undefined ? '' : `with the tag ${tag}`,
    topic === undefined ? '' : `of the topic ${topic}`,
    domain === undefined ? '' : `at ${domain}`,
    language === undefined ? '' : `in ${language}`,
    text === undefined ? '' : `like "${text}"`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}
