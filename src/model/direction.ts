// Which way a text runs, from its first strong letter (Unicode UAX #9, rules P2 and P3), and from the name of a language.

export type Direction = 'ltr' | 'rtl';

const STRONG_RTL =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const LETTER = /\p{L}/u;
const RTL_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg', 'Aran']);

/** The direction of the first letter; undefined where there is none (figures, dashes, an empty text). */
export function directionOf(text: string): Direction | undefined {
  const first = LETTER.exec(text)?.[0];
  return first === undefined ? undefined : STRONG_RTL.test(first) ? 'rtl' : 'ltr';
}

/** The direction in which a language (BCP 47) is usually written. */
export function directionOfLanguage(language: string): Direction {
  const script = new Intl.Locale(language).maximize().script;
  return script !== undefined && RTL_SCRIPTS.has(script) ? 'rtl' : 'ltr';
}
