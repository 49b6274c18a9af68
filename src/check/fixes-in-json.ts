// In: what was found in an issue that is a JSON file. Out: the same, its fixes written as JSON writes text; one that would reach beyond a
// string is left out, for it would break the file.
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';

/** @param text Of the file; where it is not known no fix is offered. */
export function fixesInJson(diagnostics: readonly Diagnostic[], text: string | undefined): Diagnostic[] {
  return diagnostics.map(({ fix, ...found }) => {
    if (fix === undefined || text === undefined) return found;
    if (!fix.edits.every((edit) => isInsideString(edit, text))) return found;
    const edits = fix.edits.map((edit) => ({ ...edit, text: JSON.stringify(edit.text).slice(1, -1) }));
    return { ...found, fix: { ...fix, edits } };
  });
}

function isInsideString({ start, end }: TextEdit, text: string): boolean {
  let isInside = false;
  for (let at = 0; at < end; at += 1) {
    const character = text[at];
    if (character === '"') isInside = !isInside;
    if (at >= start && (!isInside || character === '"')) return false;
    if (isInside && character === '\\') {
      // The sign that it stands for is changed whole, or not at all.
      const length = text[at + 1] === 'u' ? 6 : 2;
      if (at < start ? start < at + length : end < at + length) return false;
      at += length - 1;
    }
  }
  return isInside;
}
