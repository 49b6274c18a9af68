// Cells of tables as other programs write them: dates, names, words of yes and no, lists of tags. What cannot be read is left out, never guessed.
import type { IsoInstant } from '../../model/calendar.ts';

/** With a day and maybe a time; Go writes blanks before the offset and the zone's name behind it. Without an offset it is UTC, as exports have it. */
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))? ?(Z|UTC|[+-]\d{2}:?\d{2})?(?: [A-Z+\-\d]{1,6})?)?$/u;
const FIRST_YEAR = 1990;
const LAST_YEAR = 9998;
const NAME_CHARACTERS = 200;

export function readInstant(text: string): IsoInstant | undefined {
  const [, day, time = '00:00', , offset = 'Z'] = INSTANT.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const zone = offset === 'UTC' ? 'Z' : offset.replace(/^([+-]\d{2})(\d{2})$/u, '$1:$2');
  const instant = new Date(`${day}T${time}${zone}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  // JavaScript takes 30 February for 1 March.
  if (new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  const year = instant.getUTCFullYear();
  return year < FIRST_YEAR || year > LAST_YEAR ? undefined : instant.toISOString();
}

/** In one line, without controls. Undefined for nothing. */
export function readName(...parts: readonly string[]): string | undefined {
  const name = parts
    .join(' ')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return name === '' ? undefined : [...name].slice(0, NAME_CHARACTERS).join('');
}

/** BCP 47, also as `en_GB`. */
export function readLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

export function readFlag(text: string): boolean | undefined {
  if (/^(?:true|yes|y|1|on)$/iu.test(text.trim())) return true;
  return /^(?:false|no|n|0|off)$/iu.test(text.trim()) ? false : undefined;
}

/** Separated by commas, each in quotation marks or not: `"one","two, too"`, `one, two`; or a JSON array. */
export function readTags(text: string): readonly string[] {
  const json = readJson(text);
  const tags = Array.isArray(json)
    ? json.filter((tag) => typeof tag === 'string')
    : [...text.matchAll(/"((?:[^"]|"")*)"|[^,;]+/gu)].map(
        ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole,
      );
  return [...new Set(tags.map((tag) => readName(tag)?.slice(0, TAG_CHARACTERS) ?? ''))]
    .filter((tag) => tag !== '')
    .sort();
}

/** As `AudienceStore.tag` has it. */
export const TAG_CHARACTERS = 100;

function readJson(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
