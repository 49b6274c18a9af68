// Servers that do anything at any step, message after message over the same connections, their words cut anywhere. Whatever they do, what
// we say became of a message must be borne out by what they were given: never accepted without their word, never to be sent again though
// they have it.
import { expect, test } from 'vitest';
import { openSmtpTransport } from '../../src/mail/smtp-transport.ts';
import { createChance } from '../support/chance.ts';
import { type Deed, type Step, startHostileServer } from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

const MESSAGES = 60;

/** None that only makes us wait: those have tests of their own. */
const DEEDS: readonly Deed[] = [
  { say: '421 4.3.2 closing' },
  { say: '450 4.2.1 later' },
  { say: '451-4.3.0 later\r\n451 4.3.0 still later' },
  { say: '503 5.5.1 out of step' },
  { say: '550 5.1.1 nobody' },
  { say: '554 5.6.0 no' },
  { say: 'nonsense' },
  { say: '250-2.0.0 two\r\n550 codes' },
  { do: 'close' },
  { do: 'reset' },
  { do: 'half close' },
];
/** What only our own connections notice: an answer that is to something else, or to nothing that was asked. */
const UNASKED: readonly Deed[] = [
  { say: '250 2.0.0 ok' },
  { say: '354 go on' },
  { say: '354 go on\r\n250 2.0.0 taken' },
  { say: '250 2.0.0 ok\r\n250 2.0.0 ok' },
  { say: '250 2.0.0 taken\r\n421 4.4.2 closing' },
];
const STEPS: readonly Step[] = ['greeting', 'EHLO', 'RSET', 'MAIL', 'RCPT', 'DATA', 'dot', 'QUIT'];

const seeds = Array.from({ length: 12 }, (_, n) => n + 1);
const WAYS = [
  ['our own connections', true, [...DEEDS, ...UNASKED]],
  ['our own, one command at a time', true, [...DEEDS, ...UNASKED]],
  ['nodemailer’s pool', false, DEEDS],
] as const;

test.concurrent.each(WAYS.flatMap(([way, ...rest]) => seeds.map((seed) => [way, seed, ...rest] as const)))(
  '%s, chance %i',
  async (way, seed, usePipelining, deeds) => {
    const chance = createChance(seed);
    const pick = (step: Step): Deed | undefined => {
      // Sender refused for good stops a run, and says nothing more of messages.
      const fitting =
        step === 'MAIL' ? deeds.filter((deed) => !('say' in deed && deed.say.startsWith('5'))) : deeds;
      return STEPS.includes(step) && chance.below(8) === 0 ? chance.pick(fitting) : undefined;
    };
    const isOneByOne = way === 'our own, one command at a time';
    const server = await startHostileServer({
      deeds: (step, connection) => (connection === 0 ? undefined : pick(step)),
      extensions: (connection) => (isOneByOne && connection > 0 ? [] : ['PIPELINING']),
      cut: () => 1 + chance.below(12),
    });
    const transport = await openSmtpTransport(`smtp://127.0.0.1:${server.port}`, {
      connections: 3,
      messagesPerConnection: 7,
      usePipelining,
      timeouts: shortTimeouts(5000),
    });
    const said = new Map<string, string>();
    const send = async (to: string): Promise<void> => {
      const message = {
        envelope: { from: 'news@example.org', to },
        messageId: to,
        raw: Buffer.from(`X: ${to}\r\n`),
      };
      said.set(
        to,
        await transport.send(message).then(
          ({ kind }) => kind,
          ({ code }: { code?: string }) => code ?? 'a bug',
        ),
      );
    };
    const waiting = Array.from({ length: MESSAGES }, (_, n) => `reader-${n}@example.org`);
    const worker = async (): Promise<void> => {
      for (let to = waiting.shift(); to !== undefined; to = waiting.shift()) await send(to);
    };
    await Promise.all([worker(), worker(), worker()]);
    await transport.close();
    await server.close();

    const kinds = Map.groupBy(said.keys(), (to) => said.get(to));
    const of = (...names: string[]): string[] => names.flatMap((name) => kinds.get(name) ?? []);
    expect(of('a bug')).toEqual([]);
    expect(new Set(server.taken).size, 'nobody was given to the server twice').toBe(server.taken.length);
    for (const to of of('accepted')) expect(server.accepted).toContain(to);
    for (const to of of('deferred', 'rejected', 'sender-refused')) expect(server.accepted).not.toContain(to);
    for (const to of of('not-begun', 'SMTP_UNREACHABLE', 'SMTP_TLS', 'SMTP_LOGIN', 'SMTP_SENDER_REFUSED'))
      expect(server.taken).not.toContain(to);
    for (const to of of('in-doubt')) expect(server.taken).toContain(to);
    expect(of('accepted').length).toBeGreaterThan(MESSAGES / 4);
  },
);
