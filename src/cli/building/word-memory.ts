// What the search found of all words is there for the next build: one text in `out/cache/words.txt`. It may be lost or torn at any time, and
// is then as if it had never been there.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { writeText } from '../../files/write-text.ts';
import type { PublishInput } from '../../publish/publish-input.ts';
import { programPrint } from '../check-cache.ts';

export interface WordMemory extends NonNullable<PublishInput['wordMemory']> {
  /** Writes it if there is anything new. Never rejects: the next build takes longer, and that is all. */
  readonly save: () => Promise<void>;
}

export async function openWordMemory(root: string): Promise<WordMemory> {
  const file = path.join(root, 'out', 'cache', 'words.txt');
  const head = `broadside words ${await programPrint()}`;
  const headOf = (text: string): string => `${head} ${crc32(text).toString(16)}\n`;
  const found = await readFile(file, 'utf8').catch(() => '');
  const text = found.slice(found.indexOf('\n') + 1);
  let news: string | undefined;
  return {
    known: found.startsWith(head) && found === headOf(text) + text ? text : undefined,
    keep: (now) => {
      news = now;
    },
    save: async () => {
      if (news === undefined) return;
      await writeText(file, headOf(news) + news, { ifExists: 'replace' }).catch(() => undefined);
    },
  };
}
