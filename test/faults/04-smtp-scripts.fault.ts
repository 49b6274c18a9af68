// Fault test 4: every answer at every step, and everything that is no answer. The state of the message has to be the right one, held
// against what the server was given; and nothing may take longer than its limit. Both ways of speaking SMTP, the same table.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSmtpTransport } from '../../src/mail/smtp-transport.ts';
import type { ComposedMessage } from '../../src/model/message.ts';
import {
  type Deed,
  type HostileOptions,
  type HostileServer,
  type Step,
  startHostileServer,
  tlsFixture,
} from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

/** Of a step that gets its answer; and where none will come. A machine under load takes its time. */
const LIMIT_MS = 5000;
const SHORT_LIMIT_MS = 1200;
/** Opening is several steps, each of which may take its limit. */
const AT_MOST_MS = 15_000;
const WAYS = ['our own connections', 'nodemailer’s pool'] as const;
type Way = (typeof WAYS)[number];

interface Told {
  /** The outcome's kind, or the code of the failure that stops the run. */
  readonly state: string;
  readonly detail: string;
  readonly tookMs: number;
  readonly server: Pick<HostileServer, 'taken' | 'accepted' | 'commands' | 'connections'>;
}

const message = (to: string): ComposedMessage => ({
  envelope: { from: 'news@example.org', to },
  messageId: '0012.ab@example.org',
  raw: Buffer.from('Subject: x\r\n\r\nHello\r\n.a dot\r\n'),
});

interface Case extends HostileOptions {
  readonly way: Way;
  readonly query?: string;
  readonly login?: boolean;
  readonly to?: string;
  readonly scheme?: 'smtp' | 'smtps';
  readonly limitMs?: number;
}

/** Opens, sends one message, and tells what became of it. */
async function tell(asked: Case): Promise<Told> {
  const { query = '', login, to = 'ada@example.org', scheme, ...options } = asked;
  const server = await startHostileServer(options);
  const how = scheme ?? (options.isImplicitTls === true ? 'smtps' : 'smtp');
  const user = login === true ? 'ada:horse@' : '';
  const startedAt = performance.now();
  try {
    const told = await attempt(`${how}://${user}127.0.0.1:${server.port}${query}`, asked, to);
    return { ...told, tookMs: performance.now() - startedAt, server };
  } finally {
    await server.close();
  }
}

async function attempt(url: string, { way, limitMs = LIMIT_MS }: Case, to: string) {
  try {
    const usePipelining = way === 'our own connections';
    const transport = await openSmtpTransport(url, { usePipelining, timeouts: shortTimeouts(limitMs) });
    try {
      const outcome = await transport.send(message(to));
      return { state: outcome.kind, detail: 'detail' in outcome ? outcome.detail : outcome.reply.text };
    } finally {
      await transport.close();
    }
  } catch (error) {
    const { code, message: detail } = error as { code: string; message: string };
    return { state: code, detail };
  }
}

/** What the server saw has to bear out what we say. */
function bearOut({ state, tookMs, server }: Told): void {
  expect(tookMs).toBeLessThan(AT_MOST_MS);
  if (state === 'accepted') expect(server.accepted).toEqual(['ada@example.org']);
  // Everything else may be sent again, so the server must not have taken it; in doubt is for when that cannot be said.
  else if (state !== 'in-doubt') expect(server.accepted).toEqual([]);
  if (state === 'not-begun' || state.startsWith('SMTP_')) expect(server.taken).toEqual([]);
}

const STEPS = ['greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'dot'] as const;
const OPENING: readonly Step[] = ['greeting', 'EHLO', 'AUTH'];

/** Extensions of a server that wants a login. */
const WITH_LOGIN = () => ['PIPELINING', 'AUTH PLAIN LOGIN'];
const at =
  (step: Step, deed: Deed, from = 1) =>
  (asked: Step, connection: number): Deed | undefined =>
    asked === step && connection >= from ? deed : undefined;

/** RFC 5321 §4.2.1, with 421 (§3.8) and what is said of the sender kept apart. */
function stateOf(step: (typeof STEPS)[number], code: number): string {
  if (step === 'AUTH') return code < 500 ? 'SMTP_UNREACHABLE' : 'SMTP_LOGIN';
  if (OPENING.includes(step)) return 'SMTP_UNREACHABLE';
  if (code === 421 && step !== 'dot') return 'not-begun';
  if (code < 500) return 'deferred';
  return step === 'MAIL' ? 'SMTP_SENDER_REFUSED' : 'rejected';
}

describe.each(WAYS)('%s: refusals', (way) => {
  const cases = STEPS.flatMap((step) =>
    [421, 450, 451, 452, 550, 552, 554].map((code) => [code, step, stateOf(step, code)] as const),
  );

  test('are 49', () => expect(cases).toHaveLength(49));

  test.concurrent.each(cases)('%i at %s is %s', async (code, step, state) => {
    const deeds = at(step, { say: `${code} ${Math.floor(code / 100)}.3.0 no` });
    const told = await tell({ way, deeds, login: true, extensions: WITH_LOGIN });
    expect(told.state).toBe(state);
    bearOut(told);
  });

  test.concurrent.each(cases.filter(([, step]) => OPENING.includes(step)))(
    '%i at %s of the very first connection is %s',
    async (code, step, state) => {
      const deeds = at(step, { say: `${code} no` }, 0);
      const told = await tell({ way, deeds, login: true, extensions: WITH_LOGIN });
      expect(told.state).toBe(state);
      bearOut(told);
      expect(told.server.connections()).toBe(1);
    },
  );
});

const NO_ANSWERS: Readonly<Record<string, Deed>> = {
  garbage: { say: 'hello there' },
  'a code beyond SMTP': { say: '999 what' },
  'half an answer of several lines': { say: '250-first' },
  'half a line': { raw: '25' },
  'one octet at a time': { drip: '250 this would be a good answer if only it came sooner\r\n', everyMs: 100 },
  'a line without end': { raw: `250 ${'x'.repeat(2_000_000)}` },
  silence: { do: 'silence' },
  'a reset': { do: 'reset' },
  'a closed connection': { do: 'close' },
  'a half-closed connection': { do: 'half close' },
  'a machine that is gone': { do: 'vanish' },
};

describe.each(WAYS)('%s: no answer', (way) => {
  const cases = STEPS.flatMap((step) =>
    Object.entries(NO_ANSWERS).map(([name, deed]) => [name, step, deed] as const),
  );

  test.concurrent.each(cases)('%s at %s', async (_name, step, deed) => {
    const told = await tell({
      way,
      deeds: at(step, deed),
      login: true,
      extensions: WITH_LOGIN,
      // Octets that come one by one have to be fewer than would come within the limit of all steps.
      limitMs: 'drip' in deed ? SHORT_LIMIT_MS / 3 : SHORT_LIMIT_MS,
    });
    const state = OPENING.includes(step) ? 'SMTP_UNREACHABLE' : step === 'dot' ? 'in-doubt' : 'not-begun';
    expect(told.state).toBe(state);
    bearOut(told);
  });

  test.concurrent('an answer of two codes to the dot', async () => {
    const told = await tell({ way, deeds: at('dot', { say: '250-taken\r\n550 or not' }) });
    expect(told.state).toBe('in-doubt');
  });

  test.concurrent('an answer cut into octets that comes in time', async () => {
    const deeds = at('dot', { drip: '250-2.0.0 ta\r\n250 2.0.0 ken\r\n', everyMs: 1 });
    const told = await tell({ way, deeds });
    expect(told).toMatchObject({ state: 'accepted', detail: 'ta ken' });
  });
});

/** The one thing that nodemailer's pool does not notice: it takes the next answer for that to its next command. */
describe('our own connections: answers nobody asked for', () => {
  test.concurrent.each<[string, Step]>([
    ['354 go on\r\n250 2.0.0 taken', 'DATA'],
    ['354 go on\r\n25', 'DATA'],
    ['250 ok\r\n250 ok', 'RCPT'],
    ['250 ok\r\n250 ok', 'MAIL'],
    ['250 instead of 354', 'DATA'],
    ['354 too early', 'MAIL'],
    ['354 too early', 'RCPT'],
  ])('%j to %s', async (say, step) => {
    const told = await tell({ way: 'our own connections', deeds: at(step, { say }) });
    expect(told.state).toBe('not-begun');
    bearOut(told);
  });
});

type TlsCase = readonly [name: string, options: Omit<Case, 'way'>, state: string];

describe.each(WAYS)('%s: TLS', (way) => {
  const systems = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...systems, tlsFixture('authority')]));
  afterAll(() => setDefaultCACertificates(systems));

  const certificate = () => 'good';
  const cases: readonly TlsCase[] = [
    ['a good certificate', { certificate }, 'accepted'],
    ['a good certificate, TLS at once', { certificate, isImplicitTls: true }, 'accepted'],
    ['STARTTLS stripped', {}, 'SMTP_TLS'],
    ['STARTTLS stripped later', { certificate: (n) => (n === 0 ? 'good' : undefined) }, 'SMTP_TLS'],
    ['STARTTLS refused', { certificate, deeds: at('STARTTLS', { say: '454 4.7.0 no' }, 0) }, 'SMTP_TLS'],
    ['STARTTLS refused later', { certificate, deeds: at('STARTTLS', { say: '454 4.7.0 no' }) }, 'SMTP_TLS'],
    [
      'silence where TLS should begin',
      { certificate, deeds: at('STARTTLS', { raw: '220 go\r\n' }), limitMs: SHORT_LIMIT_MS },
      'SMTP_UNREACHABLE',
    ],
    ['no TLS where it should begin', { scheme: 'smtps' }, 'SMTP_TLS'],
    ...['self-signed', 'wrong-name', 'expired'].flatMap((name): TlsCase[] => [
      [`${name} certificate`, { certificate: () => name }, 'SMTP_TLS'],
      [`${name} certificate later`, { certificate: (n) => (n === 0 ? 'good' : name) }, 'SMTP_TLS'],
      [`${name} certificate, TLS at once`, { certificate: () => name, isImplicitTls: true }, 'SMTP_TLS'],
    ]),
  ];

  test.concurrent.each(cases)('%s', async (_name, options, state) => {
    const told = await tell({ way, query: '?tls=required', ...options });
    expect(told.state).toBe(state);
    bearOut(told);
    if (state !== 'accepted') expect(told.server.commands.join('\n')).not.toMatch(/MAIL|AUTH/u);
  });

  /** Whoever sits between can add words in the clear behind the 220: they must count for nothing (RFC 3207 §4.2). */
  const forged = '220 go on\r\n250-forged\r\n250-PIPELINING\r\n250 SMTPUTF8';

  test.concurrent.each([0, 1])('words forged before TLS of connection %i are no offer', async (from) => {
    const told = await tell({
      way,
      query: '?tls=required',
      certificate,
      deeds: at('STARTTLS', { say: forged }, from),
      to: 'jörg@example.org',
    });
    expect(told).toMatchObject({ state: 'rejected', detail: expect.stringContaining('SMTPUTF8') });
    expect(told.server.commands.join('\n')).not.toMatch(/j.*rg@/u);
  });

  test.concurrent('words forged before TLS answer no command', async () => {
    const words = `${forged}\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 forged`;
    const told = await tell({
      way,
      query: '?tls=required',
      certificate,
      deeds: (step, connection) =>
        at('STARTTLS', { say: words }, 0)(step, connection) ??
        at('RCPT', { say: '550 5.1.1 nobody' })(step, connection),
    });
    expect(told).toMatchObject({ state: 'rejected', detail: 'nobody' });
    bearOut(told);
  });

  test.concurrent('half a line forged before TLS begins no answer', async () => {
    const deeds = at('STARTTLS', { raw: '220 go on\r\n25', goesOn: true }, 0);
    const told = await tell({ way, query: '?tls=required', certificate, deeds });
    expect(told.state).toBe('accepted');
    bearOut(told);
  });
});
