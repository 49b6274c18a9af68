// What a failed conversation means: an outcome for this one recipient, or a failure that stops the run. Pure, so that every answer
// of every server can stand in a table of tests.
import type { DeliveryOutcome, ServerReply } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';

/** The part of nodemailer's error that counts. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  /** The step that failed: `MAIL FROM`, `RCPT TO`, `DATA`, `CONN`, `API` … */
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

export interface ConversationState {
  /** Connected, and logged in where that was asked for. */
  readonly isBegun: boolean;
  /** The whole message was read for sending: the final dot may be on its way. */
  readonly isHandedOver: boolean;
  /** The recipient's address made the sender be named with SMTPUTF8 (RFC 6531 §3.4). */
  readonly needsUtf8?: boolean;
  /** "smtp.example.org:587". */
  readonly server: string;
}

const REPLY_CHARACTERS = 500;

/** @returns the outcome for this recipient, or the failure that concerns everyone. */
export function classifyFailure(
  failure: SmtpFailure,
  state: ConversationState,
): DeliveryOutcome | BroadsideError {
  const code = failure.responseCode;
  if (state.isHandedOver) {
    // The connection's own error looks the same whether it broke before or after the final dot; that our message was read to
    // its end is what tells. An answer that is none (no 4yz, no 5yz) leaves it open too.
    if (code === undefined || code < 400 || code > 599)
      return { kind: 'in-doubt', detail: oneLine(failure.message) };
    return replied(failure, code);
  }
  if (!state.isBegun) return connectionFailure(failure, state.server);
  // 421 closes the connection and 503 says that the session got out of step: neither speaks of the recipient.
  if (code === 421 || code === 503) return notBegun(failure);
  if (failure.command === 'MAIL FROM' && state.needsUtf8 !== true && isSendersFault(failure))
    return senderFailure(failure, state.server);
  return code !== undefined && code >= 400 && code <= 599 ? replied(failure, code) : notBegun(failure);
}

function notBegun({ message }: SmtpFailure): DeliveryOutcome {
  return { kind: 'not-begun', detail: oneLine(message) };
}

/** RFC 5321 §4.2.1: 4yz may be different later, 5yz will not. */
function replied(failure: SmtpFailure, code: number): DeliveryOutcome {
  const reply = readReply(failure.response ?? failure.message);
  if (code < 500) return { kind: 'deferred', reply };
  return { kind: isAboutSender(reply, code) ? 'sender-refused' : 'rejected', reply };
}

/** RFC 4954 §6: a login is wanted, or a better one. Any command may be answered so. */
const LOGIN_CODES: readonly number[] = [530, 534, 535, 538];

/** RFC 3463 §3.8: class 5.7 is about security and policy: who may send what, not who gets it. */
function isAboutSender({ enhancedCode }: ServerReply, code: number): boolean {
  return LOGIN_CODES.includes(code) || enhancedCode?.startsWith('5.7.') === true;
}

/** Whatever is wrong with the sender or the whole message is wrong for every reader. Without an answer: our own size check. */
function isSendersFault({ response, responseCode }: SmtpFailure): boolean {
  return responseCode === undefined ? response === undefined : responseCode >= 500 && responseCode <= 599;
}

function senderFailure(failure: SmtpFailure, server: string): BroadsideError {
  if (LOGIN_CODES.includes(failure.responseCode ?? 0)) {
    return new BroadsideError('SMTP_LOGIN', `${server} wants a login: ${wordsOf(failure)}`, {
      place: server,
    });
  }
  return new BroadsideError('SMTP_SENDER_REFUSED', `${server} refused the sender: ${wordsOf(failure)}`, {
    place: server,
  });
}

/** The connection, its encryption or the login did not come about. */
export function connectionFailure(failure: SmtpFailure, server: string): BroadsideError {
  const options = { place: server };
  const code = failure.code ?? '';
  // RFC 4954 §6: a server that cannot look at the password now (454) has not refused it; nor has one that talks nonsense.
  if (code === 'EAUTH' && failure.response !== undefined && !failure.response.startsWith('5')) {
    return new BroadsideError(
      'SMTP_UNREACHABLE',
      `${server} takes no login now: ${wordsOf(failure)}`,
      options,
    );
  }
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') {
    return new BroadsideError('SMTP_LOGIN', `${server} refused the login: ${wordsOf(failure)}`, options);
  }
  if (code === 'ETLS' || code === 'EREQUIRETLS' || isTlsCode(failure.originalCode) || isTlsCode(code)) {
    return new BroadsideError('SMTP_TLS', `No safe connection to ${server}: ${wordsOf(failure)}`, options);
  }
  return new BroadsideError('SMTP_UNREACHABLE', `${server} cannot be reached: ${wordsOf(failure)}`, options);
}

/** Codes of OpenSSL and of Node's check of certificates. */
function isTlsCode(code: string | undefined): boolean {
  return code !== undefined && /CERT|TLS|SSL|EPROTO$|UNABLE_TO_(?:GET|VERIFY)/u.test(code);
}

function wordsOf({ response, message }: SmtpFailure): string {
  return oneLine(withoutOpenSslPlace(response ?? message));
}

/** `40F3…:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../ssl/methods.c:78:` says little more than its words. */
function withoutOpenSslPlace(text: string): string {
  return text.replace(/^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):.*$/su, '$1');
}

/** A reply as the wire has it, `550 5.1.1 No such user`, its lines joined. */
export function readReply(response: string): ServerReply {
  const lines = response.split(/\r?\n/u);
  const [, code, enhanced] = /^(\d{3})[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\b)?/u.exec(lines[0] ?? '') ?? [];
  const text = lines
    .map((line) => line.replace(/^\d{3}[ -]?/u, '').replace(/^[245]\.\d{1,3}\.\d{1,3}\s?/u, ''))
    .join(' ');
  return {
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(enhanced === undefined ? {} : { enhancedCode: enhanced }),
    text: oneLine(text),
  };
}

/** One line without control characters, at most 500 characters. */
function oneLine(text: string): string {
  return [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()].slice(0, REPLY_CHARACTERS).join('');
}
