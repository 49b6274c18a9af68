// A mail for each form of bounce, complaint and answer, each with what it is and what decided. Then the promises that no single mail
// shows: policy never counts against a reader, nothing is hard without a reason, and no bytes make it throw or hang.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HARD_PHRASES } from '../../src/audience/bounces/failure-phrases.ts';
import { judgeFailure } from '../../src/audience/bounces/judge-failure.ts';
import { readBounce } from '../../src/audience/bounces/read-bounce.ts';
import { readMail } from '../../src/mail/read-mail.ts';
import { BOUNCE_CLASSES, type BounceVerdict } from '../../src/model/bounce.ts';
import type { ReceivedEnvelope } from '../../src/model/received-mail.ts';

const DIR = path.resolve(import.meta.dirname, '../fixtures/bounces');

interface Expectation {
  readonly class: string;
  readonly basis?: string;
  readonly where?: string;
  /** Part of the evidence. */
  readonly evidence?: string;
  readonly status?: string;
  readonly recipient?: string;
  readonly recipients?: number;
  readonly feedbackType?: string;
  readonly messageId?: string;
  readonly envelopeRecipient?: string;
  readonly unsubscribeWord?: string;
}

const expected: Readonly<Record<string, Expectation>> = JSON.parse(
  readFileSync(path.join(DIR, 'expected.json'), 'utf8'),
);
const files = Object.keys(expected).map((name) => ({
  name,
  raw: readFileSync(path.join(DIR, `${name}.eml`)),
}));

async function read(raw: Uint8Array | string, envelope?: ReceivedEnvelope): Promise<BounceVerdict> {
  return readBounce(await readMail(typeof raw === 'string' ? Buffer.from(raw) : raw), envelope);
}

test('each file stands in the table, and there are enough systems', () => {
  const names = readdirSync(DIR).filter((name) => name.endsWith('.eml'));
  expect(names.map((name) => name.replace('.eml', '')).sort()).toEqual(Object.keys(expected).sort());
  const systems = new Set(names.map((name) => name.split('-')[0]));
  expect(systems.size).toBeGreaterThanOrEqual(15);
  expect(new Set(Object.values(expected).map((one) => one.class))).toEqual(new Set(BOUNCE_CLASSES));
});

test.each(files)('$name', async ({ name, raw }) => {
  const verdict = await read(raw);
  const wanted = expected[name];
  const [first] = verdict.recipients;
  expect({
    class: verdict.class,
    basis: verdict.evidence.basis,
    where: verdict.evidence.where,
    evidence: verdict.evidence.text,
    recipients: verdict.recipients.length,
    ...(first?.status === undefined ? {} : { status: first.status }),
    ...(first?.finalRecipient === undefined ? {} : { recipient: first.finalRecipient }),
    ...(verdict.feedbackType === undefined ? {} : { feedbackType: verdict.feedbackType }),
  }).toMatchObject({
    class: wanted?.class,
    ...pick(wanted, ['basis', 'where', 'status', 'recipient', 'recipients', 'feedbackType']),
    ...(wanted?.evidence === undefined ? {} : { evidence: expect.stringContaining(wanted.evidence) }),
  });
  expect(verdict.trace).toMatchObject(pick(wanted, ['unsubscribeWord']));
  expect(verdict.trace.messageId).toBe(wanted?.messageId);
  expect(verdict.trace.envelopeRecipient).toBe(wanted?.envelopeRecipient);
});

function pick(from: Expectation | undefined, names: readonly (keyof Expectation)[]): Partial<Expectation> {
  return Object.fromEntries(
    names.flatMap((name) => (from?.[name] === undefined ? [] : [[name, from[name]]])),
  );
}

describe('what of ours came back', () => {
  const raw = (name: string): Uint8Array => readFileSync(path.join(DIR, `${name}.eml`));
  test('a report has our envelope id, our sender and the link to leave', async () => {
    const { trace, reportingMta } = await read(raw('postfix-no-such-user'));
    expect(reportingMta).toBe('mx1.example.net');
    expect(trace).toEqual({
      envelopeRecipient: 'b-0012-k3x9q7@bounces.harbour.example.org',
      envelopeId: '0012.k3x9q7',
      messageId: '0012.k3x9q7@letter.harbour.example.org',
      mailFrom: 'b-0012-k3x9q7@bounces.harbour.example.org',
      listUnsubscribe: '<https://letters.harbour.example.org/u/TOKENtokenTOKEN>',
    });
  });
  test('the envelope is asked before the fields', async () => {
    const { trace } = await read(raw('postfix-no-such-user'), { from: '', to: 'other@example.org' });
    expect(trace.envelopeRecipient).toBe('other@example.org');
  });
  test('a complaint without an address still has the link', async () => {
    const { trace } = await read(raw('arf-comcast-obscured'));
    expect(trace.listUnsubscribe).toContain('TOKENtokenTOKEN');
  });
  test('a forged report has nothing of ours', async () => {
    const { trace } = await read(raw('forged-by-a-stranger'));
    expect(trace).toEqual({ envelopeRecipient: 'news@harbour.example.org' });
  });
});

/** One report, put together from its fields. */
function report(fields: readonly string[], notice = 'It came back.'): string {
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.net',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=utf-8',
    '',
    notice,
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    ...fields,
    '',
    '--b1--',
    '',
  ].join('\r\n');
}

const failure = (status: string, diagnostic = ''): readonly string[] => [
  'Final-Recipient: rfc822; ada@example.net',
  'Action: failed',
  ...(status === '' ? [] : [`Status: ${status}`]),
  ...(diagnostic === '' ? [] : [`Diagnostic-Code: smtp; ${diagnostic}`]),
];

describe('the policy', () => {
  test.each([
    ['5.1.0', 'hard'],
    ['5.1.1', 'hard'],
    ['5.1.2', 'hard'],
    ['5.1.3', 'hard'],
    ['5.1.4', 'hard'],
    ['5.1.6', 'hard'],
    ['5.1.10', 'hard'],
    ['5.2.1', 'hard'],
    ['5.1.7', 'sender-problem'],
    ['5.1.8', 'sender-problem'],
    ['5.2.2', 'soft'],
    ['5.2.3', 'soft'],
    ['5.3.4', 'soft'],
    ['4.0.0', 'soft'],
    ['4.1.1', 'soft'],
    ['4.7.1', 'soft'],
    ['5.7.0', 'sender-problem'],
    ['5.7.1', 'sender-problem'],
    ['5.7.515', 'sender-problem'],
    ['5.0.0', 'unknown'],
    ['5.3.0', 'unknown'],
    ['5.5.0', 'unknown'],
    ['5.9.9', 'unknown'],
    ['2.0.0', 'unknown'],
    ['', 'unknown'],
    ['none', 'unknown'],
  ])('%j is %s', async (status, wanted) => {
    expect((await read(report(failure(status)))).class).toBe(wanted);
  });

  test.each([
    ['550 5.1.1 No such user', 'hard'],
    ['550 No such user', 'hard'],
    ['450 No such user', 'soft'],
    ['550 mailbox unavailable', 'hard'],
    ['450 mailbox unavailable', 'soft'],
    ['552 Mailbox full', 'soft'],
    ['550 User unknown; blocked using list.example', 'sender-problem'],
    ['530 Authentication required', 'sender-problem'],
    ['550 no such user, try again later', 'soft'],
    ['554 <no.such.user@example.net> refused', 'unknown'],
    ['554 see https://example.net/user-unknown', 'unknown'],
    ['554 from [5.1.1.7] refused', 'unknown'],
    ['554 Exim 4.99.1.2 refused', 'unknown'],
    ['550 USER   Unknown', 'hard'],
    ['550 <dmarc@example.net> no such user', 'hard'],
    ['550 no such user, see https://spamhaus.example/help', 'hard'],
    ['552 5.3.4 too large, or 5.1.1', 'soft'],
    ['552 5.1.1, or 5.3.4', 'soft'],
  ])('a vague status and %j is %s', async (diagnostic, wanted) => {
    expect((await read(report(failure('5.0.0', diagnostic)))).class).toBe(wanted);
  });

  test.each(['delayed', 'delivered', 'relayed', 'expanded', 'Delayed (still trying)', 'sunk', ''])(
    'the action %j is no failure, whatever the status',
    async (action) => {
      const fields = failure('5.1.1', '550 5.1.1 No such user').map((line) =>
        line.replace('Action: failed', `Action: ${action}`),
      );
      const { class: found, recipients } = await read(report(fields));
      expect(['delayed', 'receipt', 'unknown']).toContain(found);
      expect(recipients.map((one) => one.class)).toEqual([found]);
    },
  );

  // Fault test 26.
  test('5.7.x never counts against a reader, wherever it stands and whatever else is said', async () => {
    const policy = fc.nat(999).map((detail) => `5.7.${detail}`);
    const words = fc.constantFrom(...HARD_PHRASES, 'over quota', 'try again later', '');
    const input = fc.tuple(
      policy,
      fc.constantFrom('5.1.1', '5.0.0', '5.2.1', '4.2.2', ''),
      words,
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(input, async ([code, other, said, isInStatus]) => {
        const [status, reply] = isInStatus ? [code, other] : [other, code];
        const verdict = await read(report(failure(status, `550 ${reply} ${said}`)));
        expect(verdict.class).toBe('sender-problem');
      }),
      { numRuns: 300, seed: 26 },
    );
  });

  test('several recipients are hard only where all are', async () => {
    const two = (status: string): string => report([...failure('5.1.1'), '', ...failure(status)]);
    expect((await read(two('5.1.2'))).class).toBe('hard');
    for (const status of ['4.2.2', '5.7.1', '5.0.0'])
      expect((await read(two(status))).class).not.toBe('hard');
  });
});

describe('what is believed of whom', () => {
  const SAID = 'Sorry, no mailbox here by that name. (#5.1.1)\r\n';
  const from = (sender: string, path_: string): string =>
    `Return-Path: ${path_}\r\nFrom: ${sender}\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program at mx.example.\r\n<ada@example.net>:\r\n${SAID}`;
  test('the words of a mail server count, those of a person do not', async () => {
    expect((await read(from('MAILER-DAEMON@mx.example', '<>'))).class).toBe('hard');
    expect((await read(from('bo@example.org', '<>'))).class).toBe('hard');
    expect((await read(from('bo@example.org', '<bo@example.org>'))).class).toBe('not-a-bounce');
  });
  test('an empty sender in the envelope is one', async () => {
    expect((await read(from('bo@example.org', '<bo@example.org>'), { from: '' })).class).toBe('hard');
  });
  test('a report that a person encloses is shown to us, not sent', async () => {
    const mail = report(failure('5.1.1'))
      .replace('Return-Path: <>', 'Return-Path: <bo@example.org>')
      .replace('MAILER-DAEMON@mx.example.net', 'bo@example.org')
      .replace('multipart/report; report-type=delivery-status;', 'multipart/mixed;');
    expect((await read(mail)).class).toBe('not-a-bounce');
  });
  test('a mail without a sender is no wish to leave, nor is an answer to one', async () => {
    const wish = (sender: string, subject: string): string =>
      `Return-Path: ${sender}\r\nFrom: ada@example.net\r\nSubject: ${subject}\r\n\r\n\r\n`;
    expect((await read(wish('<ada@example.net>', 'Unsubscribe'))).class).toBe('unsubscribe-by-mail');
    expect((await read(wish('<>', 'Unsubscribe'))).class).toBe('unknown');
    expect((await read(wish('<ada@example.net>', 'Re: unsubscribe'))).class).toBe('not-a-bounce');
    const byProgram = wish('<ada@example.net>', 'Unsubscribe').replace(
      'From:',
      'Auto-Submitted: auto-generated\r\nFrom:',
    );
    expect((await read(byProgram)).class).toBe('auto-reply');
    expect((await read(byProgram.replace('auto-generated', 'no'))).class).toBe('unsubscribe-by-mail');
  });
  test('what stands in the returned letter proves nothing', async () => {
    const mail = `Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nIt came back.\r\n--- Below this line is a copy of the message.\r\n\r\nThe user unknown to history, no such user.\r\n`;
    expect((await read(mail)).class).toBe('unknown');
  });
});

describe('bytes that nobody planned', () => {
  /** Hard needs a status, or words that are known. */
  const reasonable = (verdict: BounceVerdict): void => {
    expect(BOUNCE_CLASSES).toContain(verdict.class);
    expect([...verdict.evidence.text].length).toBeLessThanOrEqual(500);
    for (const { class: found, evidence } of [verdict, ...verdict.recipients]) {
      if (found !== 'hard') continue;
      if (evidence.basis === 'phrase') expect(HARD_PHRASES).toContain(evidence.text);
      else
        expect(evidence).toMatchObject({ basis: 'status', text: expect.stringMatching(/5\.(?:1|2)\.\d/u) });
    }
  };
  test('any at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (raw) => reasonable(await read(raw))),
      { numRuns: 1_000, seed: 5 },
    );
  });
  test('fixtures with pieces taken out, doubled and put elsewhere', async () => {
    const cut = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.constantFrom('drop', 'double', 'move', 'noise'));
    const input = fc.tuple(fc.constantFrom(...files), fc.array(cut, { minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(input, async ([{ raw }, cuts]) => {
        let bytes: Buffer = Buffer.from(raw);
        for (const [one, two, three, deed] of cuts) bytes = spoilt(bytes, one, two, three, deed);
        reasonable(await read(bytes));
      }),
      { numRuns: 1_500, seed: 6 },
    );
  });
  test('judging takes any words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.string(), (words, status) => {
        const { class: found, evidence } = judgeFailure({ status, words, where: 'text' });
        if (found === 'hard') expect(['status', 'phrase']).toContain(evidence.basis);
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });
  test.each([
    ['a line of a megabyte', 'x'.repeat(1_000_000)],
    ['a megabyte of blanks', ' '.repeat(1_000_000)],
    ['addresses', 'ada@example.net '.repeat(60_000)],
    ['addresses in lines', '<ada@example.net>:\n'.repeat(50_000)],
    [
      'different addresses in lines',
      Array.from({ length: 40_000 }, (_, at) => `<a${at}@example.net>:`).join('\n'),
    ],
    ['marks of HTML', '<'.repeat(1_000_000)],
    ['statuses', '5.1.1 '.repeat(150_000)],
    ['quotations', '> '.repeat(500_000)],
  ])('much of one thing: %s', async (_, body) => {
    for (const type of ['text/plain', 'text/html', 'message/delivery-status']) {
      const mail = `Return-Path: <>\r\nFrom: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\nContent-Type: ${type}\r\n\r\n${body}`;
      reasonable(await read(mail));
    }
  });
});

function spoilt(bytes: Buffer, one: number, two: number, three: number, deed: string): Buffer {
  const [from = 0, to = 0] = [one % (bytes.length + 1), two % (bytes.length + 1)].sort((a, b) => a - b);
  const piece = bytes.subarray(from, to);
  const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  const at = three % (rest.length + 1);
  if (deed === 'drop') return rest;
  if (deed === 'double') return Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]);
  if (deed === 'move') return Buffer.concat([rest.subarray(0, at), piece, rest.subarray(at)]);
  const noisy = Buffer.from(bytes);
  noisy[from] = three & 0xff;
  return noisy;
}
