// From a project to what its readers have of it: the issues that were sent and whose file has changed since, read from the ledger.
// No database is made for it, and none that cannot be read keeps a check from its work.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { digestIssue } from '../check/digest-issue.ts';
import type { SentDigest } from '../check/rule.ts';
import type { Settings } from '../compile.ts';
import { sha256 } from '../model/digest-of-text.ts';
import { BroadsideError } from '../model/errors.ts';
import type { IssueFile } from '../model/issue.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import { databaseUrl } from './environment.ts';
import type { Terminal } from './terminal.ts';

/** A check that is kept waiting is of no use. */
const BUSY_TIMEOUT_MS = 1000;

/** By slug. Empty where nothing was ever sent, nothing has changed, or the ledger cannot be read: that is told on standard error. */
export async function readSent(
  project: { readonly root: string; readonly issues: readonly IssueFile[]; readonly settings: Settings },
  terminal: Terminal,
): Promise<ReadonlyMap<string, SentDigest>> {
  const url = databaseUrl(terminal);
  if (!isThere(project.root, url)) return new Map();
  try {
    return await changedSince(project, url);
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    terminal.complain(`Whether sent issues were changed is not known: ${error.message}.`);
    return new Map();
  }
}

async function changedSince(
  { root, issues, settings }: Parameters<typeof readSent>[0],
  url: string,
): Promise<ReadonlyMap<string, SentDigest>> {
  const files = new Map(issues.map((file) => [slugOf(file), file]));
  const found = new Map<string, SentDigest>();
  // Most checks have no ledger to ask: those should not wait until what opens one is loaded.
  const { withDatabase } = await import('./open-delivery.ts');
  await withDatabase(
    root,
    url,
    async ({ ledger }) => {
      for (const { slug, textHash, plannedAt } of await ledger.issues()) {
        const file = files.get(slug);
        if (file === undefined || sha256(file.value) === textHash) continue;
        const { accepted, inDoubt } = await ledger.counts(slug);
        // Planned, and nobody has it yet: it may be changed at will.
        if (accepted + inDoubt === 0) continue;
        const copy = await ledger.sentCopy(slug);
        // Sent before copies were kept: that it has changed is known, and not what.
        if (copy === undefined) continue;
        const { issue } = parseIssue({ path: file.path, value: copy.markdown }, settings);
        found.set(slug, { sentAt: plannedAt, digest: { ...digestIssue(issue), textHash } });
      }
    },
    { busyTimeoutMs: BUSY_TIMEOUT_MS },
  );
  return found;
}

/** A server is taken to be there; a file must be, or opening would make it. */
function isThere(root: string, url: string): boolean {
  if (!url.startsWith('sqlite:')) return true;
  const file = url.slice('sqlite:'.length);
  return file !== ':memory:' && existsSync(path.resolve(root, file));
}

function slugOf({ path: file }: IssueFile): string {
  return path.posix.basename(file, '.md');
}
