// Header fields by name, and the field groups that reports are made of (RFC 3464 §2.1, RFC 5965 §3.1: the form of a header, groups
// parted by blank lines). Reads leniently: what is no field is passed over.
import type { HeaderField } from '../../model/message.ts';

export type Fields = readonly HeaderField[];

/** Names are compared without case (RFC 5322 §1.2.2). */
export function fieldsNamed(fields: Fields, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return fields.filter((field) => field.name.toLowerCase() === wanted).map(({ value }) => value);
}

/** The first of its name, trimmed; undefined where there is none. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  return fieldsNamed(fields, name)[0]?.trim();
}

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/u;
/** More than any report has; the rest is dropped. */
const MOST_GROUPS = 100;

export function readFieldGroups(text: string): readonly Fields[] {
  const groups: HeaderField[][] = [[]];
  // Pieces of one value are joined once, so that a value of a thousand lines costs no more than they do.
  let pieces: string[] = [];
  let name: string | undefined;
  const endField = (): void => {
    if (name !== undefined) groups.at(-1)?.push({ name, value: pieces.join(' ').trim() });
    name = undefined;
    pieces = [];
  };
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      endField();
      if ((groups.at(-1)?.length ?? 0) > 0) groups.push([]);
      if (groups.length > MOST_GROUPS) break;
      continue;
    }
    if (/^[ \t]/u.test(line) && name !== undefined) {
      pieces.push(line.trim());
      continue;
    }
    const colon = line.indexOf(':');
    const before = line.slice(0, Math.max(colon, 0)).trim();
    if (colon === -1 || !FIELD_NAME.test(before)) continue;
    endField();
    name = before;
    pieces = [line.slice(colon + 1).trim()];
  }
  endField();
  return groups.filter((group) => group.length > 0);
}
