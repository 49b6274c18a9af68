// A mail server that does, at any step of any connection, what no good server does: nonsense, half an answer, silence, a cut line, forged
// words before TLS, a certificate for somebody else. It counts what it was given, which is what a test holds the outcome against.
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';

export type Step =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'dot'
  | 'RSET'
  | 'QUIT';

export type Deed =
  /** Said as it is, with a line end. */
  | { readonly say: string }
  /** Said as it is; whether things then go on as if it had been the right answer. */
  | { readonly raw: string; readonly goesOn?: boolean }
  /** One octet at a time. */
  | { readonly drip: string; readonly everyMs: number }
  /** `vanish`: nothing is read or said any more, as when a machine loses its power. `half close`: FIN, but it goes on reading. */
  | { readonly do: 'silence' | 'reset' | 'close' | 'half close' | 'vanish' };

export interface HostileOptions {
  /** Undefined: the right answer. Connection 0 is the one that only asks what the server can do. */
  readonly deeds?: (step: Step, connection: number) => Deed | undefined;
  /** Behind the greeting line of EHLO; per connection, before and after TLS. */
  readonly extensions?: (connection: number, isSafe: boolean) => readonly string[];
  /** Name of a certificate in `fixtures/tls/`; without one there is no TLS. */
  readonly certificate?: (connection: number) => string | undefined;
  readonly isImplicitTls?: boolean;
  /** After how many octets its words are cut the next time; whole where it is left out. */
  readonly cut?: () => number;
  /** To lines that are no command; `default` to all others. */
  readonly answers?: Readonly<Record<string, string>>;
}

export interface HostileServer {
  readonly port: number;
  /** Recipients of messages whose final dot arrived. */
  readonly taken: readonly string[];
  /** Of those, the ones that were answered with 250. */
  readonly accepted: readonly string[];
  /** When, each; milliseconds of this process. */
  readonly acceptedAtMs: readonly number[];
  /** Every command with its connection: "1 MAIL FROM:<…>". */
  readonly commands: readonly string[];
  readonly connections: () => number;
  /** Those that are open now. */
  readonly open: () => number;
  /** Final dots, those without a message before them included. */
  readonly ends: () => number;
  /** What came after a step at which nothing was said any more. */
  readonly heardAfter: () => string;
  close(): Promise<void>;
}

const FIXTURES = path.join(import.meta.dirname, '../fixtures/tls');
export const tlsFixture = (name: string): string => readFileSync(path.join(FIXTURES, `${name}.pem`), 'utf8');

const GOOD: Readonly<Record<Step, string>> = {
  greeting: '220 hostile ESMTP',
  EHLO: '',
  STARTTLS: '220 go on',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  body: '',
  dot: '250 2.0.0 taken',
  RSET: '250 2.0.0 ok',
  QUIT: '221 2.0.0 bye',
};

export async function startHostileServer(options: HostileOptions = {}): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const taken: string[] = [];
  const accepted: string[] = [];
  const acceptedAtMs: number[] = [];
  const commands: string[] = [];
  let connections = 0;
  let ends = 0;
  let heardAfter = '';

  const converse = (plain: Socket): void => {
    const connection = connections++;
    let socket: Socket = plain;
    let rest = '';
    let recipient = '';
    let isInData = false;
    let hasContent = false;
    let isOver = false;
    const timers = new Set<NodeJS.Timeout>();
    sockets.add(plain);
    plain
      .on('error', () => {})
      .on('close', () => {
        sockets.delete(plain);
        for (const timer of timers) clearInterval(timer);
      });
    const certificate = options.certificate?.(connection);

    /** @returns whether the conversation goes on as if all were well. */
    const doDeed = (step: Step, deed = options.deeds?.(step, connection)): boolean => {
      const isGood =
        deed === undefined ||
        ('say' in deed && deed.say.startsWith(goodCode(step))) ||
        ('raw' in deed && deed.goesOn === true);
      if (deed === undefined) write(`${step === 'EHLO' ? offer() : GOOD[step]}\r\n`);
      else if ('say' in deed) write(`${deed.say}\r\n`);
      else if ('raw' in deed) socket.write(deed.raw);
      else if ('drip' in deed) drip(deed);
      else if (deed.do === 'reset') plain.resetAndDestroy();
      else if (deed.do === 'close') plain.destroy();
      else if (deed.do === 'half close') socket.end();
      else if (deed.do === 'vanish') plain.pause();
      if (deed !== undefined && 'do' in deed) isOver = true;
      return isGood;
    };
    const write = (text: string): void => {
      let from = 0;
      while (from < text.length) {
        const to = options.cut === undefined ? text.length : from + options.cut();
        socket.write(text.slice(from, to));
        from = to;
      }
    };
    const goodCode = (step: Step): string => (step === 'EHLO' ? '250' : GOOD[step].slice(0, 3));
    const offer = (): string => {
      const words = options.extensions?.(connection, socket !== plain) ?? ['PIPELINING'];
      const all = [
        'hostile',
        ...words,
        ...(certificate !== undefined && socket === plain ? ['STARTTLS'] : []),
      ];
      return all.map((word, n) => `250${n < all.length - 1 ? '-' : ' '}${word}`).join('\r\n');
    };
    const drip = ({ drip: text, everyMs }: { drip: string; everyMs: number }): void => {
      let said = 0;
      const timer = setInterval(() => {
        if (said < text.length) socket.write(text.charAt(said++));
        else clearInterval(timer);
      }, everyMs);
      timers.add(timer);
    };
    const secure = (): void => {
      const context = createSecureContext({ key: tlsFixture('key'), cert: tlsFixture(certificate ?? '') });
      socket.off('data', onData);
      rest = '';
      socket = new TLSSocket(plain, { isServer: true, secureContext: context });
      socket.on('error', () => {}).on('data', onData);
    };
    /** Without its end so far; only so much is kept as the end may begin with. */
    const takeContent = (): void => {
      const deed = !hasContent && rest.length > 2 ? options.deeds?.('body', connection) : undefined;
      if (deed !== undefined) doDeed('body', deed);
      hasContent ||= rest.length > 2;
      rest = rest.slice(-4);
    };
    const takeEnd = (end: number): void => {
      const isMessage = end > 0 || hasContent;
      isInData = false;
      hasContent = false;
      ends += 1;
      rest = rest.slice(end + 5);
      if (isMessage) taken.push(recipient);
      if (!doDeed('dot') || !isMessage) return;
      accepted.push(recipient);
      acceptedAtMs.push(performance.now());
    };
    const takeLine = (line: string): void => {
      commands.push(`${connection} ${Buffer.from(line, 'latin1').toString('utf8')}`);
      const step = /^(?:EHLO|STARTTLS|AUTH|MAIL|RCPT|DATA|RSET|QUIT)/u.exec(line)?.[0] as Step | undefined;
      if (step === undefined) {
        socket.write(`${options.answers?.[line] ?? options.answers?.['default'] ?? '502 5.5.2 what'}\r\n`);
        return;
      }
      if (step === 'RCPT') recipient = /<([^>]*)>/u.exec(line)?.[1] ?? '';
      if (step === 'STARTTLS' && certificate === undefined) {
        socket.write('502 5.5.1 no TLS here\r\n');
        return;
      }
      const isGood = doDeed(step);
      if (step === 'STARTTLS' && isGood) secure();
      if (step === 'QUIT') socket.end();
      if (step === 'DATA' && isGood) {
        isInData = true;
        rest = `\r\n${rest}`;
      }
    };
    const onData = (chunk: Buffer): void => {
      rest += chunk.toString('latin1');
      for (;;) {
        if (isOver) {
          heardAfter += rest;
          rest = '';
        }
        const end = rest.indexOf(isInData ? '\r\n.\r\n' : '\r\n');
        if (end < 0 && isInData) takeContent();
        if (end < 0) return;
        if (isInData) takeEnd(end);
        else {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          takeLine(line);
        }
      }
    };
    if (options.isImplicitTls === true) secure();
    else plain.on('data', onData);
    doDeed('greeting');
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    // A client's FIN is answered with one, except where this end has vanished.
    socket.on('end', () => socket.end());
    converse(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    taken,
    accepted,
    acceptedAtMs,
    commands,
    connections: () => connections,
    open: () => sockets.size,
    ends: () => ends,
    heardAfter: () => heardAfter,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
