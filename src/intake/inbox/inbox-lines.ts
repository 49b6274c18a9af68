// The text of an inbox goes in, its lines come out, each with its own line end and with what it is. What an editor has put into a comment or
// between fences is neither a task nor a heading.

export interface InboxLine {
  /** Offset in the text. */
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  /** Without line end; what stands in comments or between fences is blanked out. */
  readonly words: string;
  readonly heading?: { readonly depth: number; readonly words: string };
  readonly task?: { readonly isTicked: boolean; readonly words: string };
  /** Begins with a bullet or a number, a task or not. */
  readonly isListItem: boolean;
  readonly indent: number;
  /** With what is blanked out: nothing stands here at all. */
  readonly isBlank: boolean;
}

const HEADING = /^ {0,3}(#{1,6})(?=[ \t]|$)(.*)$/u;
const TASK = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}\[[ \t]{0,3}([xX✓✔]?)[ \t]{0,3}\](.*)$/u;
const LIST_ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/u;

export function inboxLines(text: string): readonly InboxLine[] {
  const shown = withoutFences(withoutComments(text));
  const lines: InboxLine[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    const isBlank = text.slice(start, end).trim() === '';
    lines.push({ start, end, isBlank, ...readLine(shown.slice(start, end).replace(/(?:\r\n|\n|\r)$/u, '')) });
    start = end;
  }
  return lines;
}

function readLine(words: string): Omit<InboxLine, 'start' | 'end' | 'isBlank'> {
  const heading = HEADING.exec(words);
  const task = heading === null ? TASK.exec(words) : null;
  return {
    words,
    ...(heading !== null && {
      heading: { depth: heading[1]?.length ?? 1, words: withoutClosing(heading[2] ?? '') },
    }),
    ...(task !== null && { task: { isTicked: task[1] !== '', words: (task[2] ?? '').trim() } }),
    isListItem: LIST_ITEM.test(words),
    indent: words.length - words.trimStart().length,
  };
}

/** `## Ports ##` */
function withoutClosing(heading: string): string {
  const words = heading.trim();
  const bare = words.replace(/#{1,40}$/u, '');
  return bare === '' || /\s$/u.test(bare) ? bare.trim() : words;
}

/** Behind the line end, which is LF, CRLF or CR. */
function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\n') return at + 1;
    if (text[at] === '\r') return text[at + 1] === '\n' ? at + 2 : at + 1;
  }
  return text.length;
}

/** One that is never closed hides nothing: half an edit must not take all ticks away. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', Math.max(open + 4, from))) {
    if (text[open - 1] === '\\') continue;
    const close = text.indexOf('-->', open + 4);
    if (close < 0) break;
    parts.push(text.slice(from, open), blank(text.slice(open, close + 3)));
    from = close + 3;
  }
  return parts.join('') + text.slice(from);
}

function withoutFences(text: string): string {
  const lines = text.split(/(?<=\n)|(?<=\r)(?!\n)/u);
  let open: { readonly at: number; readonly fence: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const [, fence, rest = ''] = /^[ \t]{0,6}(`{3,}|~{3,})([^\r\n]*)/u.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) {
      if (!(fence.startsWith('`') && rest.includes('`'))) open = { at, fence };
    } else if (fence.startsWith(open.fence) && rest.trim() === '') {
      for (let inside = open.at; inside <= at; inside += 1) lines[inside] = blank(lines[inside] ?? '');
      open = undefined;
    }
  }
  return lines.join('');
}

function blank(text: string): string {
  return text.replace(/[^\r\n]+/gu, (run) => ' '.repeat(run.length));
}
