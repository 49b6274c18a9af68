// Fields of front matter that an issue has no place for, as text for the report.
import { isObject, type JsonObject } from './json-values.ts';

const LONGEST = 300;

export function otherFieldsOf(
  fields: JsonObject,
  known: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => !known.includes(name) && name !== '__proto__' && wordsOf(value) !== '')
      .map(([name, value]) => [name, wordsOf(value)]),
  );
}

function wordsOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const words = isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
  return words === '[]' || words === '{}' ? '' : words.slice(0, LONGEST);
}
