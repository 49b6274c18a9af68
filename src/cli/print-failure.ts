// A failure of the operator's side as it is printed: what, where, why, and the way out. With --json, the same as an object.
import { type BroadsideError, ERRORS } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';

export function printFailure(
  error: BroadsideError,
  terminal: Pick<Terminal, 'print' | 'complain' | 'paint'>,
  format: 'text' | 'json',
): void {
  const cause = causeOf(error);
  if (format === 'json') {
    const { code, message, hint, place } = error;
    terminal.print(
      JSON.stringify(
        { error: { code, meaning: ERRORS[code].meaning, message, place, cause, hint } },
        null,
        2,
      ),
    );
    return;
  }
  const { paint } = terminal;
  terminal.complain(`${paint.stop(`${ERRORS[error.code].meaning}:`)} ${error.message}`);
  if (error.place !== undefined) terminal.complain(`  ${paint.dim('at   ')} ${error.place}`);
  if (cause !== undefined) terminal.complain(`  ${paint.dim('cause')} ${cause}`);
  terminal.complain('');
  terminal.complain(`${paint.strong('Next:')} ${error.hint}`);
}

/** The first line of the library's own words, where they add something. */
function causeOf(error: BroadsideError): string | undefined {
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  const line = cause?.split('\n')[0]?.trim();
  return line === undefined || line === '' || error.message.includes(line) ? undefined : line;
}
