// `new [SLUG]`: the next issue's file, marked as a draft. Where candidates are ticked in the inbox it is made of them; where a draft is open,
// it gets those that are new.
import { join } from 'node:path';
import { writeText } from '../../files/write-text.ts';
import { type IsoDate, localTimeOf, readIsoDate } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { slugOf } from '../../model/slug.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { openDraft, putInto } from '../drafting/draft-target.ts';
import { openDesk } from '../drafting/drafting-desk.ts';
import { chooseCandidates, readTicked } from '../drafting/inbox-candidates.ts';
import { newResult } from '../drafting/new-report.ts';
import { emptyIssue, emptySpecial, issueForItems, type NewIssue } from '../drafting/next-issue.ts';
import type { Terminal } from '../terminal.ts';

export interface NewOptions {
  readonly date?: string;
}

export async function createIssue(
  slug: string | undefined,
  options: NewOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const desk = await openDesk(terminal);
  const { root, settings } = desk.project;
  const { newsletter } = settings;
  const date =
    options.date === undefined
      ? localTimeOf(terminal.now(), newsletter.timeZone).date
      : readDate(options.date);
  const issues = desk.archive.all();
  if (slug !== undefined) {
    const path = `issues/${date}-${slugOf(slug, 'special')}.md`;
    await writeText(join(root, path), emptySpecial(slug, date), { ifExists: 'refuse' });
    return made({ path, date });
  }
  const ticked = await readTicked(root);
  if (ticked.entries.length === 0) {
    const issue = emptyIssue(issues, date, newsletter);
    await writeText(join(root, issue.path), issue.text, { ifExists: 'refuse' });
    return made({ path: issue.path, number: issue.number, date }, ticked.unread.length);
  }
  const open = openDraft(issues.filter(({ number }) => number !== undefined));
  if (open !== undefined && options.date !== undefined) {
    throw new BroadsideError('USAGE', `${open.path} is an open draft, and the candidates go into it`, {
      place: open.path,
      hint: 'Leave --date out, and change the date in its head if it is another.',
    });
  }
  const chosen = chooseCandidates(ticked.entries, desk);
  const target =
    open === undefined
      ? ({ kind: 'new', issue: issueForItems(issues, date) } as const)
      : ({ kind: 'standing', issue: open } as const);
  if (chosen.toPut.length === 0)
    return newResult({ path: open?.path, isNew: false, chosen, put: [], unread: ticked.unread });
  const { entries } = await putInto(target, chosen.toPut, desk);
  const numbered: Partial<NewIssue> = target.kind === 'new' ? { number: target.issue.number } : {};
  return newResult({
    path: target.issue.path,
    isNew: target.kind === 'new',
    ...numbered,
    date,
    chosen,
    put: entries,
    unread: ticked.unread,
  });
}

function made(
  value: { readonly path: string; readonly date: IsoDate; readonly number?: number },
  unread = 0,
): CommandResult {
  return {
    exitCode: 0,
    value,
    lines: (paint) => [
      `${paint.done('made')}  ${value.path}, dated ${value.date}, marked as a draft`,
      ...(unread === 0
        ? []
        : [
            `${paint.ask('look')}  what is ticked in issues/inbox.md has no web address: nothing was made of it`,
          ]),
      ...nextStep(`write in ${value.path}; \`broadside preview\` shows it as you save.`, paint),
    ],
  };
}

function readDate(text: string): IsoDate {
  const date = readIsoDate(text);
  if (date !== undefined) return date;
  throw new BroadsideError('USAGE', `Unexpected date "${text}", expected a day such as 2026-01-09`);
}
