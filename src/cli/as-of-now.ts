// What was read of a project, with the live entries held back whose time has not come: what is built, shown and sent is made of this. The
// proofreader reads the files as they are.
import type { Settings } from '../compile-settings.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { ProjectFiles } from '../model/project.ts';
import { holdBack } from '../parse/hold-back.ts';

export interface FilesAsOfNow {
  readonly files: ProjectFiles;
  /** When the next entry is due; absent where none is held back. */
  readonly nextAt?: IsoInstant;
}

export function asOfNow(files: ProjectFiles, settings: Settings, now: IsoInstant): FilesAsOfNow {
  const held = files.issues.map((file) => holdBack(file, settings, now));
  const [nextAt] = held.flatMap(({ nextAt: at }) => (at === undefined ? [] : [at])).sort();
  if (nextAt === undefined) return { files };
  return { files: { ...files, issues: held.map(({ file }) => file) }, nextAt };
}
