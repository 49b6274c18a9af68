// Every word of the house that a reader sees, by language. `parse/` reads them from `templates/words/`, `render/` and `publish/` say them:
// nobody else writes to readers in words of their own.

/** One text, or one for each plural form of its language (Unicode CLDR), chosen by the value `count`. `{name}` stands for a value. */
export type Message = string | PluralMessage;

export type PluralMessage = Readonly<Partial<Record<PluralForm, string>>> & { readonly other: string };

export const PLURAL_FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
export type PluralForm = (typeof PLURAL_FORMS)[number];

/** Complete, in the order of the English file: what a language lacks is there in the language it derives from, or in English. */
export type Words = ReadonlyMap<string, Message>;

/** By language (BCP 47), in the order of their names. English is always there. */
export type WordSet = ReadonlyMap<string, Words>;

export type WordValues = Readonly<Record<string, string | number>>;

/** `language` is any; the nearest that there are words in is taken, else English. An unknown key is a bug, and throws. */
export type Say = (language: string, key: string, values?: WordValues) => string;

export const BASE_LANGUAGE = 'en';

export function sayer(words: WordSet): Say {
  const nearest = new Map<string, string>();
  return (language, key, values = {}) => {
    const spoken = nearest.get(language) ?? nearestLanguage(words, language) ?? BASE_LANGUAGE;
    nearest.set(language, spoken);
    const message = words.get(spoken)?.get(key);
    if (message === undefined) throw new Error(`There are no words for "${key}"`);
    return textOf(message, spoken, values).replace(PLACEHOLDER, (written, name: string) =>
      String(values[name] ?? written),
    );
  };
}

/** The language itself, or without its region (`ar` for `ar-IQ`): RFC 4647 §3.4. Undefined where there is neither. */
export function nearestLanguage(words: WordSet, language: string): string | undefined {
  const tags = new Map([...words.keys()].map((tag) => [tag.toLowerCase(), tag]));
  const parts = language.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const tag = tags.get(parts.slice(0, length).join('-'));
    if (tag !== undefined) return tag;
  }
  return undefined;
}

/** Names of the values that a message has places for, `count` of a plural included; sorted. */
export function placeholdersOf(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  const names = texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name));
  return [...new Set(typeof message === 'string' ? names : [...names, 'count'])].sort();
}

const PLACEHOLDER = /\{([A-Za-z]+)\}/gu;

const rules = new Map<string, Intl.PluralRules>();

function textOf(message: Message, language: string, values: WordValues): string {
  if (typeof message === 'string') return message;
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  return message[rule.select(Number(values['count']))] ?? message.other;
}
