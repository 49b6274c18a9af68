// In: a stretch of an issue's file. Out: the same as plain words, for what Markdown would have taken for something else. Also the
// scene that everything which restores such words works in.
import type { Definition, Paragraph, PhrasingContent } from 'mdast';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Silence } from '../model/issue.ts';
import type { SourceText } from './cut-phrasing.ts';

export interface ResolveScene extends SourceText {
  readonly path: string;
  /** By label; only those that a reference uses and that lead somewhere. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly areUnderlinesHeadings?: true;
  readonly silences: Silence[];
  readonly diagnostics: Diagnostic[];
}

/** A text node with the characters of the file from `start` to `end`. */
export function textAsTyped(start: number, end: number, scene: SourceText): PhrasingContent {
  return { type: 'text', value: scene.text.slice(start, end), position: scene.placeAt(start, end) };
}

export function paragraphAsTyped(start: number, end: number, scene: SourceText): Paragraph {
  return {
    type: 'paragraph',
    children: [textAsTyped(start, end, scene)],
    position: scene.placeAt(start, end),
  };
}

/** For messages: one line of at most sixty characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
