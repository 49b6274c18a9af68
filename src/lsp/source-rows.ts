// The text of sources.yaml and a source go in; where its row stands, or the edit that adds a row, comes out. By looking at lines, as
// the editor who keeps the file does, so that the notes and the order in it stay as they are.
import type { TextEdit } from '../model/diagnostic.ts';
import { type Place, placeOf } from '../model/place.ts';
import type { Source } from '../model/source.ts';

/** Of the row's id. */
export function placeOfRow(text: string, id: string): Place | undefined {
  if (id === '') return undefined;
  for (const { line, start } of linesOf(text)) {
    if (/^\s*#/u.test(line)) continue;
    const match = /(?:^|[\s{,-])id:\s*["']?([\w-]+)/u.exec(line);
    if (match?.[1] !== id) continue;
    const from = start + match.index + match[0].length - id.length;
    return placeOf(text, from, from + id.length);
  }
  return undefined;
}

export type NewRow = Pick<Source, 'id' | 'name' | 'kind' | 'verb' | 'domains'>;

/** In the manner of the last row: over several lines, or in braces on one. */
export function rowAddition(text: string, row: NewRow): TextEdit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = linesOf(text);
  const head = lines.findIndex(({ line }) => /^sources:\s*(?:\[\s*\]\s*)?(?:#.*)?$/u.test(line));
  const heading = lines[head];
  if (heading === undefined) {
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    return { start: text.length, end: text.length, text: `${gap}sources:${eol}${blockRow(row, '  ', eol)}` };
  }
  const after = lines.slice(head + 1);
  const next = after.findIndex(({ line }) => /^[^\s#-]/u.test(line));
  const region = next === -1 ? after : after.slice(0, next);
  const last = region.findLast(({ line }) => /^\s*[^\s#]/u.test(line));
  if (last === undefined) {
    // `sources: []` becomes a list that can be added to.
    const emptyList = /\[\s*\]/u.exec(heading.line);
    const end = heading.start + heading.line.length;
    const start = emptyList === null ? end : heading.start + 'sources:'.length;
    return { start, end, text: `${eol}${blockRow(row, '  ', eol).trimEnd()}` };
  }
  const first = region.findLast(({ line }) => /^\s*- /u.test(line))?.line ?? '  - ';
  const indent = /^\s*/u.exec(first)?.[0] ?? '  ';
  const isFlow = /^\s*- *\{/u.test(first);
  const added = isFlow ? flowRow(row, indent, eol) : blockRow(row, indent, eol);
  const hasGaps =
    !isFlow &&
    region.some(({ line }, at) => line.trim() === '' && /^\s*(?:- |#)/u.test(region[at + 1]?.line ?? ''));
  const at = last.start + last.line.length;
  return { start: at, end: at, text: `${eol}${hasGaps ? eol : ''}${added.trimEnd()}` };
}

function blockRow({ id, name, kind, verb, domains }: NewRow, indent: string, eol: string): string {
  const fields = [
    `id: ${id}`,
    `name: ${scalar(name)}`,
    `kind: ${kind}`,
    ...(verb === undefined ? [] : [`verb: ${scalar(verb)}`]),
    ...(domains.length === 0 ? [] : [`domains: [${domains.join(', ')}]`]),
  ];
  return fields.map((field, at) => `${indent}${at === 0 ? '- ' : '  '}${field}${eol}`).join('');
}

function flowRow({ id, name, kind, verb, domains }: NewRow, indent: string, eol: string): string {
  const fields = [
    `id: ${id}`,
    `name: ${scalar(name)}`,
    ...(verb === undefined ? [] : [`verb: ${scalar(verb)}`]),
    ...(domains.length === 0 ? [] : [`domains: [${domains.join(', ')}]`]),
    `kind: ${kind}`,
  ];
  return `${indent}- { ${fields.join(', ')} }${eol}`;
}

/** Plain where YAML takes it for text in any place; in quotation marks, as JSON is, otherwise. */
function scalar(words: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .’'-]*$/u.test(words) ? words : JSON.stringify(words);
}

function linesOf(text: string): readonly { readonly line: string; readonly start: number }[] {
  let start = 0;
  return text.split('\n').map((whole) => {
    const found = { line: whole.replace(/\r$/u, ''), start };
    start += whole.length + 1;
    return found;
  });
}
