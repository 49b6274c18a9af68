// The form that DKIM's key records and DMARC's policies share: `v=DKIM1; k=rsa; p=…` (RFC 6376 §3.2). In goes the text of a record,
// out come its tags in their order, and what is wrong with it; whoever asks decides what that means.

export interface TagList {
  /** Names as written: they are case-sensitive. Values without outer blanks. */
  readonly tags: ReadonlyMap<string, string>;
  /** Plain words, no final stop. */
  readonly faults: readonly string[];
}

/** RFC 6376 §3.2: `tag-name = ALPHA *ALNUMPUNC`. */
const TAG_NAME = /^[a-z][a-z0-9_]*$/iu;
/** `tval`: what can be seen but the semicolon; blanks may stand between. */
const TAG_VALUE = /^[\x21-\x3a\x3c-\x7e\s]*$/u;

export function readTagList(text: string): TagList {
  const tags = new Map<string, string>();
  const faults: string[] = [];
  const parts = text.split(';').map((part) => part.trim());
  // One semicolon at the end is allowed, an empty place between two is not.
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    if (part === '') faults.push('two semicolons with nothing between');
    else if (equals < 0) faults.push(`"${shortened(part)}" has no "="`);
    else if (!TAG_NAME.test(name)) faults.push(`"${shortened(name)}" is no name of a tag`);
    else if (!TAG_VALUE.test(value)) faults.push(`${name}= holds a character that may not stand there`);
    else if (tags.has(name)) faults.push(`${name}= stands twice`);
    else tags.set(name, value);
  }
  return { tags, faults };
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
