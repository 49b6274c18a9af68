// English weekdays as words, and the one with which a text begins. Stands apart because reports and events are asked about theirs
// alike.
const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const AT_START =
  /^(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b/iu;

export const WEEKDAYS: readonly string[] = NAMES;

/** @param number 1 Monday to 7 Sunday (ISO 8601). */
export function nameOfWeekday(number: number): string {
  return NAMES[number - 1] ?? '';
}

export function weekdayAtStart(text: string): { written: string; number: number } | undefined {
  const written = AT_START.exec(text)?.[0];
  if (written === undefined) return undefined;
  const begin = written.slice(0, 3).toLowerCase();
  return { written, number: NAMES.findIndex((name) => name.toLowerCase().startsWith(begin)) + 1 };
}
