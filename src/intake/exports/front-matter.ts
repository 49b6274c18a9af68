// A file of a folder of Markdown in; what stands in front of its text, as plain values, and the text out. Three lines of hyphens are YAML, of
// plus signs TOML, a brace JSON (Hugo), and lines of `Name: value` up to a blank one are Pelican's.
import { parse as parseToml } from 'smol-toml';
import { isObject, type JsonObject } from './json-values.ts';

export interface FrontMatter {
  /** Undefined where there is none. */
  readonly fields: JsonObject | undefined;
  readonly text: string;
  /** One sentence: why what stands there cannot be read. The text is the whole file then. */
  readonly problem?: string;
}

const MOST_CHARACTERS = 64 * 1024;
const PELICAN_LINE = /^([A-Za-z][\w -]{0,40}):(.*)/u;

export function readFrontMatter(
  file: string,
  readYaml: (text: string) => unknown,
  options: { readonly hasNamedLines?: boolean } = {},
): FrontMatter {
  const text = file.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n');
  for (const [fence, read] of [
    ['---', readYaml],
    ['+++', parseToml],
  ] as const) {
    const found = betweenFences(text, fence);
    if (found === undefined) continue;
    if (found.inside.length > MOST_CHARACTERS) return failed(text, 'is longer than 64 KB');
    const fields = fence === '+++' ? plainValues(() => read(found.inside)) : read(found.inside);
    if (found.inside.trim() === '') return { fields: {}, text: found.rest };
    return isObject(fields)
      ? { fields, text: found.rest }
      : failed(text, `is no ${fence === '---' ? 'YAML' : 'TOML'}`);
  }
  if (text.startsWith('{')) return readJson(text);
  return options.hasNamedLines === true ? readNamedLines(text) : { fields: undefined, text };
}

function failed(text: string, what: string): FrontMatter {
  return { fields: undefined, text, problem: `What stands in front of the text ${what} that can be read.` };
}

function betweenFences(
  text: string,
  fence: string,
): { readonly inside: string; readonly rest: string } | undefined {
  if (!text.startsWith(fence) || !/^[ \t]*\n/u.test(text.slice(3, 200))) return undefined;
  const start = text.indexOf('\n') + 1;
  for (let at = start; at !== 0; at = text.indexOf('\n', at) + 1) {
    if (!text.startsWith(fence, at) && !(fence === '---' && text.startsWith('...', at))) continue;
    const end = text.indexOf('\n', at);
    const line = end === -1 ? text.slice(at) : text.slice(at, end);
    if (line.slice(3).trim() === '')
      return { inside: text.slice(start, at), rest: end === -1 ? '' : text.slice(end + 1) };
  }
  return undefined;
}

/** The JSON ends at the brace that closes the first. */
function readJson(text: string): FrontMatter {
  const end = text.slice(0, MOST_CHARACTERS).search(/^\}[ \t]*$/mu);
  if (end === -1) return { fields: undefined, text };
  const fields = plainValues(() => JSON.parse(text.slice(0, end + 1)));
  return isObject(fields) ? { fields, text: text.slice(end + 1) } : { fields: undefined, text };
}

/** As Python-Markdown's "meta" reads them: lines that go on are indented. */
function readNamedLines(text: string): FrontMatter {
  const fields = new Map<string, string>();
  let last = '';
  let at = 0;
  while (at < text.length && at < MOST_CHARACTERS) {
    const end = text.indexOf('\n', at);
    const line = end === -1 ? text.slice(at) : text.slice(at, end);
    at = end === -1 ? text.length : end + 1;
    if (line.trim() === '') break;
    const named = PELICAN_LINE.exec(line);
    if (named !== null) {
      last = (named[1] ?? '').toLowerCase();
      if (!fields.has(last)) fields.set(last, (named[2] ?? '').trim());
    } else if (/^(?: {4}|\t)/u.test(line) && last !== '')
      fields.set(last, `${fields.get(last) ?? ''}, ${line.trim()}`.replace(/^, /u, ''));
    else return { fields: undefined, text };
  }
  return fields.size === 0
    ? { fields: undefined, text }
    : { fields: Object.fromEntries(fields), text: text.slice(at) };
}

/** What a library throws is no value. Its dates become text. */
export function plainValues(read: () => unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(read()));
  } catch {
    return undefined;
  }
}
