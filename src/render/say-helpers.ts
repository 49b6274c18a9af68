// The words of the house in templates: `{{say "unsubscribe"}}` in the language of what is being set (the `language` of the whole
// context), `{{saySite "unsubscribe"}}` in the newsletter's own. `count=3` chooses the plural form; `title=(bdi title)` puts a value in
// that may run the other way.
import Handlebars from 'handlebars';
import { BASE_LANGUAGE, type Say } from '../model/words.ts';
import { bidiAttributes } from './template-helpers.ts';

/** The helpers whose first parameter is a key of the message files. */
export const SAY_HELPERS: readonly string[] = ['say', 'saySite'];

export function sayHelpers(say: Say): Handlebars.HelperDeclareSpec {
  return {
    say: (key: unknown, options: Handlebars.HelperOptions) =>
      said(say, languageIn(options.data.root), key, options),
    saySite: (key: unknown, options: Handlebars.HelperOptions) =>
      said(say, languageIn(options.data.root.site), key, options),
    bdi: (text: unknown, ...around: unknown[]) => {
      const [direction, language] = around.slice(0, -1);
      return new Handlebars.SafeString(`<bdi${bidiAttributes(direction, language)}>${escaped(text)}</bdi>`);
    },
  };
}

function said(say: Say, language: string, key: unknown, { hash }: Handlebars.HelperOptions): unknown {
  const values = Object.entries(hash as Record<string, unknown>);
  if (!values.some(([, value]) => value instanceof Handlebars.SafeString)) {
    return say(
      language,
      String(key),
      Object.fromEntries(values.map(([name, value]) => [name, plain(value)])),
    );
  }
  // Escaped here, all but what is HTML already: the marks that stand for values have nothing to escape.
  const message = escaped(say(language, String(key), countOf(hash)));
  return new Handlebars.SafeString(
    message.replace(/\{([A-Za-z]+)\}/gu, (written, name: string) =>
      hash[name] === undefined ? written : escaped(hash[name]),
    ),
  );
}

function countOf(hash: Record<string, unknown>): { count?: number } {
  return hash['count'] === undefined ? {} : { count: Number(hash['count']) };
}

function plain(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value);
}

function escaped(value: unknown): string {
  return value instanceof Handlebars.SafeString
    ? value.toString()
    : Handlebars.escapeExpression(String(value));
}

function languageIn(context: unknown): string {
  const language = (context as { language?: unknown } | undefined)?.language;
  return typeof language === 'string' ? language : BASE_LANGUAGE;
}
