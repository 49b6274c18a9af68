// In: an issue's file and the present moment. Out: the file as readers may have it now. A live entry whose time has not come is blanked
// out, line for line, so that every place in the file stays what it was and each stage behind, its caches included, sees no more than a
// text. A file without such entries comes out as it went in: a build of it knows nothing of clocks.
import { type IsoInstant, instantOf } from '../model/calendar.ts';
import type { LiveEntry } from '../model/entry.ts';
import type { Issue, IssueFile } from '../model/issue.ts';
import { plainHeading, sectionNamesOf } from '../model/section-names.ts';
import { type IssueContext, parseIssue } from './parse-issue.ts';

export interface HeldBack {
  readonly file: IssueFile;
  /** When the next of its entries is due; absent where none is held back. */
  readonly nextAt?: IsoInstant;
}

/** @param now Handed in: no stage asks a clock. */
export function holdBack(file: IssueFile, context: IssueContext, now: IsoInstant): HeldBack {
  if (!mayBeLive(file, context)) return { file };
  const held = scheduledEntries(parseIssue(file, context).issue, now);
  const [next] = held.map(({ dueAt }) => dueAt).sort();
  if (next === undefined) return { file };
  let { value } = file;
  for (const { entry } of held) {
    const [start, end] = [entry.position.start.offset ?? 0, entry.position.end.offset ?? 0];
    value = value.slice(0, start) + value.slice(start, end).replace(/[^\r\n]/gu, ' ') + value.slice(end);
  }
  // A line of blanks is code to Markdown only where words stand on it: these have none.
  return { file: { ...file, value }, nextAt: next };
}

/** Those whose time, or whose day where no time is known, has not come by the issue's clock. */
export function scheduledEntries(
  issue: Issue,
  now: IsoInstant,
): readonly { readonly entry: LiveEntry; readonly dueAt: IsoInstant }[] {
  return issue.sections
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => {
      if (entry.kind !== 'live') return [];
      const dueAt = dueOf(entry, issue);
      return dueAt !== undefined && Date.parse(dueAt) > Date.parse(now) ? [{ entry, dueAt }] : [];
    });
}

function dueOf({ at, localDate }: LiveEntry, { timeZone }: Issue): IsoInstant | undefined {
  return at ?? (localDate === undefined ? undefined : instantOf(localDate, '00:00', timeZone));
}

/** Most issues have no such section, and are not read twice for it. Any heading that may name one will do. */
function mayBeLive({ value }: IssueFile, { newsletter }: IssueContext): boolean {
  const names = sectionNamesOf('live', newsletter.sectionOrder);
  return [...value.matchAll(HEADING)].some(([, written = '']) => {
    const words = plainHeading(written);
    return names.some((name) => words.includes(name));
  });
}

const HEADING = /^ {0,3}##(?!#)(.*)$/gmu;
