// A language goes in, the names of its months and weekdays come out, in the forms that they take in a date. English ones are always
// among them: they are those of the printed newsletter.

/** Lower case, whole and shortened, without stops; months 1 to 12. */
export interface DateNames {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlySet<string>;
}

const kept = new Map<string, DateNames>();

/** @param language BCP 47; one that nobody knows has the English names. */
export function dateNames(language: string): DateNames {
  const known = kept.get(language);
  if (known !== undefined) return known;
  const made = namesOf([...new Set(['en', language])]);
  kept.set(language, made);
  return made;
}

function namesOf(languages: readonly string[]): DateNames {
  const months = new Map<string, number>([['sept', 9]]);
  const weekdays = new Set<string>(['tues', 'thur', 'thurs']);
  for (const format of languages.flatMap(formatsOf)) {
    for (let month = 1; month <= 12; month += 1) {
      const name = partOf(format, 'month', new Date(Date.UTC(2001, month - 1, 2)));
      if (/^\p{L}/u.test(name) && !months.has(name)) months.set(name, month);
    }
    // The first of January 2001 was a Monday.
    for (let day = 1; day <= 7; day += 1) {
      const name = partOf(format, 'weekday', new Date(Date.UTC(2001, 0, day)));
      if (/^\p{L}/u.test(name)) weekdays.add(name);
    }
  }
  return { months, weekdays };
}

/** With the day beside it, for in many languages a month has another form in a date ("января"). */
function formatsOf(language: string): readonly Intl.DateTimeFormat[] {
  const options = { day: 'numeric', calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
  try {
    return [
      new Intl.DateTimeFormat(language, { ...options, month: 'long', weekday: 'long' }),
      new Intl.DateTimeFormat(language, { ...options, month: 'short', weekday: 'short' }),
    ];
  } catch {
    return [];
  }
}

function partOf(format: Intl.DateTimeFormat, type: 'month' | 'weekday', date: Date): string {
  const part = format.formatToParts(date).find((one) => one.type === type)?.value ?? '';
  return part.toLowerCase().replace(/\.$/u, '').trim();
}
