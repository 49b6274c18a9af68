// What a check found goes in and is there for the next one: `out/cache/check.json`. It may be lost or torn at any time, and two
// checks may write it at once; whatever cannot be read is as if it had never been there.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeText } from '../files/write-text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { programVersion } from './program-version.ts';

/** What is remembered of an issue. */
export interface JudgedIssue {
  /** Of everything that it depends on. */
  readonly key: string;
  readonly digest: IssueDigest;
  /** Of reading, of the issue by itself and of its mail. Absent where nobody asked for them. */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface CheckCache {
  /** Another program may find other things. */
  readonly program: string;
  get(issuePath: string): JudgedIssue | undefined;
  put(judged: JudgedIssue): void;
  /** Forgets all other issues. */
  keepOnly(issuePaths: ReadonlySet<string>): void;
  /** Writes it if there is anything new. Never rejects: the next check takes longer, and that is all. */
  save(): Promise<void>;
}

/** Raised when the file is given another form. */
const FORM = 1;

export async function openCheckCache(root: string): Promise<CheckCache> {
  const file = path.join(root, 'out', 'cache', 'check.json');
  const program = await programPrint();
  const issues = await readCache(file, program);
  let isNew = false;
  return {
    program,
    get: (issuePath) => issues.get(issuePath),
    put: (judged) => {
      issues.set(judged.digest.path, judged);
      isNew = true;
    },
    keepOnly: (issuePaths) => {
      for (const issuePath of issues.keys()) {
        if (issuePaths.has(issuePath)) continue;
        issues.delete(issuePath);
        isNew = true;
      }
    },
    save: async () => {
      if (!isNew) return;
      isNew = false;
      const text = JSON.stringify({ form: FORM, program, issues: [...issues.values()] });
      await writeText(file, text, { ifExists: 'replace' }).catch(() => undefined);
    },
  };
}

async function readCache(file: string, program: string): Promise<Map<string, JudgedIssue>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    const value = JSON.parse(text);
    if (value.form !== FORM || value.program !== program || !Array.isArray(value.issues)) return new Map();
    return new Map(value.issues.map((judged: JudgedIssue) => [judged.digest.path, judged]));
  } catch {
    return new Map();
  }
}

const PROGRAM = fileURLToPath(new URL('../', import.meta.url));
/** Where they are: in a clone, the libraries change without the version. */
const BESIDE = ['../package.json', '../package-lock.json', '../node_modules/.package-lock.json'];

/** Of version, Node.js, and size and time of every file of the program: in a clone it changes without the version. */
async function programPrint(): Promise<string> {
  const names = (await readdir(PROGRAM, { recursive: true })).sort();
  const marks = await Promise.all(
    [...names, ...BESIDE].map(async (name) => {
      const found = await stat(path.join(PROGRAM, name)).catch(() => undefined);
      return found?.isFile() === true ? `${name} ${found.size} ${found.mtimeMs}` : '';
    }),
  );
  const all = [programVersion(), process.version, process.versions['icu'], ...marks];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}
