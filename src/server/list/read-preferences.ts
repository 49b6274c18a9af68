// The form of the preferences page in, what the reader wants out, or what is wrong with it.
import { type IsoInstant, readIsoDate, type TimeZone } from '../../model/calendar.ts';
import type { LanguageChoice, PreferencesProblem } from '../../model/list-pages.ts';
import { localMoment } from '../../model/local-moment.ts';
import type { Preferences } from '../../model/subscriber.ts';
import type { FormFields } from './read-form.ts';

export interface PreferencesRules {
  /** Those that a reader may choose among. */
  readonly topics: readonly string[];
  readonly languages: readonly LanguageChoice[];
  readonly timeZone: TimeZone;
  readonly now: IsoInstant;
}

export interface PreferencesReading {
  /** What is usable of it, so that it can be shown again. */
  readonly preferences: Preferences;
  readonly problem?: PreferencesProblem;
}

/** More is no name. */
const NAME_CHARACTERS = 100;
/** Who wants longer silence than that may leave and come back. */
const LONGEST_PAUSE_MS = 2 * 366 * 24 * 3_600_000;

export function readPreferences(fields: FormFields, rules: PreferencesRules): PreferencesReading {
  const name = fields.text('name').trim();
  const language = rules.languages.find(({ tag }) => tag === fields.text('language'))?.tag;
  const topics = [...new Set(fields.all('topics'))].filter((topic) => rules.topics.includes(topic));
  const isSome = fields.text('choice') === 'some';
  const until = pauseEnd(fields.text('pausedUntil').trim(), rules);
  const preferences: Preferences = {
    ...(name === '' ? {} : { name: name.slice(0, 2 * NAME_CHARACTERS) }),
    ...(language === undefined ? {} : { language }),
    ...(isSome && topics.length > 0 ? { topics } : {}),
    ...(fields.text('format') === 'text' ? { format: 'text' } : {}),
    ...(until === undefined || until === 'unusable' ? {} : { pausedUntil: until }),
  };
  if (name !== '' && !isNameUsable(name)) return { preferences, problem: 'name-too-long' };
  if (isSome && topics.length === 0) return { preferences, problem: 'topics-missing' };
  if (until === 'unusable') return { preferences, problem: 'date-unusable' };
  return { preferences };
}

/** At most 100 characters, and none that one cannot see or that ends a line. */
export function isNameUsable(name: string): boolean {
  return [...name].length <= NAME_CHARACTERS && name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
}

/** The first moment of that day by the newsletter's clock; a day that has begun is no pause. */
function pauseEnd(text: string, { timeZone, now }: PreferencesRules): IsoInstant | 'unusable' | undefined {
  if (text === '') return undefined;
  const date = readIsoDate(text);
  if (date === undefined) return 'unusable';
  const moment = localMoment(date, '00:00', timeZone);
  // Where the clocks leave midnight out, or show it twice, either will do.
  const instant =
    moment.kind === 'once' ? moment.instant : moment.kind === 'twice' ? moment.instants[0] : moment.around[1];
  const waitMs = Date.parse(instant) - Date.parse(now);
  return waitMs > 0 && waitMs <= LONGEST_PAUSE_MS ? instant : 'unusable';
}
