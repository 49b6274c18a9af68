// `build`: the archive, the feeds and the mails, written to `out/`.
import path from 'node:path';
import { readManifest } from '../../files/output-manifest.ts';
import { readCardFonts } from '../../files/read-card-fonts.ts';
import { standsAsWritten } from '../../files/stands-as-written.ts';
import { type WriteReport, writeOutput } from '../../files/write-output.ts';
import { readWritten } from '../../files/written-record.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { ProjectFiles } from '../../model/project.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { feedFormatOf } from '../../publish/feeds/feed-paths.ts';
import type { PublishInput } from '../../publish/publish-input.ts';
import type { CompiledProject } from '../building/compile-project.ts';
import { type BuildFacts, lastBuild, rememberBuild } from '../building/last-build.ts';
import { openWordMemory } from '../building/word-memory.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { countDiagnostics, formatDiagnostics } from '../format-diagnostics.ts';
import { keepPublishedIds } from '../keep-published-ids.ts';
import type { Paint } from '../paint.ts';
import { type ReadFiles, readFiles, textsOf } from '../read-files.ts';
import type { Terminal } from '../terminal.ts';

export interface BuildOptions {
  readonly strict?: true;
  readonly baseUrl?: string;
}

/** Only its name matters to a report. */
type BuiltFile = Pick<OutputFile, 'path'>;

export async function build(options: BuildOptions, terminal: Terminal): Promise<CommandResult> {
  const baseUrl = readBaseUrl(options.baseUrl);
  const read = await readFiles(terminal);
  const last = await lastBuild(read, terminal, baseUrl);
  if (last !== undefined && stoppingDiagnostics(last.facts, options).length === 0) {
    const { facts, paths } = last;
    const report = { written: [], unchanged: paths.length, removed: [] };
    return built(facts, read.files, { files: paths.map((file) => ({ path: file })), report });
  }
  const project = await compileWithKeptIds(terminal, baseUrl, read);
  const facts = factsOf(project);
  const stopping = stoppingDiagnostics(facts, options);
  if (stopping.length > 0) {
    await project.putAway();
    return stopped(project, stopping);
  }
  const written = await writeBuild(project);
  if (project.nextAt === undefined) await rememberBuild(project.root, project.print, facts);
  return built(facts, project.files, written);
}

function built(
  facts: BuildFacts,
  projectFiles: ProjectFiles,
  { files, report }: { readonly files: readonly BuiltFile[]; readonly report: WriteReport },
): CommandResult {
  return {
    exitCode: 0,
    value: buildValue(facts, files, report),
    lines: (paint) => [
      ...formatDiagnostics(facts.diagnostics, textsOf(projectFiles), paint),
      ...buildLines(facts, files, report, paint),
      ...nextStep('open out/site/index.html, or `broadside send N` to mail an issue.', paint),
    ],
  };
}

export function factsOf({ archive, diagnostics }: CompiledProject): BuildFacts {
  return {
    title: archive.settings.newsletter.title,
    issues: archive.issues.map(({ slug, path: file, isDraft, number }) => ({
      slug,
      path: file,
      isDraft,
      isNumbered: number !== undefined,
    })),
    diagnostics,
  };
}

/** With a final slash. Throws USAGE for what is no folder's address on the web. */
function readBaseUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol) || /[?#\s@]/u.test(text)) {
    throw new BroadsideError(
      'USAGE',
      `Unexpected address "${text}", expected one such as https://example.org/branch/`,
    );
  }
  return text.endsWith('/') ? text : `${text}/`;
}

/** Compiled; and once more when a headline that was published has changed, so that its address stays what it was. */
export async function compileWithKeptIds(
  terminal: Terminal,
  baseUrl?: string,
  read?: ReadFiles,
): Promise<CompiledProject> {
  // A build of what is built already loads none of it.
  const { compileProject } = await import('../building/compile-project.ts');
  const project = await compileProject(terminal, { baseUrl, read });
  const outDir = path.join(project.root, 'out');
  let isKept = true;
  try {
    const { published } = await readManifest(outDir);
    isKept = (await keepPublishedIds(project, published)) === 0;
    return isKept ? project : await compileProject(terminal, { baseUrl });
  } catch (error) {
    isKept = false;
    throw error;
  } finally {
    if (!isKept) await project.putAway();
  }
}

/** What stops a build: errors, and under --strict warnings too. Drafts stop nothing: they are not built. */
export function stoppingDiagnostics(
  { issues, diagnostics }: BuildFacts,
  options: BuildOptions,
): readonly Diagnostic[] {
  const drafts = new Set(issues.filter((issue) => issue.isDraft).map((issue) => issue.path));
  const concerned = diagnostics.filter((diagnostic) => !drafts.has(diagnostic.path));
  return hasErrors(concerned) || options.strict === true ? concerned : [];
}

export async function writeBuild(
  project: CompiledProject,
): Promise<{ readonly files: readonly BuiltFile[]; readonly report: WriteReport }> {
  const { files: projectFiles, archive, root, mails, printOf, printOfWords, published } = project;
  try {
    const outDir = path.join(root, 'out');
    const record = { file: path.join(outDir, 'cache', 'written.txt'), madeFrom: project.print };
    const written = await readWritten(record.file);
    const standing = await standsAsWritten(outDir, written, record.madeFrom);
    if (standing !== undefined) {
      const report = { written: [], unchanged: standing.length, removed: [] };
      return { files: standing.map((file) => ({ path: file })), report };
    }
    const sumOf: PublishInput['sumOf'] = ({ path: file, madeFrom = '' }) => {
      const known = madeFrom === '' ? undefined : written.files.get(file);
      return known?.madeFrom === madeFrom ? known.sum : undefined;
    };
    const [{ archiveFiles }, words] = await Promise.all([import('../../compile.ts'), openWordMemory(root)]);
    const site = await archiveFiles(projectFiles, archive, project.press, {
      printOf,
      printOfWords,
      cardFonts: readCardFonts,
      sumOf,
      wordMemory: words,
    });
    const [report] = await Promise.all([
      writeOutput(outDir, [...site, ...mails], {
        scope: '',
        published,
        record: { ...record, known: written },
      }),
      words.save(),
    ]);
    const files = [...site, ...mails];
    return { files, report };
  } finally {
    await project.putAway();
  }
}

export function stopped(project: CompiledProject, diagnostics: readonly Diagnostic[]): CommandResult {
  return {
    exitCode: 1,
    value: { built: false, diagnostics },
    lines: (paint) => [
      ...formatDiagnostics(diagnostics, textsOf(project.files), paint),
      `${paint.stop('Not built.')} ${countDiagnostics(diagnostics, paint)}. out/ is as it was.`,
      ...nextStep('mend these, or `broadside check --fix` where it offers to; then run this again.', paint),
    ],
  };
}

export function buildValue(
  { issues, diagnostics }: BuildFacts,
  files: readonly BuiltFile[],
  report: WriteReport,
): object {
  return {
    built: true,
    issues: issues.filter((issue) => !issue.isDraft).length,
    drafts: issues.filter((issue) => issue.isDraft).map((issue) => issue.slug),
    files: files.length,
    written: report.written.length,
    unchanged: report.unchanged,
    removed: report.removed,
    diagnostics,
  };
}

export function buildLines(
  { title, issues }: BuildFacts,
  files: readonly BuiltFile[],
  report: WriteReport,
  paint: Paint,
): readonly string[] {
  const drafts = issues.filter((issue) => issue.isDraft);
  const numbered = issues.filter((issue) => !issue.isDraft && issue.isNumbered).length;
  const specials = issues.length - drafts.length - numbered;
  const pages = files.filter(({ path: file }) => file.startsWith('site/') && file.endsWith('.html')).length;
  const feeds = files.filter(({ path: file }) => feedFormatOf(file.replace(/^site\//u, '')) === 'rss').length;
  const mails = files.filter(({ path: file }) => file.endsWith('.eml')).length;
  return [
    paint.strong(title),
    '',
    ...factLines(
      [
        [
          'issues',
          String(issues.length - drafts.length),
          [
            countOf(numbered, 'numbered', 'numbered'),
            countOf(specials, 'special'),
            ...drafts.map(({ slug }) => `draft ${slug} left out`),
          ].join(', '),
        ],
        ['pages', String(pages), 'out/site/index.html'],
        ['feeds', String(feeds), 'out/site/feed.xml; all of them: out/site/feeds.html'],
        ['mails', String(mails), 'out/email/'],
        [
          'files',
          String(files.length),
          `${report.written.length} written, ${report.unchanged} unchanged, ${report.removed.length} removed`,
        ],
      ],
      paint,
    ),
  ];
}
