// Limits of a conversation short enough for a test to wait for.
import type { SmtpTimeouts } from '../../src/mail/smtp-timeouts.ts';

/** @param ms Of every step but connecting, which is given time enough on a busy machine. */
export function shortTimeouts(ms: number): SmtpTimeouts {
  return { connectMs: 2000, greetingMs: ms, commandMs: ms, dataMs: ms, blockMs: ms, dotMs: ms };
}
