// In: an issue's file. Out: its front matter, with the place of every value, and where the issue itself begins. What must be
// there (a number, a date, a title) is for the proofreader to say; here it is only read.
import { VFile } from 'vfile';
import { matter } from 'vfile-matter';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FrontMatter, IssueFile } from '../model/issue.ts';
import { nearestNames } from '../model/nearest-names.ts';
import type { PlaceFinder } from './place-finder.ts';
import { readTags } from './read-tags.ts';
import { readYaml } from './read-yaml.ts';

export const FRONT_MATTER_KEYS = [
  'number',
  'date',
  'title',
  'subject',
  'preheader',
  'tags',
  'language',
  'timeZone',
  'live',
  'liveOrder',
  'draft',
] as const;

const BYTE_ORDER_MARK = '\ufeff';
/** A full one has less than 1 KB. What is longer is no front matter, and is shown with the rest of the text. */
const MAX_CHARACTERS = 16 * 1024;
const RULE_ID = 'front-matter';

export interface FrontMatterText {
  readonly frontMatter: FrontMatter;
  /** `tags:` as a list; the other values stand in `frontMatter.fields`. */
  readonly tags: readonly string[];
  /** Offset in the file at which the Markdown begins. */
  readonly bodyStart: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function readFrontMatter(file: IssueFile, placeAt: PlaceFinder): FrontMatterText {
  // vfile-matter finds no front matter behind a byte-order mark.
  const skipped = file.value.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const length = matterLength(file.value.slice(skipped));
  const bodyStart = skipped + length;
  if (length === 0) {
    const isOpen = /^---[ \t]*(?:\r|\n|$)/u.test(file.value.slice(skipped, skipped + 200));
    const diagnostic: Diagnostic = {
      ruleId: RULE_ID,
      severity: 'error',
      reason: isOpen
        ? 'Unexpected end of the front matter, expected a second line of three dashes and nothing else'
        : 'Unexpected beginning of an issue, expected its front matter between two lines of three dashes',
      path: file.path,
      place: placeAt(skipped, Math.max(skipped, lineEnd(file.value, skipped))),
      note: 'The first line is ---, then come lines such as "number: 294" and "date: 2016-01-28", then --- again.',
    };
    return { frontMatter: { fields: {} }, tags: [], bodyStart, diagnostics: [diagnostic] };
  }
  const block = file.value.slice(0, bodyStart);
  const yamlEnd = block.trimEnd().length - 3;
  const yamlStart = skipped + lineEnd(block.slice(skipped), 0) + 1;
  const position = placeAt(skipped, yamlEnd + 3);
  if (yamlEnd <= yamlStart)
    return { frontMatter: { position, fields: {} }, tags: [], bodyStart, diagnostics: [] };

  const yaml = readYaml(file.value.slice(0, yamlEnd), {
    path: file.path,
    ruleId: RULE_ID,
    startsAt: yamlStart,
  });
  const diagnostics = [...yaml.diagnostics];
  const report = (diagnostic: Omit<Diagnostic, 'ruleId' | 'path'>): void => {
    if (!yaml.isBroken) diagnostics.push({ ruleId: RULE_ID, path: file.path, ...diagnostic });
  };
  const fields = new Map<string, FrontMatter['fields'][string]>();
  let tags: readonly string[] = [];
  for (const [key, value] of entriesOf(yaml.value)) {
    if (!isKey(key)) {
      const [guess] = nearestNames(key, FRONT_MATTER_KEYS);
      report({
        severity: 'warning',
        reason: `Unexpected key "${key}" in the front matter${guess === undefined ? '' : `, expected "${guess}"`}`,
        place: yaml.placeOfKey([key]),
        actual: key,
        expected: guess === undefined ? FRONT_MATTER_KEYS : [guess],
        note: 'It is not used for anything. Correct its spelling, or delete the line.',
      });
    } else if (key === 'tags') {
      tags = readTags(textOf(value));
    } else if (typeof value !== 'string') {
      report({
        severity: 'error',
        reason: `Unexpected ${Array.isArray(value) ? 'list' : 'group of keys'} for "${key}", expected one line of text`,
        place: yaml.placeAt([key]),
        note: `Write ${key}: and the value on one line.`,
      });
    }
    const text = textOf(value);
    fields.set(key, { value: text, position: yaml.placeAt([key]) });
  }
  const isText = typeof yaml.value === 'string' && yaml.value !== '';
  if (isText || Array.isArray(yaml.value)) {
    report({
      severity: 'error',
      reason: 'Unexpected text in the front matter, expected lines such as "date: 2016-01-28"',
      place: position,
      note: 'Between the two lines of dashes each line is a key, a colon, a space and a value.',
    });
  }
  return { frontMatter: { position, fields: Object.fromEntries(fields) }, tags, bodyStart, diagnostics };
}

/**
 * The length of the front matter with both fences; 0 where there is none. vfile-matter finds the fences, but it would also parse
 * what is between them, without places and without any limit. It is shown a copy in which all other lines are blank.
 */
export function matterLength(text: string): number {
  const masked = text
    .slice(0, MAX_CHARACTERS)
    .replace(/^(?!---[ \t]*\r?$).+$/gmu, (line) => ' '.repeat(line.length))
    // Blanks behind the dashes cannot be seen; they go to the next line, so that the length stays.
    .replace(/^---([ \t]+)(\r?\n)/gmu, '---$2$1');
  const file = new VFile(masked);
  matter(file, { strip: true });
  return masked.length - String(file).length;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return value === undefined ? '' : JSON.stringify(value);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function isKey(key: string): key is (typeof FRONT_MATTER_KEYS)[number] {
  return FRONT_MATTER_KEYS.some((known) => known === key);
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/u);
  return end === -1 ? text.length : from + end;
}
