// A DATABASE_URL in, where the database is: a file or a server. Apart from opening it, for whoever copies one opens two, each in its
// own way.
import path from 'node:path';
import { BroadsideError } from '../model/errors.ts';

export type DatabaseLocation =
  | {
      readonly kind: 'sqlite';
      /** Absolute, or `:memory:`. */
      readonly file: string;
      readonly describe: string;
    }
  | {
      readonly kind: 'postgres';
      /** With the password: never for messages. */
      readonly url: string;
      readonly describe: string;
    };

/**
 * @param url `sqlite:data/broadside.db`, `sqlite:/absolute/path.db`, `sqlite::memory:` or `postgres://user:password@host/database`.
 * @param root Folder from which a relative path counts.
 * @throws BroadsideError SETTINGS_INVALID
 */
export function locateDatabase(url: string, root = '.'): DatabaseLocation {
  if (/^postgres(?:ql)?:\/\//u.test(url)) return { kind: 'postgres', url, describe: withoutPassword(url) };
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/u.exec(url)?.[1];
  if (file === undefined) {
    throw new BroadsideError(
      'SETTINGS_INVALID',
      'Unexpected DATABASE_URL, expected sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME',
      { place: 'DATABASE_URL' },
    );
  }
  if (file === ':memory:') return { kind: 'sqlite', file, describe: file };
  return { kind: 'sqlite', file: path.resolve(root, file), describe: file };
}

/** The address of a server for messages: no user, no password, no options. Greedy, for a password may hold any mark unescaped. */
function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)(?:.*@)?/su, '$1').replace(/[?#].*$/su, '');
}
