// Connections of our own for servers that take commands ahead of their answers (RFC 2920): opened when none is free, kept for the next
// message, closed with QUIT when they are used up or idle. Used beside nodemailer's pool, and held against it by the same tests.
import type { ComposedMessage } from '../model/message.ts';
import type { Carrier, CarrierOptions } from './carrier.ts';
import { connectionFailure, type SmtpFailure } from './classify-failure.ts';
import { openSession } from './open-session.ts';
import { type Line, sendPipelined } from './pipelined-message.ts';

interface KeptLine extends Line {
  messages: number;
  idleTimer?: NodeJS.Timeout;
}

/** Below the five minutes for which a server has to wait (RFC 5321 §4.5.3.2.7): we close, not the server under a message. */
const IDLE_MS = 4 * 60_000;

export function createPipelinedCarrier(options: CarrierOptions): Carrier {
  const { settings, timeouts, messagesPerConnection } = options;
  /** The one that was used last is taken first; the others may become idle. */
  const free: KeptLine[] = [];
  const leaving = new Set<Promise<void>>();
  let isClosed = false;

  const part = (line: KeptLine): void => {
    const { wire } = line.session;
    if (line.isSpent) {
      wire.destroy();
      return;
    }
    const gone = wire.quit().finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  const keep = (line: KeptLine): void => {
    line.messages += 1;
    if (line.isSpent || isClosed || line.messages >= messagesPerConnection) {
      part(line);
      return;
    }
    line.idleTimer = setTimeout(() => {
      free.splice(free.indexOf(line), 1);
      part(line);
    }, IDLE_MS).unref();
    free.push(line);
  };
  const take = async (): Promise<KeptLine> => {
    for (let line = free.pop(); line !== undefined; line = free.pop()) {
      clearTimeout(line.idleTimer);
      // Closed, or told by a 421 that it will be, while nobody used it: that costs no message anything.
      if (line.session.wire.isQuiet()) return line;
      line.session.wire.destroy();
    }
    // A server that counts connections counts those that have not been said goodbye to.
    await Promise.all(leaving);
    try {
      const session = await openSession(settings, timeouts);
      return { session, timeouts, server: settings.name, needsReset: false, isSpent: false, messages: 0 };
    } catch (error) {
      throw connectionFailure(error as SmtpFailure, settings.name);
    }
  };

  return {
    async carry(message: ComposedMessage) {
      const line = await take();
      try {
        return await sendPipelined(line, message);
      } finally {
        keep(line);
      }
    },
    async close() {
      isClosed = true;
      for (const line of free.splice(0)) {
        clearTimeout(line.idleTimer);
        part(line);
      }
      await Promise.all(leaving);
    },
  };
}
