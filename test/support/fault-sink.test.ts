// The mail server and the oracle of the fault tests, tried themselves: an oracle that finds nothing wrong with anything proves nothing.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Delivery, DeliveryStatus } from '../../src/model/delivery.ts';
import { compareWithLedger } from './compare-with-ledger.ts';
import type { SinkEvent, SinkFault } from './sink-log.ts';
import { type SinkProcess, type StartSinkOptions, startSink } from './start-sink.ts';

let sink: SinkProcess | undefined;
afterEach(async () => {
  await sink?.stop();
  sink = undefined;
});

async function started(options: StartSinkOptions = {}): Promise<SinkProcess> {
  sink = await startSink(options);
  return sink;
}

/** Writes each piece as a packet of its own and gives back all that was answered. */
async function talk(port: number, pieces: readonly string[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  for (const piece of pieces) {
    socket.write(piece);
    await sleep(5);
  }
  await ended;
  return said;
}

const MAIL = 'MAIL FROM:<a@x.example>\r\nRCPT TO:<b@y.example>\r\nDATA\r\n';
const TEXT = 'Message-ID:\r\n <1@x.example>\r\nTo: B <b@y.example>\r\n\r\n..dot\r\n';

test('what comes in any pieces is written down before it is answered', async () => {
  const { port, events } = await started();
  const whole = `EHLO me\r\n${MAIL}${TEXT}.\r\nQUIT\r\n`;
  await talk(port, [whole]);
  await talk(port, [...(`EHLO me\r\n${MAIL}`.match(/.{1,9}/gsu) ?? []), `${TEXT}.\r`, '\nQUIT\r\n']);
  const dots = events().filter((event) => event.e === 'dot');
  expect(dots).toMatchObject([
    { n: 1, id: '1@x.example', to: 'B <b@y.example>', rcpt: ['b@y.example'], size: TEXT.length + 3 },
    { n: 2, id: '1@x.example', to: 'B <b@y.example>', rcpt: ['b@y.example'], size: TEXT.length + 3 },
  ]);
  expect(dots[0]?.hash).toBe(dots[1]?.hash);
  const one = ['connect', 'ehlo', 'mail', 'rcpt', 'data', 'dot', 'answer', 'close'];
  // By conversation: the second may begin before the first one's end is noticed.
  const conversations = Map.groupBy(events(), ({ c }) => c);
  expect([...conversations.values()].map((of) => of.map(({ e }) => e))).toEqual([one, one]);
});

test('pipelining is offered or not', async () => {
  expect(await talk((await started()).port, ['EHLO me\r\nQUIT\r\n'])).toContain('250-PIPELINING');
  await sink?.stop();
  expect(await talk((await started({ hasPipelining: false })).port, ['EHLO me\r\nQUIT\r\n'])).not.toContain(
    'PIPE',
  );
});

test('rules answer by recipient, by domain and so many times', async () => {
  const { port, events } = await started({
    rules: [
      { stage: 'rcpt', to: '@y.example', reply: '450 4.2.0 later', times: 1 },
      { stage: 'dot', to: 'b@y.example', reply: '554 5.6.0 no', delayMs: 20 },
    ],
  });
  expect(await talk(port, ['EHLO me\r\n', MAIL, MAIL, `${TEXT}.\r\nQUIT\r\n`])).toMatch(
    /450 4\.2\.0 later\r\n554 5\.5\.1 .*354 go on\r\n554 5\.6\.0 no\r\n221/su,
  );
  expect(events().find(({ e }) => e === 'answer')).toMatchObject({ n: 1, code: 554 });
});

describe('a process is signalled at', () => {
  const points: readonly SinkFault['point'][] = ['ehlo', 'mail', 'rcpt', 'data', 'body', 'dot', 'answered'];
  test.each(points)('%s', async (point) => {
    const { port, arm, events, pid } = await started();
    expect(pid).toBeGreaterThan(0);
    // Nobody can have this number: the log alone is looked at.
    await arm({ point, nth: 2, pid: 2 ** 22 + 1, signal: 'SIGTERM' });
    const one = [MAIL, TEXT.slice(0, 20), `${TEXT.slice(20)}.\r\n`];
    const all = point === 'ehlo' ? ['EHLO me\r\n', 'EHLO me\r\n'] : ['EHLO me\r\n', ...one, ...one];
    await talk(port, [...all, 'QUIT\r\n']);
    const seen = events().map(({ e }) => e);
    const at = seen.indexOf('fault');
    expect(seen.filter((e) => e === 'fault')).toHaveLength(1);
    expect(seen[at - 1]).toBe(point === 'answered' ? 'answer' : point === 'body' ? 'data' : point);
    if (point !== 'ehlo') expect(seen.slice(0, at).filter((e) => e === 'mail')).toHaveLength(2);
  });
});

describe('the oracle', () => {
  const row = (address: string, status: DeliveryStatus): Delivery => ({
    issueSlug: '0001',
    subscriberId: address,
    address,
    domain: 'x.example',
    status,
    attempts: 1,
    messageId: `${address}.id`,
  });
  let n = 0;
  const came = (address: string, code?: number, id = `${address}.id`, to = `<${address}>`): SinkEvent[] => {
    n += 1;
    return [
      { e: 'dot', at: n, c: 1, n, id, to, from: 'news@example.org', rcpt: [address], size: 1, hash: '' },
      ...(code === undefined ? [] : [{ e: 'answer' as const, at: n, c: 1, n, code }]),
    ];
  };
  const nothing = { accepted: 0, inDoubt: [], inDoubtWithServer: 0, lost: [], duplicates: [], wrong: [] };
  const a = 'a@x.example';
  const cases: readonly [string, SinkEvent[], Delivery[], object][] = [
    ['taken and accepted', came(a, 250), [row(a, 'accepted')], { accepted: 1 }],
    [
      'refused for now, then taken',
      [...came(a, 450), ...came(a, 250)],
      [row(a, 'accepted')],
      { accepted: 1 },
    ],
    ['cut off at the answer', came(a), [row(a, 'claimed')], { inDoubt: [a], inDoubtWithServer: 1 }],
    ['cut off before', [], [row(a, 'claimed')], { inDoubt: [a] }],
    ['forgotten', [], [row(a, 'pending')], { lost: [a] }],
    [
      'sent twice',
      [...came(a, 250), ...came(a, 250)],
      [row(a, 'accepted')],
      { accepted: 1, duplicates: [a] },
    ],
    [
      'sent again after no answer',
      [...came(a), ...came(a, 250)],
      [row(a, 'accepted')],
      { accepted: 1, duplicates: [a] },
    ],
    [
      'twice and in doubt',
      [...came(a), ...came(a)],
      [row(a, 'claimed')],
      { duplicates: [a], inDoubt: [a], inDoubtWithServer: 1 },
    ],
    ['believed too early', [], [row(a, 'accepted')], { wrong: [expect.stringContaining('never said so')] }],
    [
      'believed without an answer',
      came(a),
      [row(a, 'accepted')],
      { wrong: [expect.stringContaining('never')] },
    ],
    [
      'taken and not known',
      came(a, 250),
      [row(a, 'pending')],
      { lost: [a], wrong: [expect.stringContaining('has it')] },
    ],
    [
      'left and sent all the same',
      came(a, 250),
      [row(a, 'excluded')],
      { wrong: [expect.stringContaining('has it')] },
    ],
    ['refused by nobody', [], [row(a, 'rejected')], { wrong: [expect.stringContaining('refused nothing')] }],
    [
      'another id',
      came(a, 250, 'other'),
      [row(a, 'accepted')],
      { accepted: 1, wrong: [expect.stringContaining('other')] },
    ],
    [
      'another To',
      came(a, 250, undefined, '<b@x.example>'),
      [row(a, 'accepted')],
      { accepted: 1, wrong: [expect.stringContaining('addressed')] },
    ],
    ['a stranger', came(a, 250), [], { wrong: [expect.stringContaining('not in the ledger')] }],
  ];
  test.each(cases)('%s', (_, events, rows, expected) => {
    expect(compareWithLedger(events, rows)).toEqual({ ...nothing, ...expected });
  });

  test('whoever was sent to again on purpose may have two', () => {
    const twice = [...came(a), ...came(a, 250)];
    expect(compareWithLedger(twice, [row(a, 'accepted')], { resent: new Set([a]) }).duplicates).toEqual([]);
  });
});
