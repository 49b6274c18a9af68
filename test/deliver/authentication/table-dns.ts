// A name system that is a table, for tests of what reads records. A name that is not in it does not exist.
import type { DnsAnswer, DnsLookup } from '../../../src/model/dns-lookup.ts';

export interface TableEntry {
  readonly txt?: readonly string[];
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  /** In order of preference. */
  readonly mx?: readonly string[];
  readonly ptr?: readonly string[];
  /** Whatever is asked. */
  readonly fails?: string;
}

export interface TableDns extends DnsLookup {
  /** Names of TXT that were asked, in order. */
  readonly asked: readonly string[];
}

export function tableDns(table: Readonly<Record<string, TableEntry>>): TableDns {
  const asked: string[] = [];
  const answer = async <T>(name: string, records: readonly T[] | undefined): Promise<DnsAnswer<T>> => {
    const fails = table[name]?.fails;
    if (fails !== undefined) return { kind: 'failed', detail: fails };
    return records === undefined || records.length === 0 ? { kind: 'none' } : { kind: 'found', records };
  };
  return {
    asked,
    txt: (name) => {
      asked.push(name);
      return answer(name, table[name]?.txt);
    },
    a: (name) => answer(name, table[name]?.a),
    aaaa: (name) => answer(name, table[name]?.aaaa),
    mx: (name) =>
      answer(
        name,
        table[name]?.mx?.map((exchange, index) => ({ preference: index * 10, exchange })),
      ),
    ptr: (name) => answer(name, table[name]?.ptr),
  };
}
