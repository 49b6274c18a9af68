// `schema [NAME]`: the JSON Schemas of the settings files, for editors that complete and explain while one types. They come with the
// program and are written beside the files, so that an editor finds them without a network.
import path from 'node:path';
import { DESCRIPTIONS } from '../../check/rules.ts';
import { findProject } from '../../files/find-project.ts';
import { writeText } from '../../files/write-text.ts';
import { BroadsideError } from '../../model/errors.ts';
import { settingsSchemas } from '../../parse/settings-schemas.ts';
import type { CommandResult } from '../command-result.ts';
import type { Terminal } from '../terminal.ts';

/** Path relative to the project → text. Hidden: the folder is the editors' ground, and these are nobody's to write in. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas = Object.entries(settingsSchemas(DESCRIPTIONS));
  return new Map(
    schemas.map(([name, schema]) => [
      `issues/.schemas/${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}

/** Without a name all are written to `issues/.schemas/`; with one it is printed. */
export async function schema(name: string | undefined, terminal: Terminal): Promise<CommandResult> {
  if (name !== undefined) return printed(name);
  const root = await findProject(terminal.cwd);
  const files = schemaFiles();
  for (const [file, text] of files) await writeText(path.join(root, file), text, { ifExists: 'replace' });
  return {
    exitCode: 0,
    value: { files: [...files.keys()] },
    lines: (paint) => [...files.keys()].map((file) => `${paint.done('made')}  ${file}`),
  };
}

function printed(name: string): CommandResult {
  const schemas = settingsSchemas(DESCRIPTIONS);
  const names = Object.keys(schemas);
  const found = Object.entries(schemas).find(([one]) => one === name)?.[1];
  if (found === undefined)
    throw new BroadsideError('USAGE', `Unexpected "${name}", expected one of ${names.join(', ')}`);
  return { exitCode: 0, value: found, lines: () => JSON.stringify(found, null, 2).split('\n') };
}
