// The fields of one message and the hash of its body in; its DKIM-Signature fields out (RFC 6376, 8301, 8463). Written here because
// nodemailer signs with RSA only, leaves List-Unsubscribe-Post out, and cannot sign that a field is there only once.
import { createHash, sign } from 'node:crypto';
import type { Clock } from '../model/ports.ts';
import { canonicalField } from './dkim-canonical.ts';
import type { DkimKey } from './dkim-key.ts';

/** @returns base64 of one signature over the text. */
export type Signatory = (text: string, key: DkimKey) => string | Promise<string>;

export interface Signing {
  /** One signature each, in this order. An old receiver may look at the first alone, so RSA should be first. */
  readonly keys: readonly DkimKey[];
  readonly clock: Clock;
  /** Who reckons the signatures; done at once unless given. */
  readonly signatory?: Signatory;
}

/**
 * A field that is not the same for every reader has its value here, with its final CRLF.
 * @returns DKIM-Signature fields, each with its final CRLF.
 */
export type Signer<Own extends string> = (
  own: Readonly<Record<Own, string>>,
  bodyHash: string,
) => string | Promise<string>;

/**
 * Named in h= once more than they stand in the message, so that one added on the way breaks the signature (RFC 6376 §8.15): all that a
 * mail program shows, answers to, sorts by or acts on when the reader leaves. Content-Type because another boundary shows another
 * letter. Not Sender or Content-Transfer-Encoding, which honest servers add.
 */
const OVERSIGNED = [
  'From',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Reply-To',
  'Message-ID',
  'Content-Type',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
];

/**
 * x=: two servers on the way may each keep a message for 5 days (RFC 5321 §4.5.4.1). After that nobody can pass the letter on as if it
 * were fresh.
 */
const VALID_SECONDS = 14 * 24 * 60 * 60;
/** RFC 5322 §2.1.1: lines should not be longer than 78. */
const LINE_CHARACTERS = 76;
const FOLD = '\r\n\t';

/** All fields of the master are signed, those of `own` last. What is the same for every reader is made canonical once. */
export function createSigner<Own extends string>(
  fields: readonly { readonly name: string; readonly text: string }[],
  own: readonly Own[],
  { keys, clock, signatory = signAtOnce }: Signing,
): Signer<Own> {
  const isOwn = (name: string): boolean => own.some((one) => one === name);
  const constant = fields.filter(({ name }) => !isOwn(name));
  const canonicalStart = constant.map(({ text }) => canonicalField(text)).join('');
  const names = [...constant.map(({ text }) => text.slice(0, text.indexOf(':'))), ...own.map(asWritten)];
  const forms = keys.map((key) => ({ key, form: signatureForm(key, [...names, ...OVERSIGNED]) }));
  return (values, bodyHash) => {
    const signed = canonicalStart + own.map((name) => canonicalField(values[name])).join('');
    const signedAt = Math.floor(Date.parse(clock.now()) / 1000);
    const made = forms.map(({ key, form }) => {
      const field = form(signedAt, bodyHash);
      // §3.7: the field itself comes last, with an empty b= and without its CRLF.
      const signature = signatory(signed + canonicalField(field).slice(0, -2), key);
      const complete = (value: string): string => `${field}${folded(value)}\r\n`;
      return typeof signature === 'string' ? complete(signature) : signature.then(complete);
    });
    return made.every((field) => typeof field === 'string')
      ? made.join('')
      : Promise.all(made).then((fields) => fields.join(''));
  };
}

/** The DKIM-Signature field up to and with `b=`. */
function signatureForm(
  { algorithm, selector, domain }: DkimKey,
  names: readonly string[],
): (signedAt: number, bodyHash: string) => string {
  const start = `DKIM-Signature: v=1; a=${algorithm}; c=relaxed/relaxed;${FOLD}d=${domain};${FOLD}s=${selector};${FOLD}`;
  const list = `${FOLD}h=${foldedNames(names)};${FOLD}`;
  return (signedAt, bodyHash) =>
    `${start}t=${signedAt}; x=${signedAt + VALID_SECONDS};${list}bh=${bodyHash};${FOLD}b=`;
}

/** For `sign` of node:crypto, wherever it runs. */
export interface SignInput {
  readonly digest: 'sha256' | null;
  readonly data: string | Uint8Array;
}

/** RFC 8463 §3: Ed25519 signs the SHA-256 of what is signed. */
export function signInput(text: string, { algorithm }: DkimKey): SignInput {
  return algorithm === 'rsa-sha256'
    ? { digest: 'sha256', data: text }
    : { digest: null, data: createHash('sha256').update(text).digest() };
}

export function signAtOnce(text: string, key: DkimKey): string {
  const { digest, data } = signInput(text, key);
  return sign(digest, Buffer.from(data), key.privateKey).toString('base64');
}

/** Folded before a name (§3.5, h=). */
function foldedNames(names: readonly string[]): string {
  const lines: string[] = [];
  let line = 'h=';
  for (const [index, name] of names.entries()) {
    const item = index === names.length - 1 ? name : `${name}:`;
    if (line.length + item.length + 1 > LINE_CHARACTERS) {
      lines.push(line);
      line = '';
    }
    line += item;
  }
  return [...lines, line].join(FOLD).slice('h='.length);
}

/** Begins on the line of `b=`, for some receivers take out no blank that stands before it. */
function folded(signature: string): string {
  return (signature.match(SIGNATURE_LINE) ?? []).join(FOLD);
}

const SIGNATURE_LINE = new RegExp(`.{1,${LINE_CHARACTERS - 4}}`, 'gu');

/** `message-id` → `Message-ID`. */
function asWritten(name: string): string {
  return OVERSIGNED.find((one) => one.toLowerCase() === name) ?? name;
}
