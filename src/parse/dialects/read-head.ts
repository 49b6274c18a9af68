// In: a file of a newsletter in a dialect. Out: the keys at its top, each with its place, and where the text begins: between lines of
// `---` (YAML) or `+++` (TOML), as a group in braces (JSON), as `Title: …` lines without any fence, or not at all.
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { IssueFile } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import type { PlaceFinder } from '../place-finder.ts';
import { matterLength } from '../read-front-matter.ts';
import { readYaml } from '../read-yaml.ts';
import { houseKey, type WrittenField } from './head-fields.ts';
import { endOfJson } from './json-text.ts';

export interface Head {
  /** With its fences. */
  readonly position?: Place;
  readonly fields: readonly WrittenField[];
  readonly bodyStart: number;
  readonly diagnostics: readonly Diagnostic[];
}

const RULE_ID = 'front-matter';
/** A head is no longer, whatever its form. */
const MAX_CHARACTERS = 16 * 1024;
/** `Title: This Week in Ports 42`, the colon's blank may be missing where the line ends. */
const LINE = /^([\p{L}][\p{L}\p{N} _-]{0,29}):(?:[ \t](.*))?$/u;
const TOML_LINE = /^([A-Za-z0-9_-]{1,40})[ \t]*=[ \t]*(\S.*)$/u;

export function readHead({ path, value }: IssueFile, placeAt: PlaceFinder): Head {
  const start = value.startsWith('\ufeff') ? 1 : 0;
  const text = value.slice(start, start + MAX_CHARACTERS);
  const yamlLength = matterLength(value.slice(start));
  if (yamlLength > 0) return readFenced(path, value, start, start + yamlLength, placeAt);
  if (/^\+\+\+[ \t]*\r?\n/u.test(text)) return readToml(text, start, placeAt);
  if (/^\s*\{/u.test(text)) return readJsonHead(path, value, start, placeAt);
  return readLines(text, start, placeAt);
}

function readFenced(path: string, value: string, start: number, end: number, placeAt: PlaceFinder): Head {
  const block = value.slice(0, end);
  const yamlEnd = block.trimEnd().length - 3;
  const yamlStart = start + firstLineEnd(block.slice(start));
  if (yamlEnd <= yamlStart)
    return { position: placeAt(start, yamlEnd + 3), fields: [], bodyStart: end, diagnostics: [] };
  return {
    position: placeAt(start, yamlEnd + 3),
    bodyStart: end,
    ...fieldsOfYaml(value.slice(0, yamlEnd), path, yamlStart),
  };
}

function fieldsOfYaml(text: string, path: string, startsAt: number) {
  const yaml = readYaml(text, { path, ruleId: RULE_ID, startsAt });
  const entries =
    typeof yaml.value === 'object' && yaml.value !== null && !Array.isArray(yaml.value)
      ? Object.entries(yaml.value)
      : [];
  const fields = entries.map(([key, value]) => ({
    key,
    value: textOf(value),
    position: yaml.placeAt([key]),
  }));
  return { fields, diagnostics: yaml.diagnostics };
}

/** Hugo's JSON, which no fence surrounds. */
function readJsonHead(path: string, value: string, start: number, placeAt: PlaceFinder): Head {
  const open = value.indexOf('{', start);
  const end = endOfJson(value, open);
  if (end === undefined) return { fields: [], bodyStart: start, diagnostics: [] };
  const { fields, diagnostics } = fieldsOfYaml(value.slice(0, end), path, open);
  return { position: placeAt(open, end), fields, bodyStart: end, diagnostics };
}

/** Of TOML what heads of issues hold: one value a line, or a list over several; what stands under a `[table]` is not the issue's. */
function readToml(text: string, start: number, placeAt: PlaceFinder): Head {
  const end = /\r?\n\+\+\+[ \t]*(?:\r?\n|$)/u.exec(text);
  if (end === null) return { fields: [], bodyStart: start, diagnostics: [] };
  const fields: WrittenField[] = [];
  let at = firstLineEnd(text);
  while (at < end.index) {
    const line = lineAt(text, at);
    if (/^[ \t]*\[/u.test(line)) break;
    const [, key, first = ''] = TOML_LINE.exec(line.trim()) ?? [];
    const from = at + line.indexOf(first, key === undefined ? 0 : line.indexOf('='));
    const close = first.startsWith('[') ? text.indexOf(']', from) : -1;
    const to = close >= 0 && close < end.index ? close + 1 : at + line.trimEnd().length;
    if (key !== undefined)
      fields.push({
        key,
        value: plainToml(text.slice(from, to)),
        position: placeAt(start + from, start + to),
      });
    at = to + firstLineEnd(text.slice(to));
  }
  const bodyStart = start + end.index + end[0].length;
  return {
    position: placeAt(start, start + end.index + end[0].trimEnd().length),
    fields,
    bodyStart,
    diagnostics: [],
  };
}

function plainToml(written: string): string {
  const text = written.trim();
  if (text.startsWith('[')) {
    const inside = text.slice(1, text.endsWith(']') ? -1 : undefined);
    return [...inside.matchAll(/"([^"]*)"|'([^']*)'/gu)]
      .map(([, one, other]) => one ?? other ?? '')
      .join(', ');
  }
  const close = text.lastIndexOf(text.charAt(0));
  if (/^["']/u.test(text) && close > 0) return text.slice(1, close).replaceAll('\\"', '"').trim();
  const comment = text.search(/[ \t]#/u);
  return (comment < 0 ? text : text.slice(0, comment)).trim();
}

/** `Title:` and `Date:` lines at the very top. The first must be one that an issue can have: a text may begin with "Note: …". */
function readLines(text: string, start: number, placeAt: PlaceFinder): Head {
  const fields: WrittenField[] = [];
  let at = text.length - text.trimStart().length;
  const first = at;
  let lastEnd = at;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (line.trim() === '') break;
    const [, key = '', written = ''] = LINE.exec(line.trimEnd()) ?? [];
    // A line of dashes or stars ends them, and belongs to them.
    const isEnd = fields.length > 0 && /^[ \t]*(?:-{3,}|\*{3,})[ \t]*$/u.test(line);
    if (!isEnd && (key === '' || (fields.length === 0 && houseKey(key) === undefined))) {
      return { fields: [], bodyStart: start, diagnostics: [] };
    }
    const value = written.trim();
    const from = start + at + line.lastIndexOf(value);
    if (!isEnd) fields.push({ key, value, position: placeAt(from, from + value.length) });
    lastEnd = at + line.trimEnd().length;
    at += line.length + firstLineEnd(text.slice(at + line.length));
    if (isEnd) break;
  }
  if (fields.length === 0) return { fields, bodyStart: start, diagnostics: [] };
  return {
    position: placeAt(start + first, start + lastEnd),
    fields,
    bodyStart: start + at,
    diagnostics: [],
  };
}

function lineAt(text: string, at: number): string {
  return /^[^\r\n]*/u.exec(text.slice(at))?.[0] ?? '';
}

/** Characters up to the beginning of the next line. */
function firstLineEnd(text: string): number {
  return /^[^\r\n]*(?:\r\n|\n|\r|$)/u.exec(text)?.[0].length ?? text.length;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value.trim() : '';
}
