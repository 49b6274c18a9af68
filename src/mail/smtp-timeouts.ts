// How long each step of a conversation may take. The defaults are what RFC 5321 §4.5.3.2 asks for at least: a last wait cut short makes
// duplicates (§6.1).

/** Milliseconds. */
export interface SmtpTimeouts {
  /** For the network to connect. */
  readonly connectMs: number;
  /** From connected to the greeting, and again for TLS. */
  readonly greetingMs: number;
  /** For the answer to EHLO, STARTTLS, AUTH, MAIL, RCPT or RSET. */
  readonly commandMs: number;
  /** For the 354 to DATA. */
  readonly dataMs: number;
  /** For the connection to take one block of the message. */
  readonly blockMs: number;
  /** For the answer to the final dot. */
  readonly dotMs: number;
}

const MINUTE_MS = 60_000;

export const TIMEOUTS: SmtpTimeouts = {
  connectMs: MINUTE_MS / 2,
  greetingMs: 5 * MINUTE_MS,
  commandMs: 5 * MINUTE_MS,
  dataMs: 2 * MINUTE_MS,
  blockMs: 3 * MINUTE_MS,
  dotMs: 10 * MINUTE_MS,
};

/** Until a connection is ready for its first message: the greeting, TLS, EHLO twice, STARTTLS, and a login of three steps. */
export function openingMs({ connectMs, greetingMs, commandMs }: SmtpTimeouts): number {
  return connectMs + 2 * greetingMs + 6 * commandMs;
}
