// A message as DATA wants it (RFC 5321 §4.5.2): a dot more where a line begins with one, and the line that ends it all. The search is
// left to `indexOf`, which looks at whole words of memory at a time: this runs for every reader.

const CRLF = Buffer.from('\r\n');
const LF_DOT = Buffer.from('\n.');
const CR_DOT = Buffer.from('\r.');
const DOT = Buffer.from('.');
const END = Buffer.from('.\r\n');
const LINE_AND_END = Buffer.from('\r\n.\r\n');

export interface Stuffed {
  /** The message, in pieces: those that need no dot are the very ones that were given. */
  readonly content: readonly Uint8Array[];
  readonly end: Buffer;
}

/** What is the same for every reader is looked through once. Undefined: it has a line end that is none. */
const known = new WeakMap<Uint8Array, Uint8Array | undefined>();
/** Shorter ones are some reader's own. */
const SHARED_OCTETS = 4096;

/** @param parts The message in pieces, cut anywhere. */
export function stuffDots(parts: readonly Uint8Array[]): Stuffed {
  const content = areSeamsClear(parts) ? eachStuffed(parts) : undefined;
  if (content !== undefined) return withEnd(content);
  const whole = Buffer.concat(parts);
  // Line ends that are none are a way of smuggling a second message past servers that take them for one: they are made whole.
  const isWhole = !isLoose(whole) && !hasLooseEnd(whole);
  const body = isWhole ? whole : Buffer.from(withWholeLineEnds(whole.toString('latin1')), 'latin1');
  return withEnd([withDots(body, true)]);
}

/** No line end lies across a seam, none stands before a dot across one, and none is half at the very end: each can be looked through by itself. */
function areSeamsClear(parts: readonly Uint8Array[]): boolean {
  return parts.every((part, index) => {
    const next = parts[index + 1];
    if (part.length < 2) return false;
    if (next === undefined) return !hasLooseEnd(part);
    if (part.at(-1) === CRLF[0]) return false;
    return part.at(-1) !== CRLF[1] || (next[0] !== DOT[0] && next[0] !== CRLF[1]);
  });
}

/** Undefined where a piece has a line end that is none. */
function eachStuffed(parts: readonly Uint8Array[]): readonly Uint8Array[] | undefined {
  const stuffed: Uint8Array[] = [];
  for (const [index, part] of parts.entries()) {
    const isShared = index > 0 && part.length >= SHARED_OCTETS;
    const isKnown = isShared && known.has(part);
    const done = isKnown ? known.get(part) : stuffedPart(part, index === 0);
    if (isShared && !isKnown) known.set(part, done);
    if (done === undefined) return undefined;
    stuffed.push(done);
  }
  return stuffed;
}

function stuffedPart(part: Uint8Array, isFirst: boolean): Uint8Array | undefined {
  const octets = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  if (isLoose(octets)) return undefined;
  const stuffed = withDots(octets, isFirst);
  return stuffed === octets ? part : stuffed;
}

function withEnd(content: readonly Uint8Array[]): Stuffed {
  return { content, end: endsInLine(content.at(-1) ?? new Uint8Array()) ? END : LINE_AND_END };
}

function withDots(body: Buffer, isLineBegun: boolean): Buffer {
  let found = isLineBegun && body[0] === DOT[0] ? 0 : dotAfterLine(body, 0);
  if (found < 0) return body;
  const pieces: Buffer[] = [];
  let from = 0;
  for (; found >= 0; found = dotAfterLine(body, found)) {
    pieces.push(body.subarray(from, found), DOT);
    from = found;
  }
  pieces.push(body.subarray(from));
  return Buffer.concat(pieces);
}

/** Where the next line that begins with a dot begins; -1 where none does. */
function dotAfterLine(body: Buffer, from: number): number {
  const at = body.indexOf(LF_DOT, from);
  return at < 0 ? -1 : at + 1;
}

/** Only what a server could take for the end: a dot after half a line end; or, below, half a line end at the very end. */
function isLoose(body: Buffer): boolean {
  if (body.includes(CR_DOT)) return true;
  for (let at = body.indexOf(LF_DOT); at >= 0; at = body.indexOf(LF_DOT, at + 1))
    if (body[at - 1] !== CRLF[0]) return true;
  return false;
}

function hasLooseEnd(body: Uint8Array): boolean {
  return body.at(-1) === CRLF[0] || (body.at(-1) === CRLF[1] && body.at(-2) !== CRLF[0]);
}

function withWholeLineEnds(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/gu, '\r\n');
}

/** An empty message has nothing before its end. */
function endsInLine(body: Uint8Array): boolean {
  return body.length === 0 || (body.at(-1) === CRLF[1] && body.at(-2) === CRLF[0]);
}
