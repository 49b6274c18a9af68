// In: the words of a block and the languages around it. Out: the block's direction and, where it differs from the issue's,
// its language. A script tells a language only when one language has it nearly to itself; otherwise the script alone is named.
import { type Direction, directionOf, directionOfLanguage } from '../model/direction.ts';

export interface LanguageScope {
  /** BCP 47, the issue's. */
  readonly language: string;
  /** From a line `Language: ar` in the entry. */
  readonly entryLanguage?: string;
}

/** ISO 15924 codes of the scripts that are told apart, and the language that a text in one is taken to be in. */
const SCRIPTS: readonly { readonly script: string; readonly pattern: RegExp; readonly language?: string }[] =
  [
    { script: 'Latn', pattern: /\p{Script=Latin}/u },
    { script: 'Arab', pattern: /\p{Script=Arabic}/u, language: 'ar' },
    { script: 'Hebr', pattern: /\p{Script=Hebrew}/u, language: 'he' },
    { script: 'Cyrl', pattern: /\p{Script=Cyrillic}/u },
    { script: 'Grek', pattern: /\p{Script=Greek}/u, language: 'el' },
    { script: 'Armn', pattern: /\p{Script=Armenian}/u, language: 'hy' },
    { script: 'Geor', pattern: /\p{Script=Georgian}/u, language: 'ka' },
    { script: 'Syrc', pattern: /\p{Script=Syriac}/u, language: 'syr' },
    { script: 'Thai', pattern: /\p{Script=Thai}/u, language: 'th' },
    { script: 'Kore', pattern: /\p{Script=Hangul}/u, language: 'ko' },
    { script: 'Jpan', pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, language: 'ja' },
    { script: 'Hani', pattern: /\p{Script=Han}/u },
  ];
/** Letters that Persian, Kurdish, Urdu and others have and Arabic has not. */
const NOT_ARABIC = /[پچژگکیڤڕڵۆێەھہےٹڈڑں]/u;

export function describeLanguage(
  words: string,
  scope: LanguageScope,
): { readonly direction: Direction; readonly language?: string } {
  const around = scope.entryLanguage ?? scope.language;
  const direction = directionOf(words) ?? directionOfLanguage(around);
  const language = languageOf(words, scope);
  // The issue's own is named too where the entry is in another, which it would otherwise be taken for.
  return language === scope.language && language === around ? { direction } : { direction, language };
}

function languageOf(words: string, { language, entryLanguage }: LanguageScope): string {
  const letter = /\p{L}/u.exec(words)?.[0];
  const found = letter === undefined ? undefined : SCRIPTS.find(({ pattern }) => pattern.test(letter));
  if (found === undefined) return entryLanguage ?? language;
  if (entryLanguage !== undefined && isWrittenIn(entryLanguage, found.script)) return entryLanguage;
  if (isWrittenIn(language, found.script)) return language;
  const isSure = found.language !== undefined && !(found.script === 'Arab' && NOT_ARABIC.test(words));
  return isSure ? (found.language ?? '') : `und-${found.script}`;
}

/** Scripts that are written with the same letters. */
const SIMILAR_SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  Arab: ['Arab', 'Aran'],
  Hani: ['Hani', 'Hans', 'Hant', 'Jpan', 'Kore'],
};

function isWrittenIn(language: string, script: string): boolean {
  const own = scriptOf(language);
  return own === script || (SIMILAR_SCRIPTS[script]?.includes(own) ?? false);
}

/** Asked for every block, and slow to find out. */
const foundScripts = new Map<string, string>();

function scriptOf(language: string): string {
  const found = foundScripts.get(language) ?? new Intl.Locale(language).maximize().script ?? 'Latn';
  foundScripts.set(language, found);
  return found;
}
