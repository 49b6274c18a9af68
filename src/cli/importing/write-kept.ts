// What an import keeps of where things stood goes into `issues/redirects.yaml` and `issues/ids.yaml`: lines at their ends, and nothing where none is
// new. Never over what changed meanwhile.
import path from 'node:path';
import { writeText } from '../../files/write-text.ts';
import type { ProjectFiles } from '../../model/project.ts';
import { type AddressBook, withLines, withRedirects } from './keep-addresses.ts';
import { ID_HEADING } from './keep-ids.ts';

export interface Kept {
  readonly addresses: AddressBook;
  readonly ids: readonly (readonly [id: string, kept: string])[];
}

/** @throws BroadsideError as `writeText`. */
export async function writeKept(
  root: string,
  { redirects, ids }: Pick<ProjectFiles, 'redirects' | 'ids'>,
  kept: Kept,
): Promise<void> {
  const led = redirects?.value ?? '';
  await writeAnew(root, 'issues/redirects.yaml', led, withRedirects(led, kept.addresses.lines()));
  await writeAnew(root, ids.path, ids.value, withLines(ids.value, ID_HEADING, kept.ids));
}

async function writeAnew(root: string, file: string, before: string, text: string): Promise<void> {
  if (text === before) return;
  await writeText(path.join(root, file), text, {
    ifExists: 'replace',
    ...(before === '' ? {} : { textBefore: before }),
  });
}
