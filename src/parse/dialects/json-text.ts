// In: a text that holds JSON. Out: where a value ends, and where in the file each character of a string stands, so that what is read of
// a string has a place that an editor can be sent to.

/** Just behind the brace that closes the one at `open`; undefined where none does. */
export function endOfJson(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at) - 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/**
 * The offset in `text` of every character of the string that begins with the quotation mark at `start`, and of its end: one more than it
 * has characters (UTF-16, RFC 8259 §7).
 */
export function offsetsOfString(text: string, start: number): readonly number[] {
  const end = endOfString(text, start) - 1;
  const offsets: number[] = [];
  for (let at = start + 1; at < end; ) {
    offsets.push(at);
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  }
  return [...offsets, end];
}

/** Just behind the closing quotation mark. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
