// Mail servers for tests, on a port that the system chooses. `startSmtpSink` is a real server (smtp-server) that keeps what it took;
// `startScriptedServer` speaks line by line as told, for answers that no good server gives.
import { createServer, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface SinkMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** As received, dots unstuffed. */
  readonly raw: Buffer;
}

/** What a stage answers: undefined accepts, `550 5.1.1 No such user` refuses, `drop` cuts the connection without a word. */
export type Answer = string | undefined;

export interface SinkScript {
  readonly mail?: (from: string) => Answer;
  readonly rcpt?: (to: string) => Answer;
  /** After the final dot; the message is complete by then. */
  readonly dot?: (message: SinkMessage) => Answer | Promise<Answer>;
  readonly login?: { readonly user: string; readonly password: string };
  readonly hasSmtpUtf8?: boolean;
  readonly tls?: 'none' | 'starttls' | 'implicit';
  /** In PEM form; the library's own, for localhost, unless given. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** Largest message, as EHLO announces it. */
  readonly sizeBytes?: number;
  readonly port?: number;
}

export interface SmtpSink {
  /** `smtp://127.0.0.1:PORT`, with the right login where one is wanted. */
  readonly url: string;
  readonly port: number;
  /** Messages whose final dot arrived, in order, answered how ever. */
  readonly messages: readonly SinkMessage[];
  /** Those answered with 250. */
  readonly accepted: readonly SinkMessage[];
  /** Most connections at once. */
  readonly peak: () => number;
  close(): Promise<void>;
}

export async function startSmtpSink(script: SinkScript = {}): Promise<SmtpSink> {
  const messages: SinkMessage[] = [];
  const accepted: SinkMessage[] = [];
  let peak = 0;
  const isImplicit = script.tls === 'implicit';
  const answer = (
    said: Answer,
    session: { readonly id: string },
    done: (error?: Error | null, text?: string) => void,
  ): boolean => {
    if (said === 'drop') {
      for (const connection of server.connections) {
        const { session: own, _socket: socket } = connection as unknown as {
          session: { id: string };
          _socket: Socket;
        };
        if (own.id === session.id) socket.destroy();
      }
      return false;
    }
    done(said === undefined ? null : refusal(said), 'OK: queued');
    return said === undefined;
  };
  const server = new SMTPServer({
    secure: isImplicit,
    ...script.certificate,
    ...(script.sizeBytes === undefined ? {} : { size: script.sizeBytes }),
    disabledCommands: [
      ...(script.tls === 'starttls' ? [] : ['STARTTLS']),
      ...(script.login === undefined ? ['AUTH'] : []),
    ],
    allowInsecureAuth: true,
    authOptional: script.login === undefined,
    hideSMTPUTF8: script.hasSmtpUtf8 === false,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onConnect: (_session, done) => {
      peak = Math.max(peak, server.connections.size);
      done();
    },
    onAuth: (auth, _session, done) => {
      const { user, password } = script.login ?? { user: '', password: '' };
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(refusal('535 5.7.8 Authentication credentials invalid'));
    },
    onMailFrom: ({ address }, session, done) => void answer(script.mail?.(address), session, done),
    onRcptTo: ({ address }, session, done) => void answer(script.rcpt?.(address), session, done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
        };
        messages.push(message);
        if (answer(await script.dot?.(message), session, done)) accepted.push(message);
      });
    },
  });
  server.on('error', () => {});
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(script.port ?? 0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const login =
    script.login === undefined
      ? ''
      : `${encodeURIComponent(script.login.user)}:${encodeURIComponent(script.login.password)}@`;
  return {
    url: `smtp${isImplicit ? 's' : ''}://${login}127.0.0.1:${port}`,
    port,
    messages,
    accepted,
    peak: () => peak,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** `550 5.1.1 No such user` as smtp-server wants to be told. */
function refusal(reply: string): Error {
  const [, code = '550', words = ''] = /^(\d{3}) ?(.*)$/su.exec(reply) ?? [];
  return Object.assign(new Error(words), { responseCode: Number(code) });
}

export type Stage =
  | 'greeting'
  | 'EHLO'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'dot'
  | 'RSET'
  | 'QUIT'
  | 'other';

const GOOD: Readonly<Record<Stage, string>> = {
  greeting: '220 sink ESMTP',
  EHLO: '250 sink',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  body: '',
  dot: '250 taken',
  RSET: '250 ok',
  QUIT: '221 bye',
  other: '500 what',
};

export interface ScriptedServer {
  readonly url: string;
  /** Messages whose final dot arrived; an end without a message is none. */
  readonly completed: () => number;
  /** Ends without a message (RFC 2920 §3.1). */
  readonly empty: () => number;
  /** How many connections were made, the first asking one included. */
  readonly connections: () => number;
  /** Every command, as it came over the wire. */
  readonly commands: readonly string[];
  close(): Promise<void>;
}

/**
 * @param says What to answer at a stage of the connection's nth message (from 1; 0 is the very first connection, which only asks
 *   what the server can do): a reply, `drop`, or undefined for the right one. `body` is asked once, at the message's first bytes.
 * @param extensions Offered where EHLO gets the right answer.
 */
export async function startScriptedServer(
  says: (stage: Stage, connection: number) => Answer,
  extensions: readonly string[] = ['8BITMIME'],
): Promise<ScriptedServer> {
  const offer = ['sink', ...extensions].map((word, n) => `250${n < extensions.length ? '-' : ' '}${word}`);
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let connections = 0;
  let completed = 0;
  let empty = 0;
  const server = createServer((socket) => {
    const connection = connections++;
    let isInData = false;
    let rest = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (stage: Stage): boolean => {
      const said = says(stage, connection) ?? (stage === 'EHLO' ? offer.join('\r\n') : GOOD[stage]);
      if (said === 'drop') socket.destroy();
      else if (said !== '') socket.write(`${said}\r\n`);
      return said === 'drop';
    };
    if (say('greeting')) return;
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (;;) {
        const end = isInData ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
        if (end < 0) {
          if (isInData && rest.length > 2) say('body');
          return;
        }
        const line = rest.slice(0, end);
        rest = rest.slice(end + (isInData ? 5 : 2));
        if (isInData) {
          if (line === '') empty += 1;
          else completed += 1;
          isInData = false;
          say('dot');
          continue;
        }
        commands.push(Buffer.from(line, 'latin1').toString('utf8'));
        const verb = /^(?:EHLO|MAIL|RCPT|DATA|RSET|QUIT)/u.exec(line)?.[0] as Stage | undefined;
        const dropped = say(verb ?? 'other');
        if (dropped || verb === 'QUIT') return void socket.end();
        if (verb === 'DATA' && (says('DATA', connection) ?? '354').startsWith('354')) {
          isInData = true;
          // The end may be all that comes; it is looked for with the line's end before it.
          rest = `\r\n${rest}`;
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    completed: () => completed,
    empty: () => empty,
    connections: () => connections,
    commands,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
