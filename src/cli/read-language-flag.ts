// A language as somebody typed it behind a flag. Throws USAGE with what was expected.
import { BroadsideError } from '../model/errors.ts';
import { readLanguage } from './subscriber-lists/read-cells.ts';

/** @returns BCP 47; undefined where none was given. */
export function readLanguageFlag(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const language = readLanguage(text);
  if (language !== undefined) return language;
  throw new BroadsideError('USAGE', `Unexpected language "${text}", expected one like "en" or "ar"`);
}
