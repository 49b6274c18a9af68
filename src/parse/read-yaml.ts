// In: the text of a YAML file (or of an issue's front matter). Out: plain values in which every scalar is a string, a way to
// find where a value stands, and the faults of the text. It stands apart because all four YAML readers share its traps:
// dates and octal numbers that YAML would convert, keys given twice, nesting and aliases made to exhaust the machine.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Place } from '../model/place.ts';

/** Far above any newsletter's own files. */
const MAX_YAML_CHARACTERS = 256 * 1024;
/** The deepest file we know of has four levels; the parser's own stack ends near a thousand. */
const MAX_YAML_NESTING = 50;

/** Keys and list indices from the root, as zod gives them. */
export type YamlPath = readonly PropertyKey[];

export interface YamlText {
  /** Objects, arrays and strings; undefined when there is nothing, or nothing that can be read. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** True when the text is no proper YAML: whatever else seems wrong with it may only follow from that. */
  readonly isBroken: boolean;
  /** Where the value at `path` stands, or the nearest thing around it. */
  placeAt(path: YamlPath): Place;
  /** Where the last key of `path` stands. */
  placeOfKey(path: YamlPath): Place;
}

export interface YamlOptions {
  /** For the diagnostics. */
  readonly path: string;
  readonly ruleId: string;
  /** Where the YAML begins in its file: added to every offset. The lines before it count too. */
  readonly startsAt?: number;
}

/** Never throws. `text` is the whole file up to the end of the YAML; what stands before `startsAt` is not read. */
export function readYaml(text: string, options: YamlOptions): YamlText {
  const start = options.startsAt ?? 0;
  const fault = (reason: string, note: string, from: number, to: number): Diagnostic => ({
    ruleId: options.ruleId,
    severity: 'error',
    reason,
    path: options.path,
    place: place(from, to),
    note,
  });
  const lines = new LineCounter();
  addLineStarts(lines, text);
  const place = (from: number, to: number): Place => ({ start: point(lines, from), end: point(lines, to) });
  const whole = place(start, text.length);
  const nothing = (diagnostic: Diagnostic): YamlText => ({
    value: undefined,
    diagnostics: [diagnostic],
    isBroken: true,
    placeAt: () => whole,
    placeOfKey: () => whole,
  });

  const tooMuch = findExcess(text, start);
  if (tooMuch !== undefined) return nothing(fault(tooMuch.reason, tooMuch.note, tooMuch.at, tooMuch.at + 1));

  // Characters before the YAML become blanks, so that the parser's offsets are the file's own.
  const padded = start === 0 ? text : `${' '.repeat(start - 1)}\n${text.slice(start)}`;
  const document = parseDocument(padded, {
    schema: 'failsafe',
    resolveKnownTags: false,
    stringKeys: true,
    // Its own check compares each key with all others: 20,000 keys take seconds. `toPlain` makes up for it.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // One slip makes a whole row of faults: only the first says where it is.
  // `toPlain` tells of aliases.
  const [error] = [...document.errors, ...document.warnings].filter(({ code }) => code !== 'BAD_ALIAS');
  const diagnostics =
    error === undefined
      ? []
      : [
          fault(
            ...(hasSecondColon(text, error)
              ? SECOND_COLON
              : ([explain(error.code, error.message), noteOf(error.code)] as const)),
            startOfFault(document, error),
            error.pos[1],
          ),
        ];
  const value = toPlain(document.contents, (reason, note, node) => {
    const [from, to] = node.range ?? [start, text.length];
    diagnostics.push(fault(reason, note, from, to));
  });
  const nodeAt = (path: YamlPath): Node | undefined => findNode(document.contents, path);
  const placeOfNode = (node: Node | undefined): Place | undefined =>
    node?.range ? place(node.range[0], node.range[1]) : undefined;
  const placeAt = (path: YamlPath): Place => {
    const here = placeOfNode(nodeAt(path));
    if (here !== undefined) return here;
    return path.length === 0 ? whole : placeAt(path.slice(0, -1));
  };
  return {
    value,
    diagnostics,
    isBroken: error !== undefined,
    placeAt,
    placeOfKey: (path) => {
      const parent = nodeAt(path.slice(0, -1));
      const key = path.at(-1);
      const pair = isMap(parent) ? parent.items.find((item) => keyText(item.key) === key) : undefined;
      return (pair !== undefined && isNode(pair.key) ? placeOfNode(pair.key) : undefined) ?? placeAt(path);
    },
  };
}

/** The slip that most editors make first: `subject: Strike over: what now?` */
const SECOND_COLON = [
  'Unexpected second colon in a line, expected the words behind the first one in quotation marks',
  'Write it like this: subject: "Strike over: what now?"',
] as const;

function hasSecondColon(text: string, { code, pos: [start] }: YAMLError): boolean {
  const end = text.indexOf('\n', start);
  const words = text.slice(start, end < 0 ? undefined : end);
  // A quotation mark or a bracket at the beginning is another slip.
  return code === 'BLOCK_AS_IMPLICIT_KEY' && /^[^\s"'[{].*:(?:\s|$)/u.test(words);
}

const YAML_NOTE =
  'Each line is written "key: value", and lines of one group begin in the same column. A value that holds a colon and a space, a # or a quotation mark at its beginning stands in quotation marks.';

function explain(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'Unexpected tab, expected spaces';
  if (code === 'MISSING_CHAR' && message.includes('quote'))
    return 'Unexpected end of the value, expected a closing quotation mark';
  if (code === 'MISSING_CHAR' || /must end with|must be sufficiently indented/u.test(message)) {
    return 'Unexpected end of the list or group, expected a comma or a closing bracket';
  }
  if (/IMPLICIT_KEY|BAD_INDENT/u.test(code)) {
    return 'Unexpected beginning of a line, expected "key: value" in the same column as the lines around it';
  }
  return `Unexpected characters, expected "key: value" (${lowerFirst(message)})`;
}

function noteOf(code: string): string {
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces: YAML does not allow tabs.';
  if (code === 'MISSING_CHAR')
    return 'Close the quotation mark or the bracket that was opened here or above.';
  return YAML_NOTE;
}

/** A quotation mark that was never closed is missed at the end of the file; where it was opened says more. */
function startOfFault(document: Document.Parsed, error: YAMLError): number {
  let start = error.pos[0];
  if (error.code === 'MISSING_CHAR') {
    visit(document, {
      Scalar: (_, node) => {
        const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
        if (isQuoted && node.range && node.range[1] >= error.pos[0]) start = Math.min(start, node.range[0]);
      },
    });
  }
  return start;
}

type Complain = (reason: string, note: string, node: Node) => void;

/**
 * The node as objects, arrays and strings. A key that stands twice keeps its first value. Aliases are refused: nobody needs
 * them here, and a few lines of them can stand for gigabytes. The library's own `toJS` takes exponential time for keys
 * within keys.
 */
function toPlain(node: unknown, complain: Complain): unknown {
  if (isMap(node)) {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue; // the parser has reported it
      const name = String(key.value);
      if (entries.has(name)) {
        complain(`Unexpected second "${name}", expected each key once`, 'Delete one of the two lines.', key);
      } else {
        entries.set(name, toPlain(value, complain));
      }
    }
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) return node.items.map((item) => toPlain(item, complain));
  if (isScalar(node)) return String(node.value ?? '');
  if (isAlias(node)) {
    complain(
      'Unexpected alias, expected the value itself',
      'Write the value out here too; text that begins with * stands in quotation marks.',
      node,
    );
    return `*${node.source}`;
  }
  return undefined;
}

/**
 * What would keep the YAML parser busy, or make it overflow the stack. It must be found before parsing: on an exhausted
 * stack V8 ends the whole process when it compiles a regular expression, and that cannot be caught.
 */
function findExcess(text: string, start: number): { reason: string; note: string; at: number } | undefined {
  if (text.length - start > MAX_YAML_CHARACTERS) {
    return { reason: 'Unexpected size, expected less than 256 KB', note: 'Shorten the file.', at: start };
  }
  const tooDeep = (at: number) => ({
    reason: `Unexpected nesting, expected at most ${MAX_YAML_NESTING} levels`,
    note: 'Write the values less deep, or put a text with many brackets in quotation marks.',
    at,
  });
  const indents: number[] = [];
  let brackets = 0;
  let at = start;
  for (const line of text.slice(start).split('\n')) {
    const content = line.search(/[^ \t\r]/u);
    if (content !== -1) {
      while ((indents.at(-1) ?? -1) >= content) indents.pop();
      indents.push(content);
      const markers = /^(?:[-?:][ \t]+)*/u.exec(line.slice(content))?.[0].replace(/[ \t]/gu, '').length ?? 0;
      if (indents.length + markers > MAX_YAML_NESTING) return tooDeep(at + content);
    }
    for (let index = 0; index < line.length; index += 1) {
      const character = line[index];
      if (character === '[' || character === '{') brackets += 1;
      else if ((character === ']' || character === '}') && brackets > 0) brackets -= 1;
      if (brackets > MAX_YAML_NESTING) return tooDeep(at + index);
    }
    at += line.length + 1;
  }
  return undefined;
}

function findNode(root: unknown, path: YamlPath): Node | undefined {
  let node: unknown = root;
  for (const key of path) {
    if (isMap(node)) node = node.items.find((item) => keyText(item.key) === key)?.value;
    else if (isSeq(node)) node = node.items[Number(key)];
    else return undefined;
  }
  return isNode(node) ? node : undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

function addLineStarts(lines: LineCounter, text: string): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

function point(lines: LineCounter, offset: number): Place['start'] {
  const { line, col } = lines.linePos(offset);
  return { line, column: col, offset };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
