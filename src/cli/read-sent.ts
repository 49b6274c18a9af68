// From a project to what its readers have of it: issues that were sent, read from the ledger. No database is made or changed for
// it, and none that cannot be read keeps a check from its work.
import { digestIssue } from '../check/archive/digest-issue.ts';
import type { SentDigest } from '../check/rule.ts';
import type { Settings } from '../compile-settings.ts';
import { sha256 } from '../model/digest-of-text.ts';
import { BroadsideError } from '../model/errors.ts';
import type { IssueFile } from '../model/issue.ts';
import { slugOfPath } from '../model/issue-names.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import type { LedgerView } from '../store/open-database.ts';
import { databaseUrl } from './environment.ts';
import { ledgerMayBeThere } from './ledger-may-be-there.ts';
import type { OpenProject } from './open-project.ts';
import type { Terminal } from './terminal.ts';

/** A check that is kept waiting is of no use. */
const BUSY_TIMEOUT_MS = 1000;

export interface SentReading {
  readonly root: string;
  /** Asked about; of those that come with their text, only the ones that are no longer as they were sent are answered. */
  readonly issues: readonly (Pick<IssueFile, 'path'> & Partial<IssueFile>)[];
  readonly settings: Settings;
}

/** By slug. Empty where nothing was ever sent, nothing has changed, or the ledger cannot be read: that is told on standard error. */
export async function readSent(
  project: SentReading,
  terminal: Pick<Terminal, 'env' | 'complain'>,
): Promise<ReadonlyMap<string, SentDigest>> {
  const found = await askLedger(project, terminal, (ledger) => changedSince(project, ledger));
  return found ?? new Map();
}

/** Paths of those that somebody has in a letter, or may have, changed since or not. Empty where the ledger cannot be read. */
export async function readSentPaths(
  project: Pick<SentReading, 'root' | 'issues'>,
  terminal: Pick<Terminal, 'env' | 'complain'>,
): Promise<ReadonlySet<string>> {
  const found = await askLedger(project, terminal, async (ledger) => {
    const planned = new Set((await ledger.issues()).map(({ slug }) => slug));
    const paths = new Set<string>();
    for (const file of project.issues) {
      const slug = slugOfPath(file.path);
      if (planned.has(slug) && (await isWithReaders(ledger, slug))) paths.add(file.path);
    }
    return paths;
  });
  return found ?? new Set();
}

async function askLedger<T>(
  { root }: Pick<SentReading, 'root'>,
  terminal: Pick<Terminal, 'env' | 'complain'>,
  ask: (ledger: LedgerView['ledger']) => Promise<T>,
): Promise<T | undefined> {
  const url = databaseUrl(terminal);
  // Most checks have no ledger to ask: those should not wait until what opens one is loaded.
  if (!ledgerMayBeThere(root, url)) return undefined;
  try {
    const { viewLedger } = await import('../store/open-database.ts');
    const view = await viewLedger(url, { root, busyTimeoutMs: BUSY_TIMEOUT_MS });
    if (view === undefined) return undefined;
    try {
      return await ask(view.ledger);
    } finally {
      await view.close();
    }
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    terminal.complain(`Whether sent issues were changed is not known: ${error.message}.`);
    return undefined;
  }
}

async function changedSince(
  { issues, settings }: SentReading,
  ledger: LedgerView['ledger'],
): Promise<ReadonlyMap<string, SentDigest>> {
  const files = new Map(issues.map((file) => [slugOfPath(file.path), file]));
  const found = new Map<string, SentDigest>();
  for (const { slug, textHash, plannedAt } of await ledger.issues()) {
    const file = files.get(slug);
    if (file === undefined || (file.value !== undefined && sha256(file.value) === textHash)) continue;
    if (!(await isWithReaders(ledger, slug))) continue;
    const copy = await ledger.sentCopy(slug);
    const sent = { sentAt: plannedAt, textHash };
    // Sent before copies were kept: that it has changed is known, and not what.
    if (copy === undefined) found.set(slug, sent);
    else {
      const { issue } = parseIssue({ path: file.path, value: copy.markdown }, settings);
      found.set(slug, { ...sent, digest: digestIssue(issue) });
    }
  }
  return found;
}

/** Planned, and nobody has it yet: it may be changed at will. */
async function isWithReaders(ledger: LedgerView['ledger'], slug: string): Promise<boolean> {
  const { accepted, inDoubt } = await ledger.counts(slug);
  return accepted + inDoubt > 0;
}

/** With what readers have of it, so that silent changes are found. */
export async function withSent(project: OpenProject, terminal: Terminal): Promise<OpenProject> {
  const { root, files, settings } = project;
  const sent = await readSent({ root, issues: files.issues, settings }, terminal);
  return { ...project, settings: { ...settings, sent } };
}
