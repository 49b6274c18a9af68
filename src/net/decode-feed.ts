// The bytes of a feed and what its server says of them go in, the text comes out. Servers name the charset wrongly more often than feeds are
// written in one that looks like UTF-8 by chance: what is sound UTF-8 is taken for that, whatever is said of it.
import { decodeText } from './decode-text.ts';

/** Seven bits, and so sound UTF-8 as well: here what is said decides. */
const SEVEN_BIT = /^(?:iso-2022-(?:jp|kr|cn)|hz-gb-2312|utf-7)$/iu;
/** In the rest of a text that was cut, or has one bad letter, so few are borne: one in two hundred. */
const MOST_BAD_SHARE = 0.005;

export function decodeFeed(body: Uint8Array, contentType: string | undefined): string {
  const wide = wideCharset(body);
  if (wide !== undefined) return new TextDecoder(wide).decode(body);
  const head = new TextDecoder('latin1').decode(body.subarray(0, 1024));
  const named = [
    /charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/iu.exec(contentType ?? '')?.[1],
    /^[^<]{0,200}<\?xml[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}["']([\w:.-]{1,40})/iu.exec(head)?.[1],
  ].filter((name) => name !== undefined);
  const seven = named.find((name) => SEVEN_BIT.test(name));
  if (seven !== undefined) return decodeText(body, `charset=${seven}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    const other = named.find((name) => !/^utf-?8$/iu.test(name) && isKnown(name));
    if (other !== undefined) return decodeText(body, `charset=${other}`);
    const text = new TextDecoder().decode(body);
    const badCount = text.split('\ufffd').length - 1;
    return badCount <= Math.max(1, text.length * MOST_BAD_SHARE)
      ? text
      : decodeText(body, 'charset=windows-1252');
  }
}

/** By its mark, or by the noughts between the letters of its first tag (XML 1.0, appendix F). */
function wideCharset([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be';
  return undefined;
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}
