// `export`: one issue, or all of a year, as an e-book and as a PDF. Needs no build before it, and touches nothing of one.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unwritable } from '../../files/disk-error.ts';
import { writeText } from '../../files/write-text.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type Book, bookOf } from '../../publish/epub/book.ts';
import { epubArchive } from '../../publish/epub/epub-archive.ts';
import { epubFiles } from '../../publish/epub/epub-files.ts';
import { printPage } from '../../publish/epub/print-page.ts';
import { type PublishedIssue, publishedIssues } from '../../publish/publish-input.ts';
import { type CompiledProject, compileProject } from '../building/compile-project.ts';
import { type CommandResult, countOf, factLines } from '../command-result.ts';
import { refuseErrors } from '../compile-one-issue.ts';
import { findIssue } from '../find-issue.ts';
import { findChromium, printPdf } from '../print-pdf.ts';
import type { Terminal } from '../terminal.ts';

export interface ExportOptions {
  readonly epub?: true;
  readonly pdf?: true;
  readonly out?: string;
}

export async function exportBook(
  name: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.epub !== true && options.pdf !== true) {
    throw new BroadsideError('USAGE', 'Say in which form: --epub, --pdf, or both');
  }
  // Before the work: whoever has no browser should not wait to hear it.
  const chromium = options.pdf === true ? await findChromium(terminal.env) : undefined;
  const project = await compileProject(terminal, { isMailed: false });
  const book = readBook(name, project);
  const { bookStyles } = project.press;
  const folder = path.resolve(terminal.cwd, options.out ?? path.join(project.root, 'out/books'));
  const written: string[] = [];
  const write = async (file: string, octets: Uint8Array): Promise<void> => {
    await writeText(path.join(folder, file), octets, { ifExists: 'replace' });
    written.push(path.join(folder, file));
  };
  if (options.epub === true) {
    await write(`${book.name}.epub`, epubArchive(epubFiles(book, bookStyles), book.date));
  }
  if (chromium !== undefined) await write(`${book.name}.pdf`, await pdfOf(book, bookStyles, chromium));
  return {
    exitCode: 0,
    value: { title: book.title, issues: book.chapters.map((chapter) => chapter.name), files: written },
    lines: (paint) => [
      paint.strong(book.title),
      '',
      ...factLines(
        [
          ['issues', countOf(book.chapters.length, 'issue')],
          ...written.map((file) => ['file', path.relative(terminal.cwd, file) || file] as const),
        ],
        paint,
      ),
    ],
  };
}

/** A year where there are issues of it and none is called so. Throws ISSUE_NOT_FOUND, ISSUE_IS_DRAFT and ISSUE_HAS_ERRORS. */
function readBook(name: string, project: CompiledProject): Book {
  const { press, settings, archive, files, diagnostics } = project;
  const { newsletter } = settings;
  const input = { newsletter, images: files.images, say: press.say, renderBlocks: press.renderBlocks };
  const published = publishedIssues({ issues: archive.issues, rendered: archive.rendered });
  const ofYear = published.filter(({ issue }) => issue.date.startsWith(`${name}-`));
  const isIssue = archive.issues.some(({ slug, number }) => slug === name || String(number) === name);
  const chosen: readonly PublishedIssue[] =
    !isIssue && /^\d{4}$/u.test(name) && ofYear.length > 0 ? ofYear : [named(name, published, project)];
  for (const { issue } of chosen) refuseErrors({ issue, diagnostics });
  return chosen === ofYear ? bookOf(input, ofYear, name) : bookOf(input, chosen);
}

function named(
  name: string,
  published: readonly PublishedIssue[],
  { archive }: CompiledProject,
): PublishedIssue {
  const issue = findIssue(archive.issues, name);
  const found = published.find((one) => one.issue === issue);
  if (found !== undefined) return found;
  throw new BroadsideError('ISSUE_IS_DRAFT', `${issue.path} is a draft`, { place: issue.path });
}

/** The page and its pictures stand in a folder of their own as long as the browser reads them. */
async function pdfOf(book: Book, styles: string, chromium: string): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'broadside-book-')).catch((error) => {
    throw unwritable(tmpdir(), error);
  });
  try {
    for (const { path: file, contents } of book.images) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), contents);
    }
    await writeFile(path.join(folder, 'book.html'), printPage(book, styles));
    return await printPdf(chromium, path.join(folder, 'book.html'));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
