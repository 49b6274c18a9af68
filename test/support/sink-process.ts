// A mail server for fault tests, a process of its own: `node sink-process.ts OPTIONS` (JSON, see `SinkOptions`), then commands as messages.
// It knows nothing of Broadside, believes nobody, and writes down what came over the wire before it answers. It can kill or stop
// a process at the very octet that a test wants.
import { createHash, type Hash } from 'node:crypto';
import { openSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import {
  monotonicMs,
  type SinkCommand,
  type SinkEvent,
  type SinkFault,
  type SinkOptions,
  type SinkPoint,
  type SinkRule,
} from './sink-log.ts';

interface Connection {
  readonly c: number;
  readonly socket: Socket;
  /** Read and not looked at yet. */
  rest: Buffer;
  from: string;
  rcpt: string[];
  body: Body | undefined;
  /** Nothing more is looked at: an answer is being held back, or none will ever be given. */
  isHeld: boolean;
  replies: string;
}

interface Body {
  readonly chunks: Buffer[];
  readonly hash: Hash;
  /** The last octets that were looked at, for an end that comes in two pieces. */
  tail: Buffer;
  size: number;
}

type ToNote = SinkEvent extends infer E ? (E extends SinkEvent ? Omit<E, 'at'> : never) : never;

const END = Buffer.from('\r\n.\r\n');
const LINE_END = Buffer.from('\r\n');
/** Where Message-ID and To are looked for. */
const HEADER_OCTETS = 16 * 1024;

const options = JSON.parse(process.argv[2] ?? '') as SinkOptions;
const log = openSync(options.log, 'a');
let rules = options.rules.map((rule) => ({ ...rule }));
const uses = new Map<SinkRule, number>();
const faults: { fault: SinkFault; left: number }[] = [];
let connections = 0;
let messages = 0;
let lines = '';

const server = createServer({ noDelay: true }, (socket) => {
  connections += 1;
  const connection: Connection = {
    c: connections,
    socket,
    rest: Buffer.alloc(0),
    from: '',
    rcpt: [],
    body: undefined,
    isHeld: false,
    replies: '220 sink ESMTP\r\n',
  };
  note({ e: 'connect', c: connection.c });
  socket.on('error', () => {});
  socket.on('close', () => {
    note({ e: 'close', c: connection.c });
    writeLog();
  });
  socket.on('data', (chunk: Buffer) => {
    connection.rest = connection.rest.length === 0 ? chunk : Buffer.concat([connection.rest, chunk]);
    goOn(connection);
  });
  answerAll(connection);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});

process.on('message', (command: SinkCommand) => {
  if (command.do === 'fault') faults.push({ fault: command.fault, left: command.fault.nth });
  else rules = command.rules.map((rule) => ({ ...rule }));
  process.send?.({ done: command.do });
});
// Whoever started it has gone.
process.on('disconnect', () => process.exit());

function goOn(connection: Connection): void {
  for (;;) {
    if (connection.isHeld || connection.socket.destroyed) break;
    if (connection.body === undefined ? !takeLine(connection) : !takeBody(connection, connection.body)) break;
  }
  answerAll(connection);
}

/** What is written down is on its way to the disk before an answer is on its way to the client. */
function answerAll(connection: Connection): void {
  writeLog();
  if (connection.replies !== '' && !connection.socket.destroyed)
    connection.socket.write(connection.replies, 'latin1');
  connection.replies = '';
}

function takeLine(connection: Connection): boolean {
  const end = connection.rest.indexOf(LINE_END);
  if (end < 0) return false;
  const line = connection.rest.toString('utf8', 0, end);
  connection.rest = connection.rest.subarray(end + LINE_END.length);
  const { c } = connection;
  const verb = /^[A-Za-z]*/u.exec(line)?.[0].toUpperCase();
  if (verb === 'EHLO' || verb === 'HELO') {
    note({ e: 'ehlo', c });
    const features = [
      'sink',
      ...(options.hasPipelining ? ['PIPELINING'] : []),
      '8BITMIME',
      'SMTPUTF8',
      'DSN',
    ];
    const good = features.map((word, index) => `250${index < features.length - 1 ? '-' : ' '}${word}`);
    reach('ehlo', connection);
    answer(connection, 'ehlo', good.join('\r\n'));
  } else if (verb === 'MAIL') {
    connection.rcpt = [];
    connection.from = pathOf(line);
    note({ e: 'mail', c, from: connection.from });
    reach('mail', connection);
    answer(connection, 'mail', '250 2.1.0 ok');
  } else if (verb === 'RCPT') {
    const to = pathOf(line);
    note({ e: 'rcpt', c, to });
    connection.rcpt.push(to);
    reach('rcpt', connection);
    if (!answer(connection, 'rcpt', '250 2.1.5 ok')) connection.rcpt.pop();
  } else if (verb === 'DATA') {
    note({ e: 'data', c });
    reach('data', connection);
    if (connection.rcpt.length === 0) answer(connection, 'none', '554 5.5.1 no recipients');
    else if (answer(connection, 'data', '354 go on'))
      connection.body = { chunks: [], hash: createHash('sha256'), tail: LINE_END, size: 0 };
  } else if (verb === 'RSET' || verb === 'NOOP') {
    connection.rcpt = [];
    answer(connection, 'none', '250 2.0.0 ok');
  } else if (verb === 'QUIT') {
    connection.replies += '221 2.0.0 bye\r\n';
    answerAll(connection);
    connection.socket.end();
    return false;
  } else answer(connection, 'none', '502 5.5.2 what');
  return true;
}

/** @returns whether the end was found. */
function takeBody(connection: Connection, body: Body): boolean {
  const { rest } = connection;
  if (rest.length === 0) return false;
  const seam = Buffer.concat([body.tail, rest.subarray(0, END.length - 1)]);
  const inSeam = seam.indexOf(END);
  const plain = rest.indexOf(END);
  const end = inSeam >= 0 ? inSeam + END.length - body.tail.length : plain < 0 ? -1 : plain + END.length;
  const taken = end < 0 ? rest : rest.subarray(0, end);
  const isFirst = body.size === 0;
  body.chunks.push(taken);
  body.hash.update(taken);
  body.size += taken.length;
  body.tail = Buffer.concat([body.tail, taken]).subarray(-(END.length - 1));
  connection.rest = rest.subarray(taken.length);
  if (isFirst && end < 0) reach('body', connection);
  if (end < 0) return false;
  connection.body = undefined;
  takeMessage(connection, body);
  return true;
}

function takeMessage(connection: Connection, body: Body): void {
  const raw = Buffer.concat(body.chunks);
  messages += 1;
  const n = messages;
  const head = raw.toString('latin1', 0, HEADER_OCTETS);
  const header = `\r\n${head.slice(0, head.indexOf('\r\n\r\n') + 2)}`.replaceAll(/\r\n(?=[ \t])/gu, '');
  const field = (name: string): string =>
    new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'iu').exec(header)?.[1]?.trim() ?? '';
  const id = field('Message-ID').replace(/^<|>$/gu, '');
  const rcpt = connection.rcpt;
  if (options.keepIn !== undefined) writeFileSync(path.join(options.keepIn, `${n}.eml`), raw);
  note({
    e: 'dot',
    c: connection.c,
    n,
    id,
    to: field('To'),
    from: connection.from,
    rcpt,
    size: body.size,
    hash: body.hash.digest('hex'),
  });
  reach('dot', connection);
  answer(connection, 'dot', '250 2.0.0 taken', n);
  connection.rcpt = [];
  reach('answered', connection);
}

/** @returns whether the stage went well. */
function answer(
  connection: Connection,
  stage: SinkRule['stage'] | 'none',
  good: string,
  n?: number,
): boolean {
  if (connection.isHeld) return false;
  const rule = rules.find(
    (one) =>
      one.stage === stage &&
      (one.to === undefined || connection.rcpt.some((to) => to === one.to || to.endsWith(one.to ?? ''))) &&
      (uses.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
  );
  if (rule !== undefined) uses.set(rule, (uses.get(rule) ?? 0) + 1);
  const reply = rule?.reply ?? good;
  const give = (): void => {
    if (reply === 'drop') {
      note({ e: 'refuse', c: connection.c, stage, reply });
      answerAll(connection);
      connection.socket.destroy();
      return;
    }
    const code = Number(reply.slice(0, 3));
    if (n !== undefined) note({ e: 'answer', c: connection.c, n, code });
    else if (code >= 400) note({ e: 'refuse', c: connection.c, stage, reply });
    connection.replies += `${reply}\r\n`;
  };
  if (rule?.delayMs === undefined) give();
  else {
    answerAll(connection);
    connection.isHeld = true;
    setTimeout(() => {
      connection.isHeld = false;
      give();
      goOn(connection);
    }, rule.delayMs);
  }
  return reply !== 'drop' && Number(reply.slice(0, 3)) < 400;
}

/** Signals a process if a fault waits for this very moment. Answers that are due before it leave first. */
function reach(point: SinkPoint, connection: Connection): void {
  for (const armed of [...faults]) {
    if (armed.fault.point !== point) continue;
    armed.left -= 1;
    if (armed.left > 0) continue;
    faults.splice(faults.indexOf(armed), 1);
    const { pid, signal, isSilent } = armed.fault;
    note({ e: 'fault', c: connection.c, point, pid, signal });
    answerAll(connection);
    try {
      process.kill(pid, signal);
    } catch {
      // It was over already; the test sees from its end that nobody was killed.
    }
    if (isSilent === true) connection.isHeld = true;
  }
}

function pathOf(line: string): string {
  return /<([^>]*)>/u.exec(line)?.[1] ?? '';
}

function note(event: ToNote): void {
  if (options.isBrief === true && event.e !== 'dot') return;
  lines += `${JSON.stringify({ ...event, at: monotonicMs() })}\n`;
}

function writeLog(): void {
  if (lines === '') return;
  writeSync(log, lines);
  lines = '';
}
