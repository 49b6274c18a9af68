// A message as DATA wants it (RFC 5321 §4.5.2): a dot more where a line begins with one, and the line that ends it all. The search is
// left to `indexOf`, which looks at whole words of memory at a time: this runs for every reader.

const CRLF = Buffer.from('\r\n');
const LF_DOT = Buffer.from('\n.');
const CR_DOT = Buffer.from('\r.');
const DOT = Buffer.from('.');
const END = Buffer.from('.\r\n');
const LINE_AND_END = Buffer.from('\r\n.\r\n');

/** @returns the message and its end, the message itself where it needs no dot. */
export function stuffDots(raw: Uint8Array): readonly [Buffer, Buffer] {
  const whole = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  // Line ends that are none are a way of smuggling a second message past servers that take them for one: they are made whole.
  const body = isLoose(whole) ? Buffer.from(withWholeLineEnds(whole.toString('latin1')), 'latin1') : whole;
  const stuffed = withDots(body);
  return [stuffed, endsInLine(stuffed) ? END : LINE_AND_END];
}

function withDots(body: Buffer): Buffer {
  let found = body[0] === DOT[0] ? 0 : dotAfterLine(body, 0);
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

/** Only what a server could take for the end: a dot after half a line end, or half a line end at the very end. */
function isLoose(body: Buffer): boolean {
  if (body.includes(CR_DOT) || body.at(-1) === CRLF[0]) return true;
  for (let at = body.indexOf(LF_DOT); at >= 0; at = body.indexOf(LF_DOT, at + 1))
    if (body[at - 1] !== CRLF[0]) return true;
  return body.at(-1) === CRLF[1] && body.at(-2) !== CRLF[0];
}

function withWholeLineEnds(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/gu, '\r\n');
}

/** An empty message has nothing before its end. */
function endsInLine(body: Buffer): boolean {
  return body.length === 0 || (body.at(-1) === CRLF[1] && body.at(-2) === CRLF[0]);
}
