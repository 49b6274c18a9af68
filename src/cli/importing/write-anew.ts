// A settings file that an import adds lines to: nothing is written where nothing is new, and never over what changed meanwhile.
import path from 'node:path';
import { writeText } from '../../files/write-text.ts';

/** @param before What was read; empty where there is no such file. @throws BroadsideError as `writeText`. */
export async function writeAnew(
  root: string,
  file: string,
  before: string,
  make: (before: string) => string,
): Promise<void> {
  const text = make(before);
  if (text === before) return;
  await writeText(path.join(root, file), text, {
    ifExists: 'replace',
    ...(before === '' ? {} : { textBefore: before }),
  });
}
