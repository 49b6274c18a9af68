// `import --dialect NAME FILE-OR-FOLDER…`: issues that are written in another dialect become issues in the house format. What is written is
// read again at once and held against what it was made of: what reads otherwise is told, ids and addresses are kept.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { unreadable } from '../../files/disk-error.ts';
import { listFiles } from '../../files/list-files.ts';
import { readText } from '../../files/read-text.ts';
import { draftOfIssue } from '../../intake/draft-of-issue.ts';
import { writeIssue } from '../../intake/write-issue.ts';
import { DIALECT_NAMES, type Dialect } from '../../model/dialect.ts';
import type { DraftIssue } from '../../model/draft.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Issue, IssueFile } from '../../model/issue.ts';
import { isIssueName, isYear, numberedSlug } from '../../model/issue-names.ts';
import { issuePath } from '../../model/site-paths.ts';
import { slugOf } from '../../model/slug.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import type { CommandResult } from '../command-result.ts';
import { houseOf } from '../drafting/house-of.ts';
import { compareReadings, newIds } from '../importing/compare-readings.ts';
import { openImportLedger } from '../importing/import-ledger.ts';
import { IMPORT_REPORT, openImportReport } from '../importing/import-report.ts';
import { importResult } from '../importing/import-result.ts';
import { createAddressBook } from '../importing/keep-addresses.ts';
import { isOurs, placeIssue } from '../importing/place-issue.ts';
import { writeKept } from '../importing/write-kept.ts';
import { openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';
import type { ImportIssuesOptions } from './import-issues.ts';

export async function importDialect(
  names: readonly string[],
  options: Omit<ImportIssuesOptions, 'from' | 'pictures'> & { readonly dialect: string },
  terminal: Terminal,
): Promise<CommandResult> {
  const dialect = dialectNamed(options.dialect);
  const cwd = path.resolve(terminal.cwd, options.into ?? '.');
  const { root, settings, files } = await openProject({ ...terminal, cwd });
  const { newsletter } = settings;
  if (newsletter.dialect !== undefined) throw readOtherwise(newsletter.dialect);
  const isDry = options.dryRun === true;
  const found = (await Promise.all(names.map((name) => filesAt(terminal.cwd, name, dialect)))).flat();
  if (found.length === 0) throw nothingFound(names);

  const foreign = { ...settings, newsletter: { ...newsletter, dialect }, ids: new Map() };
  const house = houseOf(settings);
  const ledger = await openImportLedger(root);
  const report = await openImportReport(isDry ? undefined : path.join(root, IMPORT_REPORT));
  const addresses = createAddressBook(settings.redirects ?? [], newsletter.siteUrl);
  const ids = new Map<string, string>();
  try {
    for (const [nth, file] of found.entries()) {
      const before = parseIssue(file, foreign);
      const draft = draftOfIssue(before.issue, newsletter);
      const text = writeIssue(draft, house);
      const target = `issues/${slugFor(draft)}.md`;
      const fate = await placeIssue(
        { key: `dialect ${before.issue.slug}`, path: target, text },
        { root, ledger, isDry, isAgain: options.again === true },
      );
      const after = parseIssue({ path: target, value: text }, { ...settings, ids: new Map() }).issue;
      const notes = [
        ...before.diagnostics.map(({ reason, place }) => ({
          kind: 'look' as const,
          reason: `${reason}.`,
          where: `line ${place?.start.line ?? 1}`,
        })),
        ...compareReadings(before.issue, after, file.value),
        ...addressNotes(before.issue, after, addresses),
      ];
      if (isOurs(fate)) {
        for (const [now, kept] of newIds(before.issue, after)) if (!settings.ids.has(now)) ids.set(now, kept);
      }
      await report.add({
        what: 'issue',
        title: before.issue.title,
        addresses: [issuePath(before.issue.slug)],
        notes,
        path: target,
        fate,
      });
      terminal.progress(`${nth + 1} of ${found.length} issues`);
    }
    if (!isDry) {
      await writeKept(root, files, { addresses, ids: [...ids] });
      await report.finish(`${found.length} issues in the dialect ${dialect}`);
    }
    const name = names.join(', ');
    return importResult({
      exports: [{ name, format: { name: dialect, title: `issues in the dialect ${dialect}` } }],
      tally: report.tally(),
      redirects: addresses.lines().length,
      isDry,
      isStopped: false,
    });
  } finally {
    await report.abandon();
  }
}

function dialectNamed(name: string): Dialect {
  const dialect = DIALECT_NAMES.find((known) => known === name);
  if (dialect !== undefined && dialect !== 'house') return dialect;
  const known = DIALECT_NAMES.filter((one) => one !== 'house').join(', ');
  throw new BroadsideError('USAGE', `Unexpected dialect "${name}", expected ${known}`);
}

/** The file itself, or the issues of a folder, those of its years included. */
async function filesAt(cwd: string, name: string, dialect: Dialect): Promise<readonly IssueFile[]> {
  const full = path.resolve(cwd, name);
  const isFolder = await stat(full).then(
    (one) => one.isDirectory(),
    (error: unknown) => {
      throw unreadable(name, error);
    },
  );
  const folder = isFolder ? full : path.dirname(full);
  const listed = isFolder ? await listFiles(full, '') : [path.basename(full)];
  const wanted = listed.filter((file) => !isFolder || isIssueName(path.posix.basename(file), dialect));
  return Promise.all(
    wanted.map(async (file) => {
      const base = path.posix.basename(file);
      const year = path.basename(path.dirname(path.join(folder, file)));
      return {
        path: isYear(year) ? `issues/${year}/${base}` : `issues/${base}`,
        value: await readText(folder, file),
      };
    }),
  );
}

function slugFor({ number, date, slugWords, title }: DraftIssue): string {
  if (number !== undefined) return numberedSlug(number);
  return `${date}-${slugWords || slugOf(title ?? '', 'issue')}`;
}

/** Where the issue stood leads to where it stands now. */
function addressNotes(before: Issue, after: Issue, addresses: ReturnType<typeof createAddressBook>) {
  const old = issuePath(before.slug);
  const reason = addresses.add(old, after.slug);
  return reason === undefined ? [] : [{ kind: 'look' as const, reason, excerpt: old }];
}

function readOtherwise(dialect: Dialect): BroadsideError {
  return new BroadsideError(
    'USAGE',
    `What is imported is written in the house format, and this newsletter is read as "${dialect}"`,
    {
      place: 'issues/newsletter.yaml',
      hint: 'Move the issues to another folder, take the line "dialect:" out, and import that folder; or import into another newsletter with --into.',
    },
  );
}

function nothingFound(names: readonly string[]): BroadsideError {
  return new BroadsideError('EXPORT_INVALID', 'There are no issues', {
    place: names.join(', '),
    hint: 'Files of issues end in .md or .json and have a figure in their names: 42.md, 2026-03-03-issue-42.md.',
  });
}
