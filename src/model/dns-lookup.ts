// What is asked of the name system, sized by who asks: `deliver/authentication/` reads records by it, `net/` answers with a real
// name server, tests with a table. Names are lower-case A-labels without a final dot.

export interface DnsLookup {
  /** Each record with its strings joined, as RFC 7208 §3.3 and RFC 6376 §3.6.2.2 say. */
  txt(name: string): Promise<DnsAnswer<string>>;
  a(name: string): Promise<DnsAnswer<string>>;
  aaaa(name: string): Promise<DnsAnswer<string>>;
  mx(name: string): Promise<DnsAnswer<MailExchange>>;
  /** @param name Of `in-addr.arpa` or `ip6.arpa`; see `reverseName`. */
  ptr(name: string): Promise<DnsAnswer<string>>;
}

export interface MailExchange {
  readonly preference: number;
  /** Empty in a null MX (RFC 7505 §3). */
  readonly exchange: string;
}

export type DnsAnswer<T> =
  | { readonly kind: 'found'; readonly records: readonly T[] }
  /** There is no such name, or it has no record of that type. */
  | { readonly kind: 'none' }
  /** Nobody can tell: no answer, or SERVFAIL, REFUSED … `detail` says which, in words without a final stop. */
  | { readonly kind: 'failed'; readonly detail: string };

/** What was found; nothing where there is none or nobody can tell. */
export function recordsOf<T>(answer: DnsAnswer<T>): readonly T[] {
  return answer.kind === 'found' ? answer.records : [];
}
