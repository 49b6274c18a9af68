// The pure flow on one screen: what was found in a project's folder goes in, and diagnostics, rendered issues and the files
// for out/ come out. A check, a build, a preview and a send all run these functions, so what an editor saw is what a reader
// gets. Nothing here touches the disk, the network or the clock.

import { createArchiveIndex } from './check/archive/create-archive-index.ts';
import { digestIssue } from './check/archive/digest-issue.ts';
import { checkArchive } from './check/check-archive.ts';
import { checkIssue, isUnread } from './check/check-issue.ts';
import { checkRendering } from './check/check-rendering.ts';
import type { Settings } from './compile-settings.ts';
import { compareDiagnostics, type Diagnostic, placeName } from './model/diagnostic.ts';
import { BroadsideError } from './model/errors.ts';
import type { Issue, IssueFile } from './model/issue.ts';
import type { ListPrinter } from './model/list-pages.ts';
import type { ProjectFiles } from './model/project.ts';
import type { OutputFile, RenderedIssue, TemplateSet } from './model/rendered.ts';
import { BASE_LANGUAGE, type WordSet } from './model/words.ts';
import { parseIssue } from './parse/parse-issue.ts';
import { parseWords } from './parse/parse-words.ts';
import type { PublishInput } from './publish/publish-input.ts';
import { createPress, type Press } from './render/create-press.ts';
import { createListPrinter } from './render/list-printer.ts';

export interface CompiledIssue {
  readonly issue: Issue;
  readonly rendered: RenderedIssue;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompiledArchive {
  readonly settings: Settings;
  /** By path, drafts included. */
  readonly issues: readonly Issue[];
  readonly rendered: ReadonlyMap<string, RenderedIssue>;
  /** Sorted. Those of the settings files included. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Templates compiled and styles inlined: done once, used for every issue. Throws TEMPLATE_MISSING and TEMPLATE_INVALID. */
export function preparePress(project: ProjectFiles, settings: Settings): Press {
  const { newsletter, sources } = settings;
  const { templates, images } = project;
  return createPress({ newsletter, sources, templates, words: prepareWords(templates), images });
}

/** The pages and mails about a subscription, in every language that there are words in. Throws as `preparePress` does. */
export function prepareListPrinter(
  { templates }: Pick<ProjectFiles, 'templates'>,
  { newsletter }: Pick<Settings, 'newsletter'>,
): ListPrinter {
  return createListPrinter({ templates, words: prepareWords(templates), newsletter });
}

/** @throws BroadsideError TEMPLATE_MISSING, TEMPLATE_INVALID with the place of the first slip */
export function prepareWords(templates: TemplateSet): WordSet {
  const { words, diagnostics } = parseWords(templates);
  const [slip] = diagnostics;
  if (slip !== undefined) {
    throw new BroadsideError('TEMPLATE_INVALID', slip.reason, { place: placeName(slip) });
  }
  if (words.has(BASE_LANGUAGE)) return words;
  throw new BroadsideError('TEMPLATE_MISSING', 'There are no words "words/en.yaml"', {
    place: 'templates/words/en.yaml',
  });
}

/** Parses and checks one file, without what only the whole archive or a rendering can show. */
export function readIssue(
  file: IssueFile,
  settings: Settings,
): { issue: Issue; diagnostics: readonly Diagnostic[] } {
  const { issue, diagnostics } = parseIssue(file, settings);
  return { issue, diagnostics: checkIssue(issue, settings, diagnostics) };
}

/** What is said of one file by itself and of its mail; nothing is rendered of what could not be read. */
export function judgeIssue(
  file: IssueFile,
  settings: Settings,
  press: () => Press,
): { issue: Issue; diagnostics: readonly Diagnostic[] } {
  const { issue, diagnostics } = readIssue(file, settings);
  if (isUnread(diagnostics)) return { issue, diagnostics };
  const mailed = checkRendering(issue, press().renderIssue(issue), settings);
  return { issue, diagnostics: [...diagnostics, ...mailed].sort(compareDiagnostics) };
}

export function compileIssue(file: IssueFile, settings: Settings, press: Press): CompiledIssue {
  const { issue: read, diagnostics } = readIssue(file, settings);
  // What was too long to be read is not set either: it would take minutes, and no reader gets it.
  const issue = isUnread(diagnostics) ? { ...read, lead: [], sections: [] } : read;
  const rendered = press.renderIssue(issue);
  const all = [...diagnostics, ...checkRendering(issue, rendered, settings)].sort(compareDiagnostics);
  return { issue, rendered, diagnostics: all };
}

/** @param compile For whoever remembers issues that have been compiled before. */
export function compileArchive(
  project: ProjectFiles,
  settings: Settings,
  press: Press,
  compile = (file: IssueFile): CompiledIssue => compileIssue(file, settings, press),
): CompiledArchive {
  const compiled = project.issues.map(compile);
  const issues = compiled.map(({ issue }) => issue);
  const archive = createArchiveIndex(issues.map(digestIssue));
  const diagnostics = [...compiled.flatMap((one) => one.diagnostics), ...checkArchive(archive, settings)];
  return {
    settings,
    issues,
    rendered: new Map(compiled.map(({ issue, rendered }) => [issue.slug, rendered])),
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

/** Every file of `out/site`. */
export async function archiveFiles(
  project: ProjectFiles,
  archive: CompiledArchive,
  press: Press,
  options: Pick<
    PublishInput,
    'printOf' | 'printOfWords' | 'isLater' | 'cardFonts' | 'sumOf' | 'wordMemory'
  > = {},
): Promise<readonly OutputFile[]> {
  // Loaded where an archive is made, and by nothing else: with it come the libraries that write feeds.
  const { publishArchive } = await import('./publish/publish-archive.ts');
  const { settings, issues, rendered } = archive;
  const { newsletter, sources, redirects = [] } = settings;
  const { renderPage, renderBlocks, say, siteStyles, siteScripts, feedSheet, feedStyles } = press;
  return publishArchive({
    newsletter,
    sources,
    issues: issues.filter((issue) => !issue.isDraft),
    rendered,
    images: project.images,
    redirects,
    renderPage,
    renderBlocks,
    say,
    siteStyles,
    siteScripts,
    feedSheet,
    feedStyles,
    ...options,
  });
}
