// The pieces of a search index put together again, as the browser's script gets them.
import type { OutputFile } from '../../../src/model/rendered.ts';

interface Index {
  readonly count: number;
  readonly words: readonly string[];
  readonly entries: string;
}

interface Chunk {
  readonly issues: readonly (readonly [
    slug: string,
    title: string,
    isoDate: string,
    date: string,
    direction: string,
  ])[];
  readonly entries: readonly (readonly [issue: number, ...rest: string[]])[];
}

export function piecesOf(files: readonly OutputFile[]) {
  const values = new Map<string, unknown>();
  for (const { path, contents } of files) {
    if (!path.startsWith('site/search/')) continue;
    const call = new Function('broadsideSearch', String(contents));
    call({ take: (name: string, value: unknown) => values.set(name, value) });
  }
  const numbered = <T>(folder: string): readonly T[] => {
    const list: T[] = [];
    for (let n = 0; values.has(`${folder}/${n}`); n += 1) list.push(values.get(`${folder}/${n}`) as T);
    return list;
  };
  const shards = numbered<Readonly<Record<string, string>>>('words');
  const chunks = numbered<Chunk>('entries');
  return {
    index: values.get('index') as Index,
    words: Object.assign({}, ...shards) as Readonly<Record<string, string>>,
    order: shards.flatMap((shard) => Object.keys(shard).sort()),
    firsts: shards.map((shard) => Object.keys(shard).sort()[0]),
    entries: chunks.flatMap(({ issues, entries }) =>
      entries.map(([issue, ...rest]) => [...(issues[issue] ?? []).slice(0, 3), ...rest]),
    ),
  };
}
