// `keys`: which keys sign the links in mails; `keys rotate` adds one, which signs from now on. None is ever taken away by it: links are promised to
// work for ever.

import type { TokenKey } from '../../audience/token.ts';
import { findProject } from '../../files/find-project.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import type { Terminal } from '../terminal.ts';
import { addTokenKey, storedTokenKeys } from '../token-keys.ts';
import { withDatabase } from '../with-database.ts';

export async function listKeys(terminal: Terminal): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  const keys = await withDatabase(root, databaseUrl(terminal), ({ settings }) => storedTokenKeys(settings));
  return result(keys, () => []);
}

export async function rotateKeys(terminal: Terminal): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  const keys = await withDatabase(root, databaseUrl(terminal), ({ settings }) => addTokenKey(settings));
  const [added] = keys;
  return result(
    keys,
    (paint) => [
      ...nextStep(
        'nothing more. Programs that run already take it up: `serve` within seconds, a send with its next issue.',
        paint,
      ),
    ],
    added,
  );
}

function result(keys: readonly TokenKey[], after: CommandResult['lines'], added?: TokenKey): CommandResult {
  const [signing, ...older] = keys.map(({ number }) => number);
  return {
    exitCode: 0,
    value: { signing, older, ...(added === undefined ? {} : { added: added.number }) },
    lines: (paint) => [
      `${paint.done(added === undefined ? 'signs' : 'added')}  key ${signing}, for all links from now on`,
      ...(older.length === 0
        ? []
        : [
            paint.dim(
              `       ${countOf(older.length, 'older key')}, whose links are good for ever: ${older.join(', ')}`,
            ),
          ]),
      ...after(paint),
    ],
  };
}
