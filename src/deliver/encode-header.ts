// Text of any language in; header fields that are plain ASCII and rightly folded out (RFC 2047, RFC 5322 §2.2.3). Nothing that a
// reader or an editor wrote can end a line here, and so no field can be smuggled in.

/** RFC 2047 §2: an encoded word has at most 75 characters, a line that holds one at most 76. */
const LINE_CHARACTERS = 76;
/** What of an encoded word is left for base64 after `=?UTF-8?B?` and `?=`, in whole groups of 4 characters for 3 octets. */
const WORD_OCTETS = 45;
/** A name longer than this is none; what stands behind it is cut off. */
const NAME_CHARACTERS = 128;
/** No reader sees more; and servers cut what is far too long (Postfix's header_size_limit is 100 KB), which breaks the signature. */
const SUBJECT_CHARACTERS = 255;

/** One line without controls, line separators or overrides of writing direction; what joins letters and emoji stays. */
export function cleanHeaderText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu, '')
    .trim();
}

/** One line of at most 128 characters. */
export function cleanName(text: string): string {
  return [...cleanHeaderText(text.slice(0, 4 * NAME_CHARACTERS))].slice(0, NAME_CHARACTERS).join('').trim();
}

/** One line of at most 255 characters, an ellipsis for what does not fit. */
export function cleanSubject(text: string): string {
  const characters = [...cleanHeaderText(text)];
  if (characters.length <= SUBJECT_CHARACTERS) return characters.join('');
  return `${characters
    .slice(0, SUBJECT_CHARACTERS - 1)
    .join('')
    .trimEnd()}…`;
}

/** A display name as a `phrase` (RFC 5322 §3.2.5): as it is, in quotation marks, or in encoded words. Empty for an empty name. */
export function encodePhrase(text: string): string {
  const name = cleanName(text);
  // What looks like an encoded word must be encoded itself, or the reader's program would decode it.
  if (!/^[\x20-\x7e]*$/u.test(name) || name.includes('=?') || name.length > LINE_CHARACTERS - 16)
    return encodedWords(name);
  return /^[\w!#$%&'*+/=?^`{|}~ -]*$/u.test(name) ? name : `"${name.replace(/["\\]/gu, '\\$&')}"`;
}

/** `Name <address>`; the address alone where there is no name. The address has been read by `readAddress` before. */
export function encodeMailbox({
  name,
  address,
}: {
  readonly name: string;
  readonly address: string;
}): string {
  if (/[\p{Cc}\p{Z}<>]/u.test(address))
    throw new Error('An address with a blank or control character cannot stand in a header');
  const phrase = encodePhrase(name);
  return phrase === '' ? address : `${phrase} <${address}>`;
}

/** The whole field with its final CRLF, folded at blanks so that lines stay within 76 characters where they can. */
export function formatField(name: string, value: string): string {
  if (/\p{Cc}/u.test(value)) throw new Error(`The header field ${name} holds a control character`);
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(' ').filter((part) => part !== '')) {
    const isFirst = lines.length === 0 && line === `${name}:`;
    if (!isFirst && line.length + 1 + word.length > LINE_CHARACTERS) {
      lines.push(line);
      line = '';
    }
    line = `${line} ${word}`;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

/** Base64 words with a blank between, which decoders leave out; a code point is never split (RFC 2047 §5). */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > WORD_OCTETS) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  if (word !== '') words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}
