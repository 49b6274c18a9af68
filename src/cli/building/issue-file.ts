// The long parts of a compiled issue, in a file of its own in `out/cache/issues/`, each of which can be read without the others. A file
// that is torn, foreign or of another making is as if it were not there.
import { closeSync, openSync, readSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { Issue } from '../../model/issue.ts';
import type { RenderedIssue } from '../../model/rendered.ts';

export interface IssueParts {
  /** Together, because they share what they hold. */
  readonly issue: Pick<Issue, 'lead' | 'sections' | 'corrections' | 'frontMatter' | 'silences'>;
  readonly itemHtml: readonly string[];
  readonly page: RenderedIssue['page'];
  readonly feedHtml: RenderedIssue['feedHtml'];
  readonly itemFeedHtml: readonly string[];
  /** What the search reads. */
  readonly texts: { readonly lead: string; readonly items: readonly string[] };
}

const NAMES = ['issue', 'itemHtml', 'page', 'feedHtml', 'itemFeedHtml', 'texts'] as const;
/** The head: whose it is, and where each part ends with what sum. Padded, so that it is read at one go. */
const HEAD_BYTES = 256;
const ENDING = '.issue';

/** @param print Of everything that the issue is made from, the program included. */
export async function writeIssueFile(
  folder: string,
  slug: string,
  print: string,
  parts: IssueParts,
): Promise<void> {
  const packed = NAMES.map((name) => pack(parts[name]));
  const head = [print, ...packed.flatMap((bytes) => [bytes.length, crc32(bytes)])].join(' ');
  const bytes = Buffer.concat([Buffer.from(head.padEnd(HEAD_BYTES - 1)), Buffer.from('\n'), ...packed]);
  const target = path.join(folder, `${slug}${ENDING}`);
  const aside = `${target}.${process.pid}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(aside, bytes);
    await rename(aside, target);
  } catch {
    // The next build takes longer, and that is all.
    await rm(aside, { force: true }).catch(() => undefined);
  }
}

export function readIssuePart<Name extends keyof IssueParts>(
  folder: string,
  slug: string,
  print: string,
  name: Name,
): IssueParts[Name] | undefined {
  let file: number | undefined;
  try {
    file = openSync(path.join(folder, `${slug}${ENDING}`), 'r');
    const [known, ...figures] = bytesOf(file, 0, HEAD_BYTES).toString('utf8').trimEnd().split(' ');
    if (known !== print) return undefined;
    const index = NAMES.indexOf(name);
    let from = HEAD_BYTES;
    for (let before = 0; before < index; before += 1) from += Number(figures[before * 2]);
    const bytes = bytesOf(file, from, Number(figures[index * 2]));
    if (crc32(bytes) !== Number(figures[index * 2 + 1])) return undefined;
    return unpack(bytes) as IssueParts[Name];
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Takes away the files of all other issues. */
export async function keepIssueFiles(folder: string, slugs: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const stale = names.filter((name) => !name.endsWith(ENDING) || !slugs.has(name.slice(0, -ENDING.length)));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { force: true }).catch(() => undefined)));
}

const TEXT = 0x74;

function pack(value: unknown): Buffer {
  if (typeof value === 'string' && value.isWellFormed()) return Buffer.from(`t${value}`);
  return Buffer.concat([Buffer.from('v'), serialize(value)]);
}

function unpack(bytes: Buffer): unknown {
  return bytes[0] === TEXT ? bytes.toString('utf8', 1) : deserialize(bytes.subarray(1));
}

function bytesOf(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const now = readSync(file, bytes, read, length - read, from + read);
    if (now === 0) throw new Error('the file is shorter than it says');
    read += now;
  }
  return bytes;
}
