// Bytes of a stranger's mail in, a parsed mail out. Nothing in them makes it throw, and neither time nor memory grows without a
// bound: of a mail that is too long only the beginning is read, which is where bounces say what they are.
import PostalMime, { type Attachment, decodeWords, type Email } from 'postal-mime';
import type { HeaderField } from '../model/message.ts';
import type { ContentType, ReceivedMail, ReceivedPart, UnreadableMail } from '../model/received-mail.ts';
import { wordsOfHtml } from './words-of-html.ts';

export interface ReadingLimits {
  /** What stands behind is not read. */
  readonly sizeBytes: number;
  /** The library takes its time, and two kilobytes, for each. */
  readonly lines: number;
  /** Lines that may begin a part (RFC 2046 §5.1.1: they begin with two hyphens). */
  readonly boundaryLines: number;
  /** Of multiparts within multiparts. */
  readonly nestedParts: number;
  /** Of mails within mails; deeper ones are parts without `mail`. */
  readonly nestedMails: number;
  readonly headerBytes: number;
}

/** Bounces of a 100 KB letter are a tenth of the size; whoever returns pictures and all puts them last. */
export const READING_LIMITS: ReadingLimits = {
  sizeBytes: 1024 * 1024,
  lines: 20_000,
  boundaryLines: 1_000,
  nestedParts: 20,
  nestedMails: 2,
  headerBytes: 256 * 1024,
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const HYPHEN = 0x2d;
const MAIL_TYPES: readonly string[] = [
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
  // Before RFC 6522 some wrote it so.
  'message/rfc822-headers',
];

/** Never rejects. */
export async function readMail(
  raw: Uint8Array,
  limits: ReadingLimits = READING_LIMITS,
): Promise<ReceivedMail | UnreadableMail> {
  const bytes = withoutMboxLine(withLineFeeds(raw));
  if (bytes.every((octet) => octet <= 0x20)) return { problem: 'There is nothing in it' };
  const end = endWithin(bytes, limits);
  try {
    const email = await PostalMime.parse(bytes.subarray(0, end), {
      // What is enclosed is evidence, not this mail's own words.
      forceRfc822Attachments: true,
      maxNestingDepth: limits.nestedParts,
      maxHeadersSize: limits.headerBytes,
    });
    if (!email.headers.some(({ key }) => /^[\x21-\x39\x3b-\x7e]+$/u.test(key)))
      return { problem: 'It has no header' };
    return {
      fields: email.headers.map(({ originalKey, value }): HeaderField => ({ name: originalKey, value })),
      subject: email.subject ?? '',
      contentType: contentTypeOf(email),
      text: textOf(email),
      ...(email.html === undefined ? {} : { html: email.html }),
      ...senderOf(email),
      parts: await Promise.all(email.attachments.map((part) => readPart(part, limits))),
      isCut: end < bytes.length,
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Some old collections of mail have CR alone at the end of each line. */
function withLineFeeds(raw: Uint8Array): Uint8Array {
  if (raw.includes(LINE_FEED) || !raw.includes(CARRIAGE_RETURN)) return raw;
  return raw.map((octet) => (octet === CARRIAGE_RETURN ? LINE_FEED : octet));
}

/** A mailbox file's separator may be left in front. */
function withoutMboxLine(raw: Uint8Array): Uint8Array {
  const isSeparator = Buffer.from(raw.subarray(0, 5)).toString('latin1') === 'From ';
  return isSeparator ? raw.subarray(raw.indexOf(LINE_FEED) + 1 || raw.length) : raw;
}

/** Where reading stops: the library keeps every part it is given. */
function endWithin(bytes: Uint8Array, { sizeBytes, lines, boundaryLines }: ReadingLimits): number {
  const most = Math.min(bytes.length, sizeBytes);
  let start = 0;
  let boundariesLeft = boundaryLines;
  for (let line = 0; start < most; line += 1) {
    if (line === lines) return start;
    if (bytes[start] === HYPHEN && bytes[start + 1] === HYPHEN && boundariesLeft-- === 0) return start;
    const next = bytes.indexOf(LINE_FEED, start);
    if (next === -1) return most;
    start = next + 1;
  }
  return most;
}

function textOf({ text, html }: Email): string {
  const words = text !== undefined && text.trim() !== '' ? text : wordsOfHtml(html ?? '');
  return words.replaceAll('\r\n', '\n');
}

function senderOf({ from }: Email): Pick<ReceivedMail, 'sender'> {
  if (from?.address === undefined || from.address === '') return {};
  return { sender: { name: from.name ?? '', address: from.address } };
}

async function readPart(part: Attachment, limits: ReadingLimits): Promise<ReceivedPart> {
  const { filename, content } = part;
  const named = filename === null || filename === undefined || filename === '' ? {} : { name: filename };
  return { ...named, ...(await contentOf(part.mimeType.toLowerCase(), content, limits)) };
}

async function contentOf(
  type: string,
  content: Attachment['content'],
  limits: ReadingLimits,
): Promise<ReceivedPart> {
  if (typeof content === 'string' || !/^(?:text|message)\//u.test(type)) return { type, text: '' };
  const bytes = content instanceof Uint8Array ? content : new Uint8Array(content);
  // RFC 3464 §2.1 has US-ASCII, RFC 6533 §3 UTF-8, which holds it.
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  if (!MAIL_TYPES.includes(type) || limits.nestedMails === 0) return { type, text };
  const mail = await readMail(bytes, { ...limits, nestedMails: limits.nestedMails - 1 });
  return 'problem' in mail ? { type, text } : { type, text, mail };
}

/** RFC 2045 §5.1, as much of it as reports use: the library keeps the parameters of the whole to itself. */
function contentTypeOf({ headers }: Email): ContentType {
  const value = headers.find(({ key }) => key === 'content-type')?.value ?? 'text/plain';
  const [type = '', ...rest] = value.split(';');
  const parameters: Record<string, string> = Object.create(null);
  for (const parameter of rest) {
    const equals = parameter.indexOf('=');
    if (equals === -1) continue;
    const name = parameter.slice(0, equals).trim().toLowerCase();
    parameters[name] ??= decodeWords(parameter.slice(equals + 1).trim()).replaceAll('"', '');
  }
  return { type: type.trim().toLowerCase(), parameters };
}
