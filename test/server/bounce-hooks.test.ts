import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOUNCE_CLASSES } from '../../src/model/bounce.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import { type BounceHooksOptions, createBounceHooks } from '../../src/server/bounce-hooks.ts';
import { mailgunNotices, mailgunToken } from '../../src/server/hooks/mailgun-notices.ts';
import { postmarkNotices } from '../../src/server/hooks/postmark-notices.ts';
import type { ReturnNotice } from '../../src/server/hooks/return-notice.ts';
import { sendgridNotices } from '../../src/server/hooks/sendgrid-notices.ts';
import { sesNotices } from '../../src/server/hooks/ses-notices.ts';
import {
  basicLogin,
  CERTIFICATE_URL,
  mailgunCall,
  type ProviderCall,
  type SnsFields,
  sendgridKeys,
  sesBounce,
  signSns,
  snsCertificate,
  snsNotification,
  TOPIC,
} from '../support/provider-calls.ts';
import { canSign } from '../support/self-signed.ts';

const NOW = Date.parse('2026-11-01T00:00:10.000Z');
const SECRET = 'a-secret-of-ours-0123';
const ADDRESS = 'ada@readers.example';
const SOURCE = 'bounce+tag@example.org';
const sendgrid = sendgridKeys();

function scene(more: Partial<BounceHooksOptions> = {}) {
  const noted: ReturnNotice[] = [];
  const told: string[] = [];
  const app = createBounceHooks({
    secrets: { sesTopicArns: [TOPIC], postmark: SECRET, mailgun: SECRET, sendgrid: sendgrid.publicKey },
    record: async (notices) => void noted.push(...notices),
    fetchText: async () => {
      throw new Error('nothing is there');
    },
    now: () => NOW,
    tell: (words) => void told.push(words),
    ...more,
  });
  return {
    noted,
    told,
    call: async ({ path, body, headers = {} }: ProviderCall) => {
      const answer = await app.request(path, { method: 'POST', body, headers });
      return answer.status;
    },
    get: async (path: string) => (await app.request(path)).status,
  };
}

describe('a hook without a secret', () => {
  test.each(['/ses', '/postmark', '/postmark/x', '/mailgun', '/sendgrid', '/other'])(
    '%s is not there',
    async (path) => {
      const { call, noted } = scene({ secrets: {} });
      expect(await call({ path, body: '{}' })).toBe(404);
      expect(noted).toEqual([]);
    },
  );

  test('nor is one that is asked with GET', async () => {
    expect(await scene().get('/mailgun')).toBe(404);
  });
});

test('a body of more than a megabyte is not read', async () => {
  const { call, noted } = scene();
  const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  for (const path of ['/ses', '/postmark', '/mailgun', '/sendgrid'])
    expect(await call({ path, body, headers: basicLogin(SECRET) })).toBe(413);
  expect(noted).toEqual([]);
});

test('while the database is away the provider is asked to come again', async () => {
  let isAway = true;
  const noted: ReturnNotice[] = [];
  const { call } = scene({
    record: async (notices) => {
      if (isAway) throw new BroadsideError('DATABASE_UNREACHABLE', 'away');
      noted.push(...notices);
    },
  });
  const one = mailgunCall({ event: 'complained', id: 'e1' }, { key: SECRET, at: NOW });
  expect(await call(one)).toBe(503);
  isAway = false;
  expect(await call(one)).toBe(200);
  expect(noted).toHaveLength(1);
});

describe.skipIf(!canSign)('Amazon SES', () => {
  const certificate = canSign ? snsCertificate() : { key: '', cert: '' };
  const other = canSign ? snsCertificate() : { key: '', cert: '' };
  const atAmazon = () => {
    const asked: string[] = [];
    const own = scene({
      fetchText: async (url) => {
        asked.push(url);
        return certificate.cert;
      },
      now: () => Date.now(),
    });
    return { ...own, asked };
  };
  const bounce = snsNotification(sesBounce({ address: ADDRESS, source: SOURCE }));
  const post = (fields: SnsFields): ProviderCall => ({ path: '/ses', body: JSON.stringify(fields) });

  test.each(['1', '2'])('a bounce signed in version %s is noted', async (SignatureVersion) => {
    const { call, noted } = atAmazon();
    expect(await call(post(signSns({ ...bounce, SignatureVersion }, certificate)))).toBe(200);
    expect(noted).toMatchObject([
      {
        channel: 'ses',
        eventId: 'feedback-1',
        address: ADDRESS,
        verdict: { class: 'hard', trace: { mailFrom: SOURCE }, recipients: [{ status: '5.1.1' }] },
      },
    ]);
  });

  test('its certificate is asked for once', async () => {
    const { call, asked } = atAmazon();
    for (let time = 0; time < 3; time += 1) await call(post(signSns(bounce, certificate)));
    expect(asked).toEqual([CERTIFICATE_URL]);
  });

  test.each<[string, Partial<SnsFields>, boolean]>([
    ['a certificate at a stranger’s', { SigningCertURL: 'https://evil.example/x.pem' }, false],
    [
      'a certificate at a name like it',
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' },
      false,
    ],
    [
      'a certificate behind a login',
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem' },
      false,
    ],
    ['a certificate in a bucket', { SigningCertURL: 'https://s3.eu-west-1.amazonaws.com/evil/x.pem' }, false],
    [
      'a certificate at another port',
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com:8443/x.pem' },
      false,
    ],
    ['a certificate without TLS', { SigningCertURL: 'http://sns.eu-west-1.amazonaws.com/x.pem' }, false],
    [
      'a certificate of another region',
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com/x.pem' },
      false,
    ],
    ['no certificate', { SigningCertURL: '' }, false],
    ['another topic', { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:bounces' }, false],
    ['another type', { Type: 'Other' }, false],
    ['a version that is not known', { SignatureVersion: '3' }, true],
  ])('is refused with %s', async (_, more, isAsked) => {
    const { call, noted, asked } = atAmazon();
    const signed = signSns({ ...bounce, ...more } as SnsFields, certificate);
    expect(await call(post(signed))).toBe(401);
    expect(noted).toEqual([]);
    expect(asked.length > 0).toBe(isAsked);
  });

  test.each(['Message', 'MessageId', 'Timestamp', 'Subject'])(
    'is refused with another %s than was signed',
    async (name) => {
      const { call, noted } = atAmazon();
      const signed = signSns({ ...bounce, Subject: 'Amazon' }, certificate);
      expect(await call(post({ ...signed, [name]: `${signed[name]} ` }))).toBe(401);
      expect(noted).toEqual([]);
    },
  );

  test('is refused with the signature of another key, or none', async () => {
    const { call, noted } = atAmazon();
    expect(await call(post(signSns(bounce, other)))).toBe(401);
    expect(await call(post(bounce))).toBe(401);
    expect(await call({ path: '/ses', body: 'no JSON' })).toBe(401);
    expect(noted).toEqual([]);
  });

  test('is refused with a certificate that is over, or none', async () => {
    const later = scene({
      fetchText: async () => certificate.cert,
      now: () => Date.now() + 60 * 86_400_000,
    });
    expect(await later.call(post(signSns(bounce, certificate)))).toBe(401);
    const empty = scene({ fetchText: async () => '<html>', now: () => Date.now() });
    expect(await empty.call(post(signSns(bounce, certificate)))).toBe(401);
    expect([...later.noted, ...empty.noted]).toEqual([]);
  });

  describe('a subscription', () => {
    const wish = (more: Partial<SnsFields> = {}): SnsFields =>
      ({
        ...snsNotification('You have chosen to subscribe'),
        Type: 'SubscriptionConfirmation',
        Token: 'token',
        SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=token',
        ...more,
      }) as SnsFields;

    test('of a topic of ours is confirmed, and told', async () => {
      const { call, asked, told } = atAmazon();
      expect(await call(post(signSns(wish(), certificate)))).toBe(200);
      expect(asked).toEqual([CERTIFICATE_URL, wish()['SubscribeURL']]);
      expect(told).toEqual([`${TOPIC} tells of bounces here from now on`]);
    });

    test.each<[string, SnsFields, number]>([
      ['of another topic', wish({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:x' }), 401],
      ['that leads elsewhere', wish({ SubscribeURL: 'https://evil.example/' }), 200],
    ])('%s is not', async (_, fields, status) => {
      const { call, asked } = atAmazon();
      expect(await call(post(signSns(fields, certificate)))).toBe(status);
      expect(asked.filter((url) => url !== CERTIFICATE_URL)).toEqual([]);
    });

    test('without a signature is not', async () => {
      const { call, asked } = atAmazon();
      expect(await call(post(wish()))).toBe(401);
      expect(asked.filter((url) => url !== CERTIFICATE_URL)).toEqual([]);
    });

    test('that cannot be confirmed now is asked for again', async () => {
      const away = scene({
        fetchText: async (url) => {
          if (url === CERTIFICATE_URL) return certificate.cert;
          throw new Error('away');
        },
        now: () => Date.now(),
      });
      expect(await away.call(post(signSns(wish(), certificate)))).toBe(503);
    });
  });

  test.each<[string, string, unknown]>([
    [
      'hard',
      'Permanent',
      sesBounce({ address: ADDRESS, source: SOURCE, status: '5.0.0', diagnostic: 'failed' }),
    ],
    [
      'soft',
      'Transient',
      sesBounce({
        address: ADDRESS,
        source: SOURCE,
        type: 'Transient',
        subtype: 'MailboxFull',
        status: '5.2.2',
        diagnostic: 'full',
      }),
    ],
    [
      'soft',
      'what Amazon calls transient and the server final',
      sesBounce({ address: ADDRESS, source: SOURCE, type: 'Transient' }),
    ],
    [
      'sender-problem',
      'what Amazon calls final and the server blames on us',
      sesBounce({ address: ADDRESS, source: SOURCE, status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 blocked' }),
    ],
    [
      'sender-problem',
      'a letter that is not liked',
      sesBounce({
        address: ADDRESS,
        source: SOURCE,
        type: 'Transient',
        subtype: 'ContentRejected',
        status: '5.3.0',
        diagnostic: '',
      }),
    ],
    [
      'unknown',
      'what nobody determined',
      sesBounce({ address: ADDRESS, source: SOURCE, type: 'Undetermined', status: '5.0.0', diagnostic: '' }),
    ],
    [
      'complaint',
      'a complaint',
      {
        eventType: 'Complaint',
        complaint: {
          complainedRecipients: [{ emailAddress: ADDRESS }],
          complaintFeedbackType: 'abuse',
          feedbackId: 'f',
        },
        mail: { source: SOURCE },
      },
    ],
    [
      'not-a-bounce',
      'praise',
      { eventType: 'Complaint', complaint: { complaintFeedbackType: 'not-spam' }, mail: {} },
    ],
  ])('%s: %s', async (value, _, message) => {
    const { call, noted } = atAmazon();
    await call(post(signSns(snsNotification(message), certificate)));
    expect(noted.map(({ verdict }) => verdict.class)).toEqual([value]);
  });

  test.each([
    ['a delivery', { notificationType: 'Delivery', delivery: {}, mail: {} }],
    ['an opening', { eventType: 'Open', mail: {} }],
    ['something else', 'words'],
  ])('of %s nothing is noted', async (_, message) => {
    const { call, noted } = atAmazon();
    expect(await call(post(signSns(snsNotification(message), certificate)))).toBe(200);
    expect(noted).toEqual([]);
  });

  test('headers that Amazon passes on are traces', async () => {
    const { call, noted } = atAmazon();
    const message = {
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [] },
      mail: {
        headers: [
          { name: 'Message-ID', value: '<1@example.org>' },
          { name: 'List-Unsubscribe', value: '<https://list.example.org/u/x>' },
        ],
      },
    };
    await call(post(signSns(snsNotification(message), certificate)));
    expect(noted[0]).toMatchObject({
      eventId: '11111111-2222-3333-4444-555555555555',
      verdict: { trace: { messageId: '1@example.org', listUnsubscribe: '<https://list.example.org/u/x>' } },
    });
  });
});

describe('whatever stands in what a provider has signed', () => {
  const CLASSES: readonly string[] = BOUNCE_CLASSES;
  const words = fc.constantFrom(
    'Bounce',
    'HardBounce',
    'failed',
    'permanent',
    'bounce',
    'dropped',
    'Complaint',
    'complained',
    'x',
  );
  const names = fc.constantFrom(
    ...[
      'RecordType',
      'Type',
      'ID',
      'Email',
      'Details',
      'Content',
      'event',
      'severity',
      'reason',
      'id',
      'recipient',
      'envelope',
      'sender',
    ],
    ...[
      'delivery-status',
      'code',
      'message',
      'headers',
      'message-id',
      'email',
      'sg_event_id',
      'smtp-id',
      'status',
      'type',
      '__proto__',
    ],
    ...[
      'notificationType',
      'bounce',
      'bouncedRecipients',
      'complaint',
      'complainedRecipients',
      'mail',
      'source',
      'commonHeaders',
    ],
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 6 }),
    ),
  }));

  test('is read without a throw, and is of a class that is known', () => {
    fc.assert(
      fc.property(value, (anything) => {
        const notices = [
          ...sesNotices(JSON.stringify(anything), 'id'),
          ...postmarkNotices(anything),
          ...mailgunNotices({ 'event-data': anything }),
          ...sendgridNotices([anything]),
        ];
        for (const { verdict, eventId } of notices) {
          expect(CLASSES).toContain(verdict.class);
          expect(eventId).toBeTypeOf('string');
        }
        expect(mailgunToken({ signature: anything }, SECRET, NOW)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('Postmark', () => {
  const event = (more: Readonly<Record<string, unknown>> = {}) => ({
    RecordType: 'Bounce',
    ID: 42,
    Type: 'HardBounce',
    Email: ADDRESS,
    Details: 'smtp;550 5.1.1 no such user',
    ...more,
  });

  test('is known by the password of a login, or by the secret in the path', async () => {
    const { call, noted } = scene();
    const body = JSON.stringify(event({ Content: 'Return-Path: <>\n\nfailed' }));
    expect(await call({ path: '/postmark', body, headers: basicLogin(SECRET) })).toBe(200);
    expect(await call({ path: `/postmark/${SECRET}`, body })).toBe(200);
    expect(noted).toMatchObject([
      { channel: 'postmark', eventId: 'Bounce 42', address: ADDRESS, enclosed: 'Return-Path: <>\n\nfailed' },
      { eventId: 'Bounce 42' },
    ]);
  });

  test.each<[string, ProviderCall]>([
    ['no login', { path: '/postmark', body: '' }],
    ['another password', { path: '/postmark', body: '', headers: basicLogin(`${SECRET}x`) }],
    ['no password', { path: '/postmark', body: '', headers: basicLogin('') }],
    [
      'a login of another kind',
      { path: '/postmark', body: '', headers: { authorization: `Bearer ${SECRET}` } },
    ],
    ['another secret in the path', { path: '/postmark/other', body: '' }],
    [
      'another secret in the path and the right login',
      { path: '/postmark/other', body: '', headers: basicLogin(SECRET) },
    ],
  ])('is refused with %s', async (_, made) => {
    const { call, noted, told } = scene();
    expect(await call({ ...made, body: JSON.stringify(event()) })).toBe(401);
    expect(noted).toEqual([]);
    expect(told).toHaveLength(1);
  });

  test.each([
    ['hard', { Type: 'HardBounce' }],
    ['hard', { Type: 'BadEmailAddress', Details: '' }],
    ['soft', { Type: 'SoftBounce' }],
    ['sender-problem', { Type: 'Blocked' }],
    ['sender-problem', { Type: 'HardBounce', Details: '550 5.7.1 blocked' }],
    ['delayed', { Type: 'Transient' }],
    ['auto-reply', { Type: 'AutoResponder' }],
    ['complaint', { Type: 'SpamComplaint' }],
    ['complaint', { RecordType: 'SpamComplaint' }],
    ['complaint', { Type: 'Unsubscribe' }],
    ['unknown', { Type: 'Unknown', Details: '' }],
    ['unknown', { Type: 'constructor', Details: '' }],
    [
      'complaint',
      {
        RecordType: 'SubscriptionChange',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
        Origin: 'Recipient',
      },
    ],
  ])('%s: %j', async (value, more) => {
    const { call, noted } = scene();
    await call({ path: '/postmark', body: JSON.stringify(event(more)), headers: basicLogin(SECRET) });
    expect(noted.map(({ verdict }) => verdict.class)).toEqual([value]);
  });

  test.each([
    { RecordType: 'Delivery' },
    { RecordType: 'Open' },
    {
      RecordType: 'SubscriptionChange',
      SuppressSending: true,
      SuppressionReason: 'ManualSuppression',
      Origin: 'Customer',
    },
    { RecordType: 'SubscriptionChange', SuppressSending: false },
  ])('of %j nothing is noted', async (more) => {
    const { call, noted } = scene();
    expect(
      await call({ path: '/postmark', body: JSON.stringify(event(more)), headers: basicLogin(SECRET) }),
    ).toBe(200);
    expect(noted).toEqual([]);
  });

  test('of what is no JSON neither', async () => {
    const { call, noted } = scene();
    for (const body of ['', 'x', '[]', 'null', '"x"', '{"__proto__":{"RecordType":"Bounce"}}'])
      expect(await call({ path: '/postmark', body, headers: basicLogin(SECRET) })).toBe(200);
    expect(noted).toEqual([]);
  });
});

describe('Mailgun', () => {
  const failed = (more: Readonly<Record<string, unknown>> = {}) => ({
    event: 'failed',
    severity: 'permanent',
    reason: 'bounce',
    id: 'event-1',
    recipient: ADDRESS,
    envelope: { sender: SOURCE },
    message: { headers: { 'message-id': '1@example.org' } },
    'delivery-status': { code: 550, message: '5.1.1 no such user' },
    ...more,
  });

  test('a bounce is noted', async () => {
    const { call, noted } = scene();
    expect(await call(mailgunCall(failed(), { key: SECRET, at: NOW }))).toBe(200);
    expect(noted).toMatchObject([
      {
        channel: 'mailgun',
        eventId: 'event-1',
        address: ADDRESS,
        verdict: { class: 'hard', trace: { mailFrom: SOURCE, messageId: '1@example.org' } },
      },
    ]);
  });

  test.each([
    ['another key', { key: `${SECRET}x`, at: NOW }],
    ['a time long ago', { key: SECRET, at: NOW - 9 * 3_600_000 }],
    ['a time to come', { key: SECRET, at: NOW + 9 * 3_600_000 }],
    ['no time', { key: SECRET, at: Number.NaN }],
    ['no word', { key: SECRET, at: NOW, token: '' }],
  ])('is refused with %s', async (_, how) => {
    const { call, noted } = scene();
    expect(await call(mailgunCall(failed(), how))).toBe(401);
    expect(noted).toEqual([]);
  });

  test('is refused without a signature', async () => {
    const { call, noted } = scene();
    for (const body of ['', '{}', '{"signature":{}}', JSON.stringify({ 'event-data': failed() })])
      expect(await call({ path: '/mailgun', body })).toBe(401);
    expect(noted).toEqual([]);
  });

  test('a signature that was used signs nothing more', async () => {
    const { call, noted } = scene();
    await call(mailgunCall(failed(), { key: SECRET, at: NOW }));
    const again = mailgunCall(failed({ id: 'event-2', recipient: 'ben@readers.example' }), {
      key: SECRET,
      at: NOW,
    });
    expect(await call(again)).toBe(200);
    expect(noted.map(({ eventId }) => eventId)).toEqual(['event-1']);
    expect(
      await call(mailgunCall(failed({ id: 'event-3' }), { key: SECRET, at: NOW, token: 'token-2' })),
    ).toBe(200);
    expect(noted.map(({ eventId }) => eventId)).toEqual(['event-1', 'event-3']);
  });

  test.each([
    ['delayed', { severity: 'temporary' }],
    ['hard', { reason: 'suppress-bounce', 'delivery-status': {} }],
    ['soft', { reason: 'old', 'delivery-status': { code: 602, message: 'Too old' } }],
    ['sender-problem', { 'delivery-status': { code: 550, 'enhanced-code': '5.7.1', message: 'no' } }],
    ['sender-problem', { reason: 'espblock', 'delivery-status': {} }],
    ['unknown', { reason: 'generic', 'delivery-status': { code: 554, message: 'Transaction failed' } }],
    ['complaint', { reason: 'suppress-complaint' }],
    ['complaint', { reason: 'suppress-unsubscribe' }],
    ['complaint', { event: 'complained' }],
    ['complaint', { event: 'unsubscribed' }],
  ])('%s: %j', async (value, more) => {
    const { call, noted } = scene();
    await call(mailgunCall(failed(more), { key: SECRET, at: NOW }));
    expect(noted.map(({ verdict }) => verdict.class)).toEqual([value]);
  });

  test('of what was delivered or read nothing is noted', async () => {
    const { call, noted } = scene();
    for (const event of ['delivered', 'opened', 'clicked', 'accepted'])
      expect(await call(mailgunCall({ event, id: event }, { key: SECRET, at: NOW, token: event }))).toBe(200);
    expect(noted).toEqual([]);
  });
});

describe('SendGrid', () => {
  const bounce = (more: Readonly<Record<string, unknown>> = {}) => ({
    event: 'bounce',
    type: 'bounce',
    email: ADDRESS,
    'smtp-id': '<1@example.org>',
    sg_event_id: 'event-1',
    status: '5.1.1',
    reason: '550 5.1.1 no such user',
    ...more,
  });

  test('of many events in one request each is noted', async () => {
    const { call, noted } = scene();
    const events = Array.from({ length: 500 }, (_, number) => bounce({ sg_event_id: `event-${number}` }));
    expect(await call(sendgrid.call([...events, { event: 'open', sg_event_id: 'o' }]))).toBe(200);
    expect(noted).toHaveLength(500);
    expect(noted[499]).toMatchObject({
      channel: 'sendgrid',
      eventId: 'event-499',
      address: ADDRESS,
      verdict: { class: 'hard', trace: { messageId: '1@example.org' } },
    });
  });

  test.each<[string, (made: ProviderCall) => ProviderCall]>([
    ['another body', (made) => ({ ...made, body: made.body.replace('ada', 'ben') })],
    ['a blank more', (made) => ({ ...made, body: `${made.body} ` })],
    [
      'another time',
      ({ headers, ...made }) => ({
        ...made,
        headers: { ...headers, 'X-Twilio-Email-Event-Webhook-Timestamp': '1' },
      }),
    ],
    ['no signature', ({ path, body }) => ({ path, body })],
    [
      'no sense in it',
      (made) => ({ ...made, headers: { 'X-Twilio-Email-Event-Webhook-Signature': 'AAAA' } }),
    ],
    ['the key of another', () => sendgridKeys().call([bounce()])],
  ])('is refused with %s', async (_, change) => {
    const { call, noted } = scene();
    expect(await call(change(sendgrid.call([bounce()])))).toBe(401);
    expect(noted).toEqual([]);
  });

  test('is refused where the key of the settings is none', async () => {
    const { call } = scene({ secrets: { sendgrid: 'no key' } });
    expect(await call(sendgrid.call([bounce()]))).toBe(401);
  });

  test.each([
    ['hard', { status: '5.0.0', reason: '', bounce_classification: 'Invalid Address' }],
    ['soft', { status: '5.0.0', reason: '', bounce_classification: 'Mailbox Unavailable' }],
    ['sender-problem', { bounce_classification: 'Reputation' }],
    ['sender-problem', { type: 'blocked', status: '4.0.0', reason: 'no' }],
    ['unknown', { status: '5.0.0', reason: '', bounce_classification: 'Unclassified' }],
    ['delayed', { event: 'deferred', response: '450 later' }],
    ['hard', { event: 'dropped', reason: 'Bounced Address' }],
    ['complaint', { event: 'dropped', reason: 'Spam Reporting Address' }],
    ['complaint', { event: 'dropped', reason: 'Unsubscribed Address' }],
    ['sender-problem', { event: 'dropped', reason: 'Spam Content' }],
    ['complaint', { event: 'spamreport' }],
    ['complaint', { event: 'group_unsubscribe' }],
  ])('%s: %j', async (value, more) => {
    const { call, noted } = scene();
    await call(sendgrid.call([bounce(more)]));
    expect(noted.map(({ verdict }) => verdict.class)).toEqual([value]);
  });
});
