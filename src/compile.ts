// The pure flow on one screen: what was found in a project's folder goes in, and diagnostics, rendered issues and the files
// for out/ come out. A check, a build, a preview and a send all run these functions, so what an editor saw is what a reader
// gets. Nothing here touches the disk, the network or the clock.

import { createArchiveIndex } from './check/archive/create-archive-index.ts';
import { digestIssue } from './check/archive/digest-issue.ts';
import { checkArchive } from './check/check-archive.ts';
import { checkIssue, isUnread } from './check/check-issue.ts';
import { checkRendering } from './check/check-rendering.ts';
import type { SentDigest } from './check/rule.ts';
import { compareDiagnostics, type Diagnostic } from './model/diagnostic.ts';
import { BroadsideError } from './model/errors.ts';
import type { Issue, IssueFile } from './model/issue.ts';
import type { ListPrinter } from './model/list-pages.ts';
import type { Newsletter } from './model/newsletter.ts';
import type { KeptIds, ProjectFiles } from './model/project.ts';
import type { Redirect } from './model/redirect.ts';
import type { OutputFile, RenderedIssue, TemplateSet } from './model/rendered.ts';
import type { Source } from './model/source.ts';
import { BASE_LANGUAGE, type WordSet } from './model/words.ts';
import { parseIds } from './parse/parse-ids.ts';
import { parseIssue } from './parse/parse-issue.ts';
import { parseNewsletter } from './parse/parse-newsletter.ts';
import { parseRedirects } from './parse/parse-redirects.ts';
import { parseSources } from './parse/parse-sources.ts';
import { parseWords } from './parse/parse-words.ts';
import { publishArchive } from './publish/publish-archive.ts';
import type { PublishInput } from './publish/publish-input.ts';
import { createPress, type Press } from './render/create-press.ts';
import { createListPrinter } from './render/list-printer.ts';

/** What every issue of a project is compiled with. */
export interface Settings {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  readonly ids: KeptIds;
  /** Paths relative to `issues/`. */
  readonly images: ReadonlySet<string>;
  /** Names in `issues/` that look as if they were meant to be issues, and are not read. */
  readonly strays?: readonly string[];
  /** What has moved, by `redirects.yaml`. */
  readonly redirects?: readonly Redirect[];
  /** What was sent and has changed since, by slug. */
  readonly sent?: ReadonlyMap<string, SentDigest>;
}

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

/** Reads the settings files. `settings` is absent when `newsletter.yaml` cannot be used at all; then there are errors. */
export function compileSettings(project: ProjectFiles): {
  settings?: Settings;
  diagnostics: readonly Diagnostic[];
} {
  const { newsletter, diagnostics } = parseNewsletter(project.newsletter);
  const sources = parseSources(project.sources);
  const ids = parseIds(project.ids);
  const { redirects, diagnostics: ofRedirects } =
    project.redirects === undefined
      ? { redirects: [], diagnostics: [] }
      : parseRedirects(project.redirects, newsletter?.siteUrl ?? '');
  const all = [...diagnostics, ...sources.diagnostics, ...ids.diagnostics, ...ofRedirects].sort(
    compareDiagnostics,
  );
  if (newsletter === undefined) return { diagnostics: all };
  const images = new Set(project.images.map(({ path }) => path));
  const { strays = [] } = project;
  return {
    settings: {
      newsletter,
      sources: sources.sources,
      ids: ids.ids,
      images,
      strays,
      ...(redirects.length === 0 ? {} : { redirects }),
    },
    diagnostics: all,
  };
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
    const { path, place, reason } = slip;
    const at = place === undefined ? '' : `:${place.start.line}:${place.start.column}`;
    throw new BroadsideError('TEMPLATE_INVALID', reason, { place: `${path}${at}` });
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

export function compileArchive(project: ProjectFiles, settings: Settings, press: Press): CompiledArchive {
  const compiled = project.issues.map((file) => compileIssue(file, settings, press));
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
export function archiveFiles(
  project: ProjectFiles,
  archive: CompiledArchive,
  press: Press,
  options: Pick<PublishInput, 'printOf'> = {},
): readonly OutputFile[] {
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
