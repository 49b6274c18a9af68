// Text of any language in; header fields that are plain ASCII and rightly folded out (RFC 2047, RFC 5322 §2.2.3). Nothing that a
// reader or an editor wrote can end a line here, and so no field can be smuggled in.

/** RFC 2047 §2: a line that holds an encoded word has at most 76 characters. */
const LINE_CHARACTERS = 76;
/** The word itself may have 75, but the first one stands behind the name of its field, of which `Reply-To: ` is the longest. */
const WORD_CHARACTERS = LINE_CHARACTERS - 'Reply-To: '.length;
/** A name longer than this is none; what stands behind it is cut off. */
const NAME_CHARACTERS = 128;
/** No reader sees more; and servers cut what is far too long (Postfix's header_size_limit is 100 KB), which breaks the signature. */
const SUBJECT_CHARACTERS = 255;

/** RFC 5321 §4.5.3.1.3 allows 254 octets; a domain may have grown by its A-labels. */
const ADDRESS_CHARACTERS = 512;
/** Nothing that RFC 5322 §3.2.3 has as a special, no blank, one @. */
const ONE_ADDRESS = /^[^\p{C}\p{Z}<>()[\]:;,"\\@]+@[^\p{C}\p{Z}<>()[\]:;,"\\@]+$/u;

/** RFC 2047 §2; §5 (3) forbids it in an address, where some programs decode it all the same. */
const ENCODED_WORD = /=\?[^?]*\?[bq]\?/iu;

/** One line without controls, line separators or overrides of writing direction; what joins letters and emoji stays. */
export function cleanHeaderText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
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
  if (!isPlain(name) || name.length > WORD_CHARACTERS) return encodedWords(name);
  return /^[\w!#$%&'*+/=?^`{|}~ -]*$/u.test(name) ? name : `"${name.replace(/["\\]/gu, '\\$&')}"`;
}

/** The text of a subject, cut at 255 characters: as it is, or in encoded words. */
export function encodeSubject(text: string): string {
  const subject = cleanSubject(text);
  const isFoldable = subject.split(' ').every((word) => word.length <= WORD_CHARACTERS);
  return isPlain(subject) && isFoldable ? subject : encodedWords(subject);
}

/** `Name <address>`; the address alone where there is no name. The address has been read by `readAddress` before. */
export function encodeMailbox({
  name,
  address,
}: {
  readonly name: string;
  readonly address: string;
}): string {
  if (!isOneAddress(address))
    throw new Error('An address that is not one mailbox alone cannot stand in a header');
  const phrase = encodePhrase(name);
  return phrase === '' ? address : `${phrase} <${address}>`;
}

/** Whether it can stand in a header by itself, and nobody reads another address or another field out of it. */
export function isOneAddress(address: string): boolean {
  return address.length <= ADDRESS_CHARACTERS && ONE_ADDRESS.test(address) && !ENCODED_WORD.test(address);
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

/** What looks like an encoded word must be encoded itself, or the reader's program would decode it. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text) && !text.includes('=?');
}

/** Words with a blank between, which decoders leave out; a code point is never split (RFC 2047 §5). Q or B, whichever is shorter. */
function encodedWords(text: string): string {
  const letter = quoted(text).length <= (Buffer.byteLength(text) * 4) / 3 ? 'Q' : 'B';
  const encode = letter === 'Q' ? quoted : (part: string) => Buffer.from(part).toString('base64');
  const room = WORD_CHARACTERS - '=?UTF-8?Q??='.length;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (encode(word + character).length > room) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  if (word !== '') words.push(word);
  return words.map((part) => `=?UTF-8?${letter}?${encode(part)}?=`).join(' ');
}

/** RFC 2047 §4.2, with the few signs that §5 (3) leaves as they are in a name. */
function quoted(text: string): string {
  return text
    .replace(/[^A-Za-z0-9!*+/ -]/gu, (sign) =>
      [...Buffer.from(sign)].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    )
    .replaceAll(' ', '_');
}
