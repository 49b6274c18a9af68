// The kinds of value that the YAML files hold, as zod schemas. All take strings (YAML is read as strings) and give the
// value that the model wants. The message of each says what is expected, to stand after "Unexpected …, expected".
import { z } from 'zod';
import { isTimeZone, readIsoDate } from '../model/calendar.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/**
 * Marks for `settingsSchemas`: an editor takes `1843` for a number and `verb:` for nothing, where all is text to us. `pattern` is
 * likewise for editors; what is right is decided by the functions here.
 */
export const ALSO_NUMBER = 'x-also-number';
export const ALSO_NOTHING = 'x-also-nothing';
export const ALSO_LINES = 'x-also-lines';

/** One line of text. Values end in mail headers, where a line break could begin a header of its own (RFC 5322 §2.2). */
export function lineOfText(expected = 'one line of text') {
  return z
    .string({ error: expected })
    .trim()
    .refine((text) => text !== '' && !CONTROL.test(text), { error: expected })
    .meta({ minLength: 1, [ALSO_NUMBER]: true });
}

/** Text of any length, Markdown for instance. */
export function longText() {
  return z.string({ error: 'text (after a | if it has several lines)' });
}

/** An absolute http(s) URL, as written. */
export function webAddress() {
  const expected = 'a web address such as https://example.org/';
  return lineOfText(expected)
    .refine(isWebAddress, { error: expected })
    .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?://\\S+$' });
}

/** The same with a final slash, so that names can be added to it. */
export function folderAddress() {
  const expected = 'a web address such as https://example.org/, without ? and #';
  return lineOfText(expected)
    .refine((text) => isWebAddress(text) && !/[?#]/u.test(text), { error: expected })
    .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#]+$' })
    .transform((text) => (text.endsWith('/') ? text : `${text}/`));
}

export function hubAddress() {
  const expected = 'the web address of a hub, such as https://hub.example.org/';
  return lineOfText(expected)
    .refine((text) => isWebAddress(text) && !/[\s<>"#]/u.test(text), { error: expected })
    .meta({ pattern: '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s<>"#]+$' });
}

export function mailAddress() {
  const expected = 'a mail address such as name@example.org';
  return lineOfText(expected)
    .refine(isMailAddress, { error: expected })
    .meta({ pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' });
}

/** BCP 47, in its canonical spelling. */
export function languageTag() {
  const expected = 'a language tag such as en or ar';
  return lineOfText(expected)
    .refine((tag) => canonicalLanguage(tag) !== undefined, { error: expected })
    .meta({ pattern: '^[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*$' })
    .transform((tag) => canonicalLanguage(tag) ?? tag);
}

export function timeZone() {
  const expected = 'a time zone such as Europe/London';
  return lineOfText(expected).refine(isTimeZone, { error: expected });
}

export function isoDateText() {
  const expected = 'a date such as 2008-07-19';
  return lineOfText(expected)
    .refine((text) => readIsoDate(text) !== undefined, { error: expected })
    .meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
}

/** A host, `news.example.org`. */
export function hostName() {
  const expected = 'a host such as example.org, without https:// and without a path';
  return lineOfText(expected)
    .refine((text) => isHostName(text), { error: expected })
    .meta({ pattern: '^[^\\s/:@]+\\.[^\\s/:@]+$' })
    .transform((text) => text.toLowerCase());
}

/** The canonical spelling of a language tag; undefined when it is none. */
export function canonicalLanguage(tag: string): string | undefined {
  // RFC 5646 §2.2.1 also allows registered languages of five to eight letters, of which there are none; "Persian" is a slip.
  if (!/^[a-z]{2,3}(?:-|$)/iu.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/iu.test(text) && !/\s/u.test(text) && URL.canParse(text);
}

function isHostName(text: string): boolean {
  return (
    text.length <= 253 &&
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]{2,63}$/u.test(text)
  );
}

/**
 * Whether a mail address of the newsletter's own can be used: an unquoted local part of at most 64 octets and a domain name of at
 * most 255 (RFC 5321 §4.5.3.1, RFC 6531 §3.3). Readers' addresses have a stricter judge, who also repairs nothing.
 */
function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  return (
    at > 0 &&
    new TextEncoder().encode(local).length <= 64 &&
    /^[^\s"(),.:;<>@[\\\]]+(?:\.[^\s"(),.:;<>@[\\\]]+)*$/u.test(local) &&
    isHostName(text.slice(at + 1))
  );
}
