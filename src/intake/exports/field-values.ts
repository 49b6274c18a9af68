// Asking front matter for what is in it, whichever way its program writes lists, truths and names.
import { isObject, type JsonObject, textAt, valueAt } from './json-values.ts';

/** A list, or words with commas between them; names of people may be objects with a `name`. */
export function wordsAt(fields: JsonObject, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = valueAt(fields, name);
    if (Array.isArray(value))
      return value.map((one) => (isObject(one) ? textAt(one, 'name') : String(one ?? '')));
    if (isObject(value)) return [textAt(value, 'name')];
    return textAt(fields, name).split(/[,;]/u);
  });
}

/** As Jekyll splits tags: at blanks, where it is no list. */
export function blankSeparatedAt(fields: JsonObject, name: string): readonly string[] {
  const value = valueAt(fields, name);
  if (Array.isArray(value)) return value.map((one) => String(one ?? ''));
  const text = textAt(fields, name);
  return text.split(text.includes(',') ? ',' : /\s+/u);
}

export function isTrueAt(fields: JsonObject, name: string): boolean {
  return /^(?:true|yes|on|1)$/iu.test(String(valueAt(fields, name) ?? ''));
}

export function isFalseAt(fields: JsonObject, name: string): boolean {
  return /^(?:false|no|off|0)$/iu.test(String(valueAt(fields, name) ?? ''));
}

/** The first of these that has something. */
export function firstAt(fields: JsonObject, ...names: readonly string[]): string {
  return names.map((name) => textAt(fields, name).trim()).find((text) => text !== '') ?? '';
}
