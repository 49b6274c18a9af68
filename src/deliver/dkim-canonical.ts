// Canonicalisation "relaxed" (RFC 6376 §3.4): what of a field and of a body a signature covers, whatever white space servers on the way
// change.

/** §3.4.2, with the final CRLF. @param field The whole field, folded or not, with or without its final CRLF. */
export function canonicalField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/gu, ' ')
    .replace(/^ | $/gu, '');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}\r\n`;
}

/** §3.4.4. @param body Octets as latin1, what stands behind the empty line; lines end in CRLF. */
export function canonicalBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/gu, ' ').replace(/ $/u, ''));
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end -= 1;
  // An empty body stays empty; any other ends in exactly one CRLF.
  return end === 0 ? '' : `${lines.slice(0, end).join('\r\n')}\r\n`;
}
