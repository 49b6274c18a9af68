// Issues go in one after the other; each is compiled, its mails are written aside, its long parts put into its own file, and what the
// rest of the build asks of it comes out as JSON. A thread and the main program do the same.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestIssue } from '../../check/archive/digest-issue.ts';
import { isUnread } from '../../check/check-issue.ts';
import { type CompiledIssue, compileIssue } from '../../compile.ts';
import type { Settings } from '../../compile-settings.ts';
import type { IssueFile } from '../../model/issue.ts';
import type { OutputFile } from '../../model/rendered.ts';
import type { Press } from '../../render/create-press.ts';
import { packDigest } from '../pack-digest.ts';
import { sampleMail } from '../sample-mail.ts';
import { writeIssueFile } from './issue-file.ts';
import { cardOf, partsOf } from './printed-issue.ts';

export interface PrintJob {
  readonly file: IssueFile;
  /** Of everything that it is compiled from, the program included. */
  readonly print: string;
}

export interface Printed {
  readonly path: string;
  /** JSON of an `IssueCard`, of the packed digest, of the diagnostics. */
  readonly card: string;
  readonly digest: string;
  readonly diagnostics: string;
  /** Written aside. Empty of a draft, and where no mail can be made of it. */
  readonly mails: readonly (Omit<OutputFile, 'contents'> & { readonly staged: string })[];
  /** What could not be read is not remembered: the next build says the same in the same way. */
  readonly isUnread: boolean;
}

export interface PrintPlaces {
  /** For the long parts of each issue. */
  readonly issuesFolder: string;
  /** For mails, until they are moved into place; a folder on the disk of `out/`. Without it they are made later. */
  readonly stagingFolder?: string;
}

export async function printIssue(
  { file, print }: PrintJob,
  settings: Settings,
  press: Press,
  places: PrintPlaces,
): Promise<Printed> {
  const compiled = compileIssue(file, settings, press);
  const { issue, diagnostics } = compiled;
  const [mails] = await Promise.all([
    stageMails(compiled, settings, places.stagingFolder),
    writeIssueFile(places.issuesFolder, issue.slug, print, partsOf(compiled)),
  ]);
  return {
    path: file.path,
    card: JSON.stringify(cardOf(compiled)),
    digest: JSON.stringify(packDigest(digestIssue(issue))),
    diagnostics: JSON.stringify(diagnostics),
    mails,
    isUnread: isUnread(diagnostics),
  };
}

async function stageMails(
  { issue, rendered }: CompiledIssue,
  { newsletter }: Settings,
  folder: string | undefined,
): Promise<Printed['mails']> {
  if (issue.isDraft || folder === undefined) return [];
  try {
    const files = await sampleMail(issue, rendered, newsletter);
    await mkdir(folder, { recursive: true });
    const writing = files.map(async ({ contents, ...file }) => {
      const staged = path.join(folder, `${issue.slug}-${path.posix.basename(file.path)}`);
      await writeFile(staged, contents);
      return { ...file, staged };
    });
    // All of them, whatever becomes of one: nobody writes there any more when the folder is taken away.
    await Promise.allSettled(writing);
    return await Promise.all(writing);
  } catch {
    // Whether that matters, that there is no mail or no room for it, is seen where it is wanted: by then the proofreader may have stopped
    // the build.
    return [];
  }
}
