// What a database knows of itself, in; whether it may send and when it was backed up, out. A copy that was put back knows less than was
// sent: a send refuses to go on with it, and the doctor says so before.
import { ERRORS } from '../../model/errors.ts';
import type { Verdict } from '../../model/finding.ts';
import type { DatabaseExamination } from '../../store/examine-database.ts';

export function judgeCopy({
  standing,
  isElsewhere,
}: Pick<DatabaseExamination, 'standing' | 'isElsewhere'>): Verdict {
  if (standing?.moved !== undefined)
    return {
      state: 'fail',
      found: `everything has moved to ${standing.moved.to}`,
      mend: ERRORS.DATABASE_MOVED.hint,
    };
  const mend = ERRORS.DATABASE_RESTORED.hint;
  if (standing?.held !== undefined)
    return { state: 'fail', found: `it is a restored copy and sends nothing: ${standing.held.reason}`, mend };
  if (standing?.manifest !== undefined)
    return {
      state: 'fail',
      found: `it is the backup of ${standing.manifest.madeAt}, put into its place by hand; it will send nothing`,
      mend: `Next time use \`broadside restore\`. ${mend}`,
    };
  if (isElsewhere)
    return {
      state: 'fail',
      found:
        'it was made in another place, so it is a copy: it will send nothing, for the original may be sending',
      mend,
    };
  return { state: 'ok', found: 'it is no copy of another' };
}

const DAY_MS = 86_400_000;
/** A weekly newsletter loses at most one issue's comings and goings. */
const BACKUP_DAYS = 7;

/** @param now ISO instant. */
export function judgeBackup(
  { kind, standing }: Pick<DatabaseExamination, 'kind' | 'standing'>,
  now: string,
): Verdict {
  const last = standing?.lastBackup;
  const mend =
    '`broadside backup FILE` makes one, also while an issue is being sent; keep it on another machine.';
  if (last === undefined)
    return kind === 'postgres'
      ? { state: 'skipped', found: 'none by `broadside backup`; the server may have its own', mend }
      : { state: 'warn', found: 'there has been none', mend };
  const days = Math.floor((Date.parse(now) - Date.parse(last.at)) / DAY_MS);
  if (days > BACKUP_DAYS)
    return { state: 'warn', found: `the last one is ${days} days old (${last.file})`, mend };
  return { state: 'ok', found: `on ${last.at.slice(0, 10)}, to ${last.file}` };
}
