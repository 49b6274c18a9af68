// A finished message taken apart for those who write some of its fields anew: its fields in their order, and its body untouched.

export interface HeaderPart {
  /** In small letters. */
  readonly name: string;
  /** The whole field, folded, without its final CRLF. */
  readonly text: string;
}

export interface SplitMessage {
  readonly fields: readonly HeaderPart[];
  /** From the empty line on, so that header and body are put together without a seam. */
  readonly body: Buffer;
}

/** @param raw CRLF line ends. */
export function splitMessage(raw: Buffer): SplitMessage {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('The message has no header');
  // The header may hold an address in UTF-8 (RFC 6532 §3.2); of the body only octets count.
  const fields = raw
    .toString('utf8', 0, end)
    .split(/\r\n(?![ \t])/u)
    .map((text) => ({ name: text.slice(0, text.indexOf(':')).toLowerCase(), text }));
  return { fields, body: raw.subarray(end + '\r\n'.length) };
}

/** Each field as it is, or as `own` has it by its name, with its final CRLF. */
export function joinFields(fields: readonly HeaderPart[], own: ReadonlyMap<string, string>): string {
  return fields.map(({ name, text }) => own.get(name) ?? `${text}\r\n`).join('');
}
