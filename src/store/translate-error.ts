// A driver's error in, an operator's failure out. A mistake of ours (a TypeError, a broken promise of the ledger) is no failure
// of the database and passes through as it is, with its stack.
import { BroadsideError, type ErrorCode } from '../model/errors.ts';
import { HELD_MARK, MOVED_MARK } from './barriers.ts';

/** Primary result codes of SQLite (sqlite3.h). */
const SQLITE: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  5: ['DATABASE_LOCKED', 'The database stayed locked by another program'],
  6: ['DATABASE_LOCKED', 'The database stayed locked by another program'],
  8: ['FILE_UNWRITABLE', 'The database file may not be written'],
  10: ['DATABASE_FAILED', 'The disk with the database failed, or is full'],
  11: ['DATABASE_UNREACHABLE', 'The database file is damaged'],
  13: ['FILE_UNWRITABLE', 'The disk is full'],
  14: ['DATABASE_UNREACHABLE', 'The database file cannot be opened'],
  26: ['DATABASE_UNREACHABLE', 'The file is not a database'],
};

/** SQLSTATE codes and classes of PostgreSQL (appendix A of its manual) and the system's words for a failed connection. */
const POSTGRES: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/^(?:40P01|40001|55P03)$/u, 'DATABASE_LOCKED', 'The database stayed locked by another program'],
  [/^28/u, 'DATABASE_UNREACHABLE', 'The database server refused the login'],
  [/^3D000$/u, 'DATABASE_UNREACHABLE', 'The database server has no such database'],
  [/^(?:08|57P|53300|25P03)/u, 'DATABASE_UNREACHABLE', 'The database server broke off the connection'],
  [/^53100$/u, 'DATABASE_FAILED', 'The disk of the database server is full'],
  [
    /^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ENOENT|EPIPE|EACCES)/u,
    'DATABASE_UNREACHABLE',
    'The database server does not answer',
  ],
  [/^[0-9A-Z]{5}$/u, 'DATABASE_FAILED', 'The database refused a change'],
];

/** Says of pg's own errors without a code that the connection failed. */
const POSTGRES_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Query read timeout|does not support SSL|SASL|password must be a string/u;

/** @param place The database without its password. */
export function translateError(error: unknown, place: string): unknown {
  if (error instanceof BroadsideError || !(error instanceof Error)) return error;
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  const barrier = first instanceof Error ? barrierOf(first.message, place) : undefined;
  if (barrier !== undefined) return barrier;
  if (code === 'ERR_INVALID_URL') {
    // No cause: Node's error repeats the whole address, and with it the password.
    return new BroadsideError(
      'SETTINGS_INVALID',
      'Unexpected DATABASE_URL, expected postgres://USER:PASSWORD@HOST/NAME',
      {
        place: 'DATABASE_URL',
        hint: 'Marks such as / ? # @ in a password must be written as %2F %3F %23 %40.',
      },
    );
  }
  if (code === 'ERR_SQLITE_ERROR') {
    const errcode = 'errcode' in error ? Number(error.errcode) % 256 : 0;
    const [known, words] = SQLITE[errcode] ?? (['DATABASE_FAILED', 'The database refused a change'] as const);
    return new BroadsideError(known, `${words} (${error.message})`, { cause: error, place });
  }
  const row = POSTGRES.find(([pattern]) => pattern.test(code));
  if (row !== undefined)
    return new BroadsideError(row[1], `${row[2]} (${wordsOf(first)})`, { cause: error, place });
  if (POSTGRES_WORDS.test(error.message)) {
    return new BroadsideError(
      'DATABASE_UNREACHABLE',
      `The database server cannot be used (${error.message})`,
      { cause: error, place },
    );
  }
  return error;
}

/** One of our own triggers has refused the change. */
function barrierOf(message: string, place: string): BroadsideError | undefined {
  const moved = message.indexOf(MOVED_MARK);
  if (moved >= 0) {
    const to = message.slice(moved + MOVED_MARK.length);
    return new BroadsideError('DATABASE_MOVED', `Everything has moved to ${to}`, { place });
  }
  if (!message.includes(HELD_MARK)) return undefined;
  return new BroadsideError('DATABASE_RESTORED', 'The database is held: nothing is sent from it', { place });
}

/** Runs `work` with the errors of its promise translated. */
export async function translated<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateError(error, place);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error && error.message !== ''
    ? error.message
    : String((error as { code?: unknown }).code);
}
