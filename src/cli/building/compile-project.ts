// From the folder in which `build` was typed to the whole archive compiled. What was compiled before from the same text, settings,
// templates and pictures by the same program is remembered, and read only where somebody asks for it; the rest is compiled now, on
// all cores. Whether anything was remembered can be told from the time alone.
import path from 'node:path';
import { digestIssue } from '../../check/archive/digest-issue.ts';
import { type CompiledArchive, compileIssue, preparePress } from '../../compile.ts';
import { makeStaging, removeStaging } from '../../files/write-output.ts';
import { compareDiagnostics, type Diagnostic } from '../../model/diagnostic.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { IssueFile } from '../../model/issue.ts';
import type { LaterFile } from '../../model/rendered.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import type { PublishedIds } from '../../publish/kept-ids.ts';
import type { Press } from '../../render/create-press.ts';
import { asOfNow, type FilesAsOfNow } from '../as-of-now.ts';
import { type CacheKey, digestKeys, findingsKeys, forIssues, groundOf, projectPrint } from '../cache-keys.ts';
import { once } from '../once.ts';
import { atBaseUrl, type OpenProject, openProject } from '../open-project.ts';
import type { ReadFiles } from '../read-files.ts';
import { withSent } from '../read-sent.ts';
import { sampleMail } from '../sample-mail.ts';
import type { Terminal } from '../terminal.ts';
import { amongIssues } from './among-issues.ts';
import { openBuildCache } from './build-cache.ts';
import { keepIssueFiles, readIssuePart } from './issue-file.ts';
import type { Printed } from './print-here.ts';
import { printIssues } from './print-issues.ts';
import { type IssueCard, type Remembered, recall } from './printed-issue.ts';

export interface CompiledProject extends OpenProject, FilesAsOfNow {
  readonly press: Press;
  readonly archive: CompiledArchive;
  /** Of every issue that is no draft, by slug. */
  readonly published: readonly PublishedIds[];
  /** A mail of every issue that is no draft, as files to look at. */
  readonly mails: readonly LaterFile[];
  /** Of what a page is told, with all else that it is made from. */
  readonly printOf: (told: string) => string;
  /** Of what is made from these words and the program alone. */
  readonly printOfWords: (told: string) => string;
  /** Of everything that the files of `out/` are made from, together. */
  readonly print: string;
  /** Takes away what was written aside for this build. */
  readonly putAway: () => Promise<void>;
}

export interface CompileOptions {
  /** How many threads at most; the system's cores if not given. */
  readonly threads?: number;
  /** False where no mail is wanted: then none is written aside. */
  readonly isMailed?: boolean;
  /** Where the archive stands this time, if not where the settings say. */
  readonly baseUrl?: string | undefined;
  /** The project, where somebody has read it already. */
  readonly read?: ReadFiles | undefined;
}

/** Throws what `openProject` does, TEMPLATE_MISSING and TEMPLATE_INVALID. */
export async function compileProject(
  terminal: Terminal,
  options: CompileOptions = {},
): Promise<CompiledProject> {
  const opened = await withSent(
    atBaseUrl(await openProject(terminal, options.read), options.baseUrl),
    terminal,
  );
  const project = { ...opened, ...asOfNow(opened.files, opened.settings, terminal.now()) };
  const { root, files, settings } = project;
  const outDir = path.join(root, 'out');
  const cache = await openBuildCache(root);
  // What is not in an issue's key is nothing that it could be compiled with.
  const { sent, redirects, ...own } = settings;
  const { baseUrl, isMailed = true } = options;
  const [findingsKey, digestKey] = [findingsKeys(files), digestKeys(settings)];
  // Checks know no other base: what is found for one is not what they would find.
  const keyOf: CacheKey =
    baseUrl === undefined ? findingsKey : (file) => fingerprint(`${baseUrl}\n${findingsKey(file)}`);
  const press = once(() => preparePress(files, settings));
  const issuesFolder = path.join(outDir, 'cache', 'issues');
  const printOfIssue = (file: IssueFile): string => fingerprint(`${cache.program}\n${keyOf(file)}`);

  const known = new Map<string, Known>();
  const missing: IssueFile[] = [];
  for (const file of files.issues) {
    const key = keyOf(file);
    const card = cache.cards.get(file.path, key);
    const diagnostics = cache.findings.get(file.path, key);
    if (card === undefined || diagnostics === undefined) missing.push(file);
    else known.set(file.path, { card, diagnostics, mails: [] });
  }
  const among = amongIssues({
    files: files.issues,
    settings,
    digestKey,
    digestOf: (file) =>
      cache.digests.get(file.path, digestKey(file)) ?? digestIssue(parseIssue(file, settings).issue),
    digests: cache.digests,
    found: cache.among,
  });
  // A template that cannot be used is told of even where there is no issue to set with it.
  if (files.issues.length === 0) press();
  let staging: string | undefined;
  const putAway = () => removeStaging(staging);
  try {
    if (missing.length > 0) {
      // Where nothing can be written the proofreader is heard all the same; writing comes later.
      if (isMailed) staging = await makeStaging(outDir).catch(() => undefined);
      const jobs = missing.map((file) => ({ file, print: printOfIssue(file) }));
      const places = { issuesFolder, ...(staging === undefined ? {} : { stagingFolder: staging }) };
      const project = forIssues(files);
      const printed = await printIssues(jobs, { project, settings: own, press, places, ...options });
      for (const [index, one] of printed.entries()) {
        const file = missing[index];
        if (file === undefined || file.path !== one.path) throw new Error(`${one.path} was not asked for`);
        known.set(file.path, knownOf(one));
        if (one.isUnread) continue;
        cache.cards.putJson(file.path, keyOf(file), one.card);
        cache.findings.putJson(file.path, keyOf(file), one.diagnostics);
        cache.digests.putJson(file.path, digestKey(file), one.digest);
      }
    }
    const remembered = files.issues.map((file): Known & Remembered => {
      const one = known.get(file.path);
      if (one === undefined) throw new Error(`${file.path} was not compiled`);
      const print = printOfIssue(file);
      return {
        ...one,
        file,
        print,
        part: (name) => readIssuePart(issuesFolder, one.card.issue.slug, print, name),
        again: () => compileIssue(file, own, press()),
      };
    });
    const compiled = remembered.map(recall);
    const shown = among.find();
    cache.keepOnly(new Set(files.issues.map((file) => file.path)));
    await Promise.all([
      cache.save(),
      keepIssueFiles(issuesFolder, new Set(compiled.map(({ issue }) => issue.slug))),
    ]);
    const archive: CompiledArchive = {
      settings,
      issues: compiled.map(({ issue }) => issue),
      rendered: new Map(compiled.map(({ rendered }) => [rendered.slug, rendered])),
      diagnostics: [...compiled.flatMap(({ diagnostics }) => diagnostics), ...shown].sort(compareDiagnostics),
    };
    const ground = fingerprint(`${cache.program}\n${groundOf(keyOf)}`);
    return {
      ...project,
      get press() {
        return press();
      },
      archive,
      published: remembered.flatMap(({ card }) => card.published).sort((a, b) => (a.slug < b.slug ? -1 : 1)),
      mails: remembered.flatMap((one, index) => {
        const { issue, rendered } = compiled[index] as (typeof compiled)[number];
        return issue.isDraft ? [] : mailFiles(one, () => sampleMail(issue, rendered, settings.newsletter));
      }),
      print: fingerprint(`${cache.program}\n${baseUrl}\n${projectPrint(files)}`),
      printOf: (told) => fingerprint(`${ground}\n${told}`),
      printOfWords: (told) => fingerprint(`${cache.program}\n${told}`),
      diagnostics: [...project.diagnostics, ...archive.diagnostics],
      putAway,
    };
  } catch (error) {
    await putAway();
    throw error;
  }
}

interface Known {
  readonly card: IssueCard;
  readonly diagnostics: readonly Diagnostic[];
  readonly mails: Printed['mails'];
}

function knownOf({ card, diagnostics, mails }: Printed): Known {
  return { card: JSON.parse(card), diagnostics: JSON.parse(diagnostics), mails };
}

const MAIL_FILES: readonly Omit<LaterFile, 'madeFrom' | 'make'>[] = [
  { path: 'index.html', mediaType: 'text/html; charset=utf-8' },
  { path: 'text.txt', mediaType: 'text/plain; charset=utf-8' },
  { path: 'message.eml', mediaType: 'message/rfc822' },
];

function mailFiles(
  { card, print, mails }: Known & Remembered,
  mail: () => ReturnType<typeof sampleMail>,
): readonly LaterFile[] {
  const made = once(mail);
  return MAIL_FILES.map(({ path: name, mediaType }) => {
    const file = `email/${card.issue.slug}/${name}`;
    const staged = mails.find((one) => one.path === file)?.staged;
    return {
      path: file,
      mediaType,
      madeFrom: print,
      make: async () => {
        const found = (await made()).find((one) => one.path === file);
        if (found === undefined) throw new Error(`${file} is none of a mail's files`);
        return found.contents;
      },
      ...(staged === undefined ? {} : { staged }),
    };
  });
}
