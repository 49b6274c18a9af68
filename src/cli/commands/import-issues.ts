// `import FILE-OR-FOLDER…`: what other programs published becomes issues here. The exports are read twice, first to know what is the same and
// what stands in every post, then to write. It can be broken off and run again at any time, and never touches what an editor has changed.
import path from 'node:path';
import { EXPORT_FORMATS } from '../../intake/exports/export-formats.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { ExportFormat, ExportSettings } from '../../model/export-format.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { readYaml } from '../../parse/read-yaml.ts';
import type { CommandResult } from '../command-result.ts';
import { figure } from '../command-result.ts';
import { houseOf } from '../drafting/house-of.ts';
import { houseOfPosts } from '../importing/house-of-posts.ts';
import { openImportLedger } from '../importing/import-ledger.ts';
import { IMPORT_REPORT, openImportReport } from '../importing/import-report.ts';
import { importResult } from '../importing/import-result.ts';
import { createAddressBook } from '../importing/keep-addresses.ts';
import { createIdBook } from '../importing/keep-ids.ts';
import { openPictureKeeper } from '../importing/keep-pictures.ts';
import { oldTextReading } from '../importing/old-text-reading.ts';
import { type Batch, type OpenedExport, openExports } from '../importing/open-exports.ts';
import { surveyExports } from '../importing/survey-exports.ts';
import { withNewslettersApart } from '../importing/text-posts.ts';
import { STOPPED, writeAll } from '../importing/write-all.ts';
import { writeKept } from '../importing/write-kept.ts';
import { createPostWriter } from '../importing/write-posts.ts';
import { openFetcher } from '../open-fetcher.ts';
import { openHouseProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export interface ImportIssuesOptions {
  /** Of `EXPORT_FORMATS`; found out where it is not given. */
  readonly from?: string;
  /** Folder of the project. */
  readonly into?: string;
  readonly dryRun?: true;
  readonly again?: true;
  readonly pictures?: true;
}

export async function importIssues(
  names: readonly string[],
  options: ImportIssuesOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const from = formatNamed(options.from);
  const cwd = path.resolve(terminal.cwd, options.into ?? '.');
  const project = await openHouseProject({ ...terminal, cwd });
  const { root, settings } = project;
  const isDry = options.dryRun === true;
  const found = await openExports(names, {
    cwd: terminal.cwd,
    formats: EXPORT_FORMATS,
    ...(from === undefined ? {} : { from }),
  });
  if (found.exports.length === 0) throw nothingKnown(names);
  let isStopped = false;
  const interrupts = terminal.onInterrupt({
    finish: () => {
      isStopped = true;
    },
    atOnce: () => terminal.endNow(1),
  });
  const report = await openImportReport(isDry ? undefined : path.join(root, IMPORT_REPORT));
  try {
    const reading: ExportSettings = {
      timeZone: settings.newsletter.timeZone,
      readYaml: (text) => readYaml(text, { path: '', ruleId: '' }).value,
    };
    const firstHouse = houseOfPosts(settings, () => false);
    const texts = oldTextReading(settings, firstHouse);
    const exports = found.exports.map((source) => withNewslettersApart(source, texts));
    const survey = await surveyExports(
      exports,
      { house: firstHouse, texts },
      reading,
      (source, batch, posts) => {
        if (isStopped) throw STOPPED;
        terminal.progress(`${figure(posts)} posts looked through${shareOf(source, batch)}`);
      },
    );
    const ledger = await openImportLedger(root);
    const posts = houseOfPosts(settings, survey.isRepeated);
    const writer = createPostWriter({
      house: houseOf(settings),
      posts,
      texts: oldTextReading(settings, posts),
      placing: { root, ledger, isDry, isAgain: options.again === true },
      ...(options.pictures === true
        ? { keepPictures: openPictureKeeper(root, settings, openFetcher(project, terminal)) }
        : {}),
    });
    const addresses = createAddressBook(settings.redirects ?? [], settings.newsletter.siteUrl);
    const ids = createIdBook(settings.ids, survey.isUniqueAnchor);
    const authors = await writeAll(exports, reading, {
      survey,
      writer,
      report,
      readIssue: (file) => parseIssue(file, settings).issue,
      addresses,
      ids,
      isStopped: () => isStopped,
      onPost: (done) =>
        terminal.progress(
          `${figure(done)} of ${figure(survey.posts)} posts, ${figure(report.tally().fates.written)} written`,
        ),
    });
    await report.add({ what: 'export', title: 'Authors', addresses: [], notes: authors.map(authorNote) });
    const unknown = found.unknown.map(
      (name): ImportNote => ({
        kind: 'left-out',
        reason: 'A file is in no form that is known, and was not read.',
        excerpt: name,
      }),
    );
    if (unknown.length > 0)
      await report.add({ what: 'export', title: 'Files', addresses: [], notes: unknown });
    if (!isDry) {
      await writeKept(root, project.files, { addresses, ids: ids.lines() });
      await report.finish(
        found.exports.map(({ name, format }) => `${path.basename(name)} (${format.title})`).join(', '),
      );
    }
    return importResult({
      exports: found.exports,
      tally: report.tally(),
      redirects: addresses.lines().length,
      isDry,
      isStopped: false,
    });
  } catch (error) {
    if (error !== STOPPED) throw error;
    return importResult({
      exports: found.exports,
      tally: report.tally(),
      redirects: 0,
      isDry,
      isStopped: true,
    });
  } finally {
    interrupts.stop();
    found.close();
    await report.abandon();
  }
}

function authorNote(name: string): ImportNote {
  return { kind: 'left-out', reason: 'Who posted it was left out: issues have no authors.', excerpt: name };
}

function formatNamed(name: string | undefined): ExportFormat | undefined {
  if (name === undefined) return undefined;
  const format = EXPORT_FORMATS.find((one) => one.name === name);
  if (format !== undefined) return format;
  const all = EXPORT_FORMATS.map((one) => one.name).join(', ');
  throw new BroadsideError('USAGE', `Unexpected format "${name}", expected ${all}`);
}

function nothingKnown(names: readonly string[]): BroadsideError {
  return new BroadsideError('EXPORT_INVALID', 'Nothing in it is in a form that is known', {
    place: names.join(', '),
    hint: `Name the program that made it: --from ${EXPORT_FORMATS.map(({ name }) => name).join(', ')}. Which file is wanted is in docs/importing.md.`,
  });
}

function shareOf({ sizeBytes }: OpenedExport, { readBytes }: Batch): string {
  return sizeBytes === 0 ? '' : `, ${Math.floor((100 * readBytes) / sizeBytes)}% of the export`;
}
