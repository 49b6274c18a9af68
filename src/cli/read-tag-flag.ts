// A tag as somebody typed it; what may be stored as one comes out. The store refuses the same, but a mistyped flag should be told before a long import.
import { BroadsideError } from '../model/errors.ts';
import { TAG_CHARACTERS } from './subscriber-lists/read-cells.ts';

/** Throws USAGE. */
export function readTagFlag(text: string): string {
  const tag = text.trim();
  if (tag === '' || tag.length > TAG_CHARACTERS || /\p{Cc}/u.test(tag))
    throw new BroadsideError('USAGE', `Unexpected tag "${text}", expected 1 to ${TAG_CHARACTERS} characters`);
  return tag;
}
