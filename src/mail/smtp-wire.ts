// One connection to a mail server as a conversation: octets out, replies in, each within its limit. Every way in which a connection ends
// (closed, cut, silent, senseless) comes out of `reply` and `push` as one failure, after the replies that came before it.
import type { Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { createReplyReader, type Reply } from './reply-reader.ts';

export interface Wire {
  /** Our end, as an address literal of RFC 5321 §4.1.3. */
  readonly ownName: string;
  /** Handed over at once, all parts together. */
  write(...parts: readonly (string | Uint8Array)[]): void;
  /** Resolves when the network has taken all of it. */
  push(block: readonly Uint8Array[], limitMs: number): Promise<void>;
  /** The next reply, in the order in which they came. */
  reply(limitMs: number): Promise<Reply>;
  /** Connected, and the server has said nothing that nobody asked for. */
  isQuiet(): boolean;
  /** @throws what OpenSSL or the check of the certificate says. */
  secure(options: ConnectionOptions, limitMs: number): Promise<void>;
  /** Says QUIT, waits a moment for the answer (RFC 5321 §4.1.1.10), and closes. */
  quit(): Promise<void>;
  destroy(): void;
}

const QUIT_MS = 2000;
/** A server that goes on talking by itself is not listened to for ever. */
const UNASKED_REPLIES = 20;

export function createWire(connected: Socket): Wire {
  let socket = connected;
  let reader = createReplyReader();
  let arrived: Reply[] = [];
  let failure: Error | undefined;
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    socket.destroy();
    waiting?.reject(failure);
    waiting = undefined;
  };
  const take = (reply: Reply): void => {
    if (failure !== undefined) return;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) next.resolve(reply);
    else if (arrived.push(reply) > UNASKED_REPLIES) fail(new Error('the server talks without being asked'));
  };
  const onData = (chunk: Buffer): void => {
    const nonsense = failure === undefined ? reader.push(chunk, take) : undefined;
    if (nonsense !== undefined) fail(new Error(nonsense));
  };
  const onEnd = (): void => fail(new Error('the server closed the connection'));
  const listen = (): void => {
    socket.on('data', onData);
    socket.once('end', onEnd);
    socket.once('close', onEnd);
    socket.on('error', fail);
  };
  listen();

  const reply = (limitMs: number): Promise<Reply> => {
    const early = arrived.shift();
    if (early !== undefined) return Promise.resolve(early);
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      // Counted to the reply's last octet: a server that says one a second must not hold the line.
      const timer = setTimeout(() => fail(silence(limitMs)), limitMs);
      waiting = {
        resolve: (found) => {
          clearTimeout(timer);
          resolve(found);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  };

  /** All in one go; `taken` is told when the network has the last of it. */
  const put = (parts: readonly (string | Uint8Array)[], taken?: (error?: Error | null) => void): void => {
    socket.cork();
    for (const [index, part] of parts.entries())
      socket.write(part, index === parts.length - 1 ? taken : undefined);
    socket.uncork();
  };

  return {
    ownName: socket.localFamily === 'IPv6' ? `[IPv6:${socket.localAddress}]` : `[${socket.localAddress}]`,
    write(...parts) {
      put(parts);
    },
    push(block, limitMs) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => fail(silence(limitMs)), limitMs);
        put(block, (error) => {
          clearTimeout(timer);
          if (error) reject(failure ?? error);
          else resolve();
        });
      });
    },
    reply,
    isQuiet: () => failure === undefined && arrived.length === 0 && !reader.isMidReply(),
    async secure(options, limitMs) {
      const plain = socket;
      plain.off('data', onData).off('end', onEnd).off('close', onEnd);
      // RFC 3207 §4.2: what came before TLS came from anybody. Not an octet of it is kept.
      reader = createReplyReader();
      arrived = [];
      await new Promise<void>((resolve, reject) => {
        const secured = connectTls({ ...options, socket: plain });
        socket = secured;
        const timer = setTimeout(() => secured.destroy(silence(limitMs)), limitMs);
        const over = (error?: Error): void => {
          clearTimeout(timer);
          failure ??= error ?? new Error('the server closed the connection');
          plain.destroy();
          reject(failure);
        };
        secured.once('error', over).once('close', over);
        // Whatever else it may have to say once it is over.
        secured.on('error', () => {});
        secured.once('secureConnect', () => {
          clearTimeout(timer);
          secured.off('error', over).off('close', over);
          listen();
          resolve();
        });
      });
    },
    async quit() {
      if (failure === undefined) {
        socket.write('QUIT\r\n');
        await reply(QUIT_MS).catch(() => {});
      }
      socket.destroy();
    },
    destroy: () => void socket.destroy(),
  };
}

function silence(limitMs: number): Error {
  return Object.assign(new Error(`no answer within ${limitMs / 1000} seconds`), { code: 'ETIMEDOUT' });
}
