// A count as somebody typed it behind a flag. Throws USAGE with what was expected.
import { BroadsideError } from '../model/errors.ts';

export function readCount(text: string, flag: string): number {
  const count = /^\d{1,9}$/u.test(text.trim()) ? Number(text) : 0;
  if (count < 1)
    throw new BroadsideError(
      'USAGE',
      `Unexpected ${JSON.stringify(text)} for ${flag}, expected a whole number from 1`,
    );
  return count;
}
