// The files of a publication → the bytes of one `.epub`: the same bytes for the same files on every machine. `mimetype` is stored as it is and
// has no extra field, so that whoever reads byte 38 finds it (OCF 3.3 §4.3).
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { IsoDate } from '../../model/calendar.ts';
import type { OutputFile } from '../../model/rendered.ts';

/** @param day A zip has times without a zone: noon of this day is the same field in each. */
export function epubArchive(files: readonly OutputFile[], day: IsoDate): Uint8Array {
  const [year = 1980, month = 1, date = 1] = day.split('-').map(Number);
  // Zip cannot say what was before 1980.
  const mtime = new Date(Math.max(1980, year), month - 1, date, 12);
  const zippable: Zippable = {};
  for (const { path, contents } of files) {
    const octets = typeof contents === 'string' ? strToU8(contents) : contents;
    zippable[path] = [octets, { level: path === 'mimetype' ? 0 : 9, mtime }];
  }
  return zipSync(zippable);
}
