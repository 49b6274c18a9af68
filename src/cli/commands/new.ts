// `new [SLUG]`: the next issue's file, with the front matter filled in and marked as a draft.
import { join } from 'node:path';
import { writeText } from '../../files/write-text.ts';
import { type IsoDate, localTimeOf, readIsoDate } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { slugOf } from '../../model/slug.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { parseIssues } from '../find-issue.ts';
import { openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export interface NewOptions {
  readonly date?: string;
}

export async function createIssue(
  slug: string | undefined,
  options: NewOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const project = await openProject(terminal);
  const { newsletter } = project.settings;
  const date =
    options.date === undefined
      ? localTimeOf(terminal.now(), newsletter.timeZone).date
      : readDate(options.date);
  const numbers = parseIssues(project).map((issue) => issue.number ?? 0);
  const number = Math.max(0, ...numbers) + 1;
  const path =
    slug === undefined
      ? `issues/${String(number).padStart(4, '0')}.md`
      : `issues/${date}-${slugOf(slug, 'special')}.md`;
  const text = slug === undefined ? numberedIssue(number, date, newsletter) : special(slug, date);
  await writeText(join(project.root, path), text, { ifExists: 'refuse' });
  return {
    exitCode: 0,
    value: slug === undefined ? { path, number, date } : { path, date },
    lines: (paint) => [
      `${paint.done('made')}  ${path}, dated ${date}, marked as a draft`,
      ...nextStep(`write in ${path}; \`broadside preview\` shows it as you save.`, paint),
    ],
  };
}

function readDate(text: string): IsoDate {
  const date = readIsoDate(text);
  if (date !== undefined) return date;
  throw new BroadsideError('USAGE', `Unexpected date "${text}", expected a day such as 2026-01-09`);
}

const HOW_TO = `<!--
An item is a ### heading with its link, then the source and its date, then what it says:

### [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)

Harbour Post reports (30 December): Crane crews voted by four to one to go back.

Tags: strike, wages

Delete this note, and the line "draft: true" above when the issue is ready.
-->`;

function numberedIssue(number: number, date: IsoDate, newsletter: Newsletter): string {
  const section = newsletter.sectionOrder.find(({ kind }) => kind === 'items');
  const heading = section === undefined ? '' : `\n## ${section.name}\n`;
  return `---\nnumber: ${number}\ndate: ${date}\ndraft: true\ntags: []\n---\n\n${HOW_TO}\n${heading}`;
}

function special(slug: string, date: IsoDate): string {
  const title = slug.replaceAll('-', ' ').replace(/^./u, (letter) => letter.toUpperCase());
  return `---\ntitle: ${JSON.stringify(title)}\ndate: ${date}\ndraft: true\ntags: []\n---\n\n${HOW_TO}\n`;
}
