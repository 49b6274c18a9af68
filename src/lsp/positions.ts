// Places of ours (lines and columns from 1, in UTF-16 units) as ranges of the protocol (from 0, in UTF-16 units, which every client
// understands), and back.
import type { Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';
import type { Place } from '../model/place.ts';

/** Without the text: for files that are not open. */
export function rangeOfPlace({ start, end }: Place): Range {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  };
}

export function rangeOf(document: TextDocument, from: number, to: number): Range {
  return { start: document.positionAt(from), end: document.positionAt(to) };
}

export function rangeIn(document: TextDocument, place: Place): Range {
  const { start, end } = place;
  if (start.offset === undefined || end.offset === undefined) return rangeOfPlace(place);
  return rangeOf(document, start.offset, end.offset);
}

/** Of what is found in the file as a whole: its first line. */
export function rangeOfFinding({ place }: Diagnostic, document: TextDocument | undefined): Range {
  if (place === undefined)
    return {
      start: { line: 0, character: 0 },
      end: { line: 0, character: document === undefined ? 0 : 1000 },
    };
  return document === undefined ? rangeOfPlace(place) : rangeIn(document, place);
}

export function editIn(document: TextDocument, { start, end, text }: TextEdit) {
  return { range: rangeOf(document, start, end), newText: text };
}

/** True when the two share a character, or touch. */
export function isTouching(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

export function startOf(place: Place): number {
  return place.start.offset ?? 0;
}

export function endOf(place: Place): number {
  return place.end.offset ?? 0;
}

/** True when the offset stands in the place, or just behind it: a cursor stands between two characters. */
export function holds(place: Place | undefined, offset: number): place is Place {
  return place !== undefined && startOf(place) <= offset && offset <= endOf(place);
}
