// A failure of the operator's side as it is told: what, where, why, and the way out; as lines for people, as a value for machines.
import { type BroadsideError, ERRORS } from '../model/errors.ts';
import type { Paint } from './paint.ts';

export function failureLines(error: BroadsideError, paint: Paint): readonly string[] {
  const cause = causeOf(error);
  return [
    `${paint.stop(`${ERRORS[error.code].meaning}:`)} ${error.message}`,
    ...(error.place === undefined ? [] : [`  ${paint.dim('at   ')} ${error.place}`]),
    ...(cause === undefined ? [] : [`  ${paint.dim('cause')} ${cause}`]),
    '',
    `${paint.strong('Next:')} ${error.hint}`,
  ];
}

/** For --json. */
export function failureValue(error: BroadsideError): object {
  const { code, message, hint, place } = error;
  return { code, meaning: ERRORS[code].meaning, message, place, cause: causeOf(error), hint };
}

/** The first line of the library's own words, where they add something. */
function causeOf(error: BroadsideError): string | undefined {
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  const line = cause?.split('\n')[0]?.trim();
  return line === undefined || line === '' || error.message.includes(line) ? undefined : line;
}
