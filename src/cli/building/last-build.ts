// Where nothing has changed since the last build, and its files stand as it wrote them, there is nothing to compile: what it said is said again,
// from `out/cache/build.json`. Everything that a build depends on is in its print; where a clock or a ledger has a part in it too, nothing is kept.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { standsAsWritten } from '../../files/stands-as-written.ts';
import { writeText } from '../../files/write-text.ts';
import { readWritten } from '../../files/written-record.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import { projectPrint } from '../cache-keys.ts';
import { programPrint } from '../check-cache.ts';
import { databaseUrl } from '../environment.ts';
import { ledgerMayBeThere } from '../ledger-may-be-there.ts';
import type { ReadFiles } from '../read-files.ts';
import type { Terminal } from '../terminal.ts';

/** What a build's report speaks of. */
export interface BuildFacts {
  readonly title: string;
  readonly issues: readonly {
    readonly slug: string;
    readonly path: string;
    readonly isDraft: boolean;
    readonly isNumbered: boolean;
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of everything that a build is made from. */
export async function printOfBuild({ files }: Pick<ReadFiles, 'files'>, baseUrl?: string): Promise<string> {
  return fingerprint(`${await programPrint()}\n${baseUrl}\n${projectPrint(files)}`);
}

/** Undefined where anything is not as it was, or may not be. */
export async function lastBuild(
  read: ReadFiles,
  terminal: Terminal,
  baseUrl?: string,
): Promise<{ readonly facts: BuildFacts; readonly paths: readonly string[] } | undefined> {
  const { root } = read;
  if (ledgerMayBeThere(root, databaseUrl(terminal))) return undefined;
  const outDir = path.join(root, 'out');
  const print = await printOfBuild(read, baseUrl);
  const written = await readWritten(path.join(outDir, 'cache', 'written.txt'));
  if (written.madeFrom !== print) return undefined;
  const facts = await readFacts(root, print);
  const paths = facts && (await standsAsWritten(outDir, written, print));
  return facts && paths && { facts, paths };
}

/** Never rejects: the next build compiles once more, and that is all. */
export async function rememberBuild(root: string, print: string, facts: BuildFacts): Promise<void> {
  const json = JSON.stringify(facts);
  await writeText(fileOf(root), `${print} ${fingerprint(json)}\n${json}`, { ifExists: 'replace' }).catch(
    () => undefined,
  );
}

async function readFacts(root: string, print: string): Promise<BuildFacts | undefined> {
  const text = await readFile(fileOf(root), 'utf8').catch(() => '');
  const json = text.slice(text.indexOf('\n') + 1);
  return text === `${print} ${fingerprint(json)}\n${json}` ? JSON.parse(json) : undefined;
}

function fileOf(root: string): string {
  return path.join(root, 'out', 'cache', 'build.json');
}
