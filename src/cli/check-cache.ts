// What a check found is there for the next one, and for the language server: `out/cache/digests.txt` has what the archive remembers
// of each issue, `out/cache/findings.txt` what is said of it. Apart, because whoever checks one issue asks for all digests and for
// the findings of that one.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../model/diagnostic.ts';
import { fingerprint } from '../model/digest-of-text.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { type CacheShelf, openCacheShelf, type ShelfOptions } from './cache-shelf.ts';
import { packDigest, unpackDigest } from './pack-digest.ts';
import { programVersion } from './program-version.ts';

export interface CheckCache {
  readonly digests: CacheShelf<IssueDigest>;
  /** Of reading, of the issue by itself and of its mail; not of the archive. */
  readonly findings: CacheShelf<readonly Diagnostic[]>;
  /** Forgets all other issues. */
  keepOnly(issuePaths: ReadonlySet<string>): void;
  save(): Promise<void>;
}

/** Raised when the files are given another form. */
const FORM = 2;

export async function openCheckCache(root: string): Promise<CheckCache> {
  const [digests, findings] = await Promise.all([
    openDigests(root),
    openShelf<readonly Diagnostic[]>(root, 'findings', {
      pack: (found) => found,
      unpack: (packed) => {
        if (!Array.isArray(packed)) throw new Error('findings are a list');
        return packed;
      },
    }),
  ]);
  return {
    digests,
    findings,
    keepOnly: (issuePaths) => {
      digests.keepOnly(issuePaths);
      findings.keepOnly(issuePaths);
    },
    save: async () => {
      await Promise.all([digests.save(), findings.save()]);
    },
  };
}

/** For whoever only compares issues. */
export function openDigests(root: string): Promise<CacheShelf<IssueDigest>> {
  return openShelf(root, 'digests', { pack: packDigest, unpack: unpackDigest });
}

export async function openShelf<T>(
  root: string,
  name: string,
  form: Omit<ShelfOptions<T>, 'head'>,
): Promise<CacheShelf<T>> {
  const head = `broadside ${name} ${FORM} ${await programPrint()}`;
  return openCacheShelf(path.join(root, 'out', 'cache', `${name}.txt`), { ...form, head });
}

const PROGRAM = fileURLToPath(new URL('../', import.meta.url));
/** Where they are: in a clone, the libraries change without the version. */
const BESIDE = ['../package.json', '../package-lock.json', '../node_modules/.package-lock.json'];

let print: Promise<string> | undefined;

/** Of version, Node.js, and size and time of every file of the program: another program may find other things. */
export function programPrint(): Promise<string> {
  print ??= readPrint();
  return print;
}

async function readPrint(): Promise<string> {
  const names = (await readdir(PROGRAM, { recursive: true })).sort();
  const marks = await Promise.all(
    [...names, ...BESIDE].map(async (name) => {
      const found = await stat(path.join(PROGRAM, name)).catch(() => undefined);
      return found?.isFile() === true ? `${name} ${found.size} ${found.mtimeMs}` : '';
    }),
  );
  const all = [programVersion(), process.version, process.versions['icu'], ...marks];
  return fingerprint(all.join('\n'));
}
