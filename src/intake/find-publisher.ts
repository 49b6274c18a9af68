// The address of a page, and what its site calls itself, go in; the publisher's row comes out, or, where sources.yaml has none, what a row
// of its own would be.
import { isBelow } from '../model/is-below.ts';
import { slugOf, sourceIdOf } from '../model/slug.ts';
import type { Source, SourceKind } from '../model/source.ts';

export interface PublisherScene {
  readonly sources: readonly Source[];
  /** The host of the page itself, also where the address is one of an archive or a counter of clicks; without `www.` and the like. */
  readonly hostOf: (url: string) => string;
}

export interface FoundPublisher {
  readonly source: Source;
  /** By its name alone: its row does not have the page's domain. */
  readonly isByName?: true;
}

/** The row with the longest domain that covers the page's; of several the one that the site's name means. Else the one of that name. */
export function findPublisher(
  url: string,
  siteName: string | undefined,
  { sources, hostOf }: PublisherScene,
): FoundPublisher | undefined {
  const host = hostOf(url);
  const covering = sources
    .map((source) => ({
      source,
      length: Math.max(
        0,
        ...source.domains.filter((domain) => isBelow(host, bare(domain))).map(({ length }) => length),
      ),
    }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const best = covering.filter(({ length }) => length === covering[0]?.length).map(({ source }) => source);
  const named = (source: Source): boolean =>
    siteName !== undefined &&
    [source.name, ...source.variants].some((name) => plain(name) === plain(siteName));
  const byDomain = best.find(named) ?? best[0];
  if (byDomain !== undefined) return { source: byDomain };
  const byName = plain(siteName ?? '') === '' ? undefined : sources.find(named);
  return byName === undefined ? undefined : { source: byName, isByName: true };
}

export type ProposedRow = Pick<Source, 'id' | 'name' | 'kind' | 'domains'> & { readonly verb: string };

/** A guess that the editor corrects: kind and verb above all. */
export function proposeRow(
  url: string,
  siteName: string | undefined,
  publisherType: string | undefined,
  { sources, hostOf }: PublisherScene,
): ProposedRow {
  const host = hostOf(url);
  const name = nameOf(siteName, host);
  return {
    id: sourceIdOf(
      name,
      sources.map(({ id }) => id),
      slugOf(host.split('.')[0] ?? '', 'source'),
    ),
    name,
    kind: kindOf(host, publisherType),
    verb: 'reports',
    domains: /\.\p{L}{2,63}$/u.test(host) ? [host] : [],
  };
}

/** A name of the site's own; one that is far too long to be one is a slogan. */
function nameOf(siteName: string | undefined, host: string): string {
  const name = (siteName ?? '')
    .replace(/[()[\]:]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return name !== '' && name.length <= 60 ? name : host;
}

function kindOf(host: string, publisherType: string | undefined): SourceKind {
  if (/(?:^|\.)(?:gov|gob|gouv|mil|int|europa\.eu)(?:\.[a-z]{2})?$/u.test(host)) return 'official';
  if (
    /\.(?:wordpress|blogspot|substack|tumblr|medium|ghost)\.[a-z]{2,3}$/u.test(host) ||
    publisherType === 'Blog' ||
    publisherType === 'Person'
  )
    return 'blog';
  if (/(?:^|\.)(?:ngo|ong)$/u.test(host) || publisherType === 'NGO') return 'ngo';
  return 'newspaper';
}

function bare(domain: string): string {
  return domain.toLowerCase().replace(/^www\./u, '');
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^the\s+/u, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
