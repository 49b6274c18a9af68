// A text and an offset in it go in; what could be completed there comes out, told from the line alone, for while somebody types the
// issue can seldom be understood whole.

export type Wanted =
  /** The id of a rule, in a comment that says "on purpose". */
  | 'rule'
  | 'front-matter-key'
  | 'tag'
  | 'section'
  /** A picture's path below `issues/`. */
  | 'image'
  /** A source's name at the beginning of a paragraph. */
  | 'source'
  /** The same behind an opening bracket: the link on the name. */
  | 'linked-source';

export interface CompletionPlace {
  readonly wanted: Wanted;
  /** Where the word begins that is being typed. */
  readonly start: number;
  /** Behind what is to be replaced: the cursor, or a closing mark that the editor has put there by itself. */
  readonly end: number;
  readonly typed: string;
}

/** No line that somebody types is longer where something could be completed. */
const MAX_LINE = 2000;
/** A name of a source has at most so many letters before it is chosen. */
const MAX_NAME = 60;

export function completionPlace(text: string, offset: number): CompletionPlace | undefined {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  if (offset - lineStart > MAX_LINE) return undefined;
  const line = text.slice(lineStart, offset);
  const at = (wanted: Wanted, typed: string, closing = ''): CompletionPlace => ({
    wanted,
    typed,
    start: offset - typed.length,
    end: closing !== '' && text.startsWith(closing, offset) ? offset + closing.length : offset,
  });

  if (isInFrontMatter(text, lineStart)) {
    const tags = /^tags:(.*)$/u.exec(line)?.[1];
    if (tags !== undefined) return at('tag', lastPart(tags.replace(/^[^\S\n]*\[/u, ' ')));
    return /^[a-zA-Z]*$/u.test(line) ? at('front-matter-key', line) : undefined;
  }
  const comment = line.slice(line.lastIndexOf('<!--') + 1);
  if (line.includes('<!--') && !comment.includes('-->')) {
    const names = /^!--\s*on[ -]?purpose:([^()]*)$/iu.exec(comment)?.[1];
    return names === undefined ? undefined : at('rule', names.split(/[\s,]/u).at(-1) ?? '');
  }
  const tags = /^Tags:(.*)$/iu.exec(line)?.[1];
  if (tags !== undefined) return at('tag', lastPart(tags));
  const section = /^##[ \t](.*)$/u.exec(line)?.[1]?.trimStart();
  if (section !== undefined) return at('section', section);
  const target = line.slice(line.lastIndexOf('](') + 2);
  if (line.includes('](') && !/[\s()]/u.test(target)) {
    const isPicture =
      line.lastIndexOf('![') > line.slice(0, line.lastIndexOf('](')).lastIndexOf(']') ||
      target.startsWith('i');
    return isPicture ? at('image', target) : undefined;
  }
  if (!beginsParagraph(text, lineStart) || line.length > MAX_NAME) return undefined;
  if (/^\[[^\]]*$/u.test(line)) return at('linked-source', line.slice(1), ']');
  return /^\p{L}[^[\]():;!?]*$/u.test(line) ? at('source', line) : undefined;
}

/** What is typed behind the last comma. */
function lastPart(list: string): string {
  return (
    list
      .split(/[,;،؛]/u)
      .at(-1)
      ?.trimStart() ?? ''
  );
}

function isInFrontMatter(text: string, lineStart: number): boolean {
  const bodyStart = text.startsWith('\ufeff') ? 1 : 0;
  const before = text.slice(bodyStart, lineStart);
  return /^---[ \t]*\r?\n/u.test(before) && !/\r?\n---[ \t]*\r?\n/u.test(before);
}

/** True behind a blank line or a heading. */
function beginsParagraph(text: string, lineStart: number): boolean {
  const before = text.slice(Math.max(0, lineStart - MAX_LINE), lineStart).trimEnd();
  const gap = text.slice(Math.max(0, lineStart - MAX_LINE), lineStart).slice(before.length);
  const blankLine = (gap.match(/\n/gu)?.length ?? 0) > 1;
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  return blankLine || lastLine.startsWith('#');
}
