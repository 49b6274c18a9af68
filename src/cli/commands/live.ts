// `live add`, `live end`, `live list`: a live page from the command line, while it is read.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOfStream } from 'node:stream/consumers';
import { type IsoDate, localTimeOf, readIsoDate } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Issue } from '../../model/issue.ts';
import { hasLiveSection } from '../../model/live-order.ts';
import { scheduledEntries } from '../../parse/hold-back.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { findIssue, parseIssues } from '../find-issue.ts';
import { countDiagnostics, formatDiagnostics } from '../format-diagnostics.ts';
import { type ChangedIssue, changeIssue } from '../live/change-issue.ts';
import type { EntryWishes } from '../live/compose-entry.ts';
import { withLiveEnded } from '../live/end-live.ts';
import { liveSection, type PlacedEntry, placeEntry, type WantedMoment } from '../live/place-entry.ts';
import { type Republished, republish, republishedLines } from '../live/republish.ts';
import { openHouseProject, openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';
import { momentWords } from '../words-of-time.ts';

export interface LiveAddOptions extends Omit<EntryWishes, 'text'> {
  readonly time?: string;
  readonly date?: string;
  /** `-` is what is piped in. */
  readonly file?: string;
}

export async function addLiveEntry(
  name: string,
  words: string | undefined,
  options: LiveAddOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const { root, issue: found, settings } = await openLive(name, terminal);
  const now = terminal.now();
  const wanted = wantedMoment(options, localTimeOf(now, found.timeZone));
  const wishes: EntryWishes = { ...options, text: await textOf(words, options, terminal) };
  const changed = await changeIssue({ root, path: found.path, settings }, (file) => {
    if (parseIssue(file, settings).issue.isLiveEnded === true) throw hasEnded(file.path);
    return placeEntry(file, wishes, wanted, settings);
  });
  const { entry, at, issue } = changed.change;
  if (!changed.isWritten) return refused(changed);
  const isHeldBack = Date.parse(at) > Date.parse(now);
  const isSeen = !isHeldBack && !issue.isDraft;
  const published: Republished = isSeen ? await republish(root, terminal) : { state: 'never-built' };
  return {
    exitCode: published.state === 'stopped' ? 1 : 0,
    value: {
      issue: issue.slug,
      id: entry.id,
      at,
      path: issue.path,
      line: entry.position.start.line,
      heldBack: isHeldBack,
      draft: issue.isDraft,
      published: published.state === 'built',
      diagnostics: changed.fresh,
    },
    lines: (paint) => [
      ...formatDiagnostics(changed.fresh, new Map([[issue.path, changed.file.value]]), paint),
      `${paint.done('added')}  ${issue.path}:${entry.position.start.line}  ${momentWords(at, issue.timeZone)}`,
      ...(isHeldBack
        ? [`${paint.ask('held back')}  until then; \`serve\`, \`preview\` and \`build\` keep it out`]
        : []),
      ...republishedLines(published, paint),
      ...nextStep(nextAfterAdding(issue, published, isHeldBack), paint),
    ],
  };
}

export async function endLive(name: string, terminal: Terminal): Promise<CommandResult> {
  const { root, issue: found, settings } = await openLive(name, terminal);
  const changed = await changeIssue({ root, path: found.path, settings }, (file) => {
    const { issue } = parseIssue(file, settings);
    return { issue, text: issue.isLiveEnded === true ? issue.text : withLiveEnded(issue) };
  });
  if (!changed.isWritten) return refused(changed);
  const { issue } = changed.change;
  const waiting = scheduledEntries(issue, terminal.now());
  const published: Republished = issue.isDraft ? { state: 'never-built' } : await republish(root, terminal);
  return {
    exitCode: published.state === 'stopped' ? 1 : 0,
    value: {
      issue: issue.slug,
      path: issue.path,
      ended: true,
      scheduled: waiting.length,
      published: published.state === 'built',
    },
    lines: (paint) => [
      `${paint.done('ended')}  ${issue.path} says "live: ended"; open pages of it stop asking for more`,
      ...(waiting.length === 0
        ? []
        : [
            `${paint.ask('still to come')}  ${countOf(waiting.length, 'entry', 'entries')}, each at its time; delete what is not wanted`,
          ]),
      ...republishedLines(published, paint),
      ...nextStep(
        `\`broadside send ${issue.slug}\` mails it as a digest; deleting the line "live: ended" opens it again.`,
        paint,
      ),
    ],
  };
}

export async function listLive(terminal: Terminal): Promise<CommandResult> {
  const project = await openProject(terminal);
  const now = terminal.now();
  const pages = parseIssues(project)
    .filter(hasLiveSection)
    .map((issue) => {
      const entries = issue.sections
        .flatMap((section) => section.entries)
        .filter(({ kind }) => kind === 'live');
      const waiting = scheduledEntries(issue, now);
      const [nextAt] = waiting.map(({ dueAt }) => dueAt).sort();
      return {
        issue: issue.slug,
        state: issue.isDraft ? 'draft' : issue.isLiveEnded === true ? 'ended' : 'running',
        entries: entries.length - waiting.length,
        scheduled: waiting.length,
        ...(nextAt === undefined ? {} : { nextAt }),
        timeZone: issue.timeZone,
      };
    });
  const width = Math.max(0, ...pages.map(({ issue }) => issue.length));
  return {
    exitCode: 0,
    value: { pages },
    lines: (paint) => [
      ...(pages.length === 0 ? ['No issue has a live section.'] : []),
      ...pages.map(({ issue, state, entries, scheduled, nextAt, timeZone }) => {
        const shown = state === 'running' ? paint.done(state.padEnd(7)) : paint.dim(state.padEnd(7));
        const held =
          nextAt === undefined ? '' : `, ${scheduled} to come, the next ${momentWords(nextAt, timeZone)}`;
        return `  ${issue.padEnd(width)}  ${shown}  ${countOf(entries, 'entry', 'entries')}${held}`;
      }),
      ...nextStep(
        pages.some(({ state }) => state === 'running')
          ? '`broadside live add ISSUE "…"` writes an entry; `broadside live end ISSUE` closes a page.'
          : 'a line "## Live: …" in an issue begins a live page; `broadside new SLUG` makes the issue.',
        paint,
      ),
    ],
  };
}

async function openLive(name: string, terminal: Terminal) {
  const project = await openHouseProject(terminal);
  const issue = findIssue(parseIssues(project), name);
  liveSection(issue);
  return { ...project, issue };
}

function wantedMoment(
  { time, date }: LiveAddOptions,
  now: { readonly date: IsoDate; readonly time: string },
): WantedMoment {
  const day = date === undefined ? now.date : readIsoDate(date);
  if (day === undefined)
    throw new BroadsideError('USAGE', `Unexpected date "${date}", expected a day such as 2026-01-09`);
  const written = time ?? now.time.slice(0, 5);
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/u.exec(written) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59)
    throw new BroadsideError('USAGE', `Unexpected time "${written}", expected one such as 16:40`);
  return { date: day, time: `${hours.padStart(2, '0')}:${minutes}` };
}

async function textOf(
  words: string | undefined,
  { file }: LiveAddOptions,
  terminal: Terminal,
): Promise<string> {
  if (file === undefined) return words ?? '';
  if (words !== undefined)
    throw new BroadsideError('USAGE', 'The words come from --file or from the command line, not from both');
  if (file === '-') return textOfStream(terminal.input());
  try {
    return await readFile(path.resolve(terminal.cwd, file), 'utf8');
  } catch (cause) {
    throw new BroadsideError('FILE_UNREADABLE', `${file} cannot be read`, { cause, place: file });
  }
}

function refused({
  change,
  file,
  fresh,
}: ChangedIssue<PlacedEntry | { readonly issue: Issue }>): CommandResult {
  return {
    exitCode: 1,
    value: { issue: change.issue.slug, added: false, diagnostics: fresh },
    lines: (paint) => [
      ...formatDiagnostics(fresh, new Map([[file.path, file.value]]), paint),
      `${paint.stop('Not written.')} ${countDiagnostics(fresh, paint)}. ${file.path} is as it was.`,
      ...nextStep('mend the words, and run this again.', paint),
    ],
  };
}

function hasEnded(place: string): BroadsideError {
  return new BroadsideError('USAGE', `${place} says "live: ended"`, {
    place,
    hint: 'Delete that line to open the page again.',
  });
}

function nextAfterAdding(issue: Issue, { state }: Republished, isHeldBack: boolean): string {
  if (issue.isDraft)
    return `${issue.path} is a draft; delete its line "draft: true", then \`broadside build\`.`;
  if (isHeldBack)
    return '`broadside live list` shows what is to come; `broadside serve` publishes it in time.';
  if (state === 'stopped')
    return 'mend these, then `broadside build`: the entry is in the issue, and not yet on the page.';
  if (state === 'never-built') return '`broadside build` puts it on the page.';
  return 'bring out/site/ to its server, unless `broadside serve` serves it here.';
}
