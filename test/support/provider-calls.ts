// Requests as mail providers make them, signed with keys made for the test.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { type Certificate, selfSigned } from './self-signed.ts';

export interface ProviderCall {
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bounces';
export const CERTIFICATE_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem';

export type SnsFields = Record<string, string>;

/** What is signed, in Amazon's order; a field that is not there is left out. */
export function signSns(fields: SnsFields, { key }: Pick<Certificate, 'key'>): SnsFields {
  const names =
    fields['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`]));
  const algorithm = fields['SignatureVersion'] === '1' ? 'sha1' : 'sha256';
  return { ...fields, Signature: sign(algorithm, Buffer.from(text.join('')), key).toString('base64') };
}

export function snsNotification(message: unknown, more: Partial<SnsFields> = {}): SnsFields {
  return {
    Type: 'Notification',
    MessageId: '11111111-2222-3333-4444-555555555555',
    TopicArn: TOPIC,
    Message: JSON.stringify(message),
    Timestamp: '2026-11-01T00:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: CERTIFICATE_URL,
    ...more,
  } as SnsFields;
}

export function snsCertificate(days = 30): Certificate {
  return selfSigned(['sns.amazonaws.com'], days, 'rsa');
}

export interface SesLetter {
  readonly address: string;
  readonly source: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly type?: string;
  readonly subtype?: string;
  readonly feedbackId?: string;
}

export function sesBounce({
  address,
  source,
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 user unknown',
  type = 'Permanent',
  subtype = 'General',
  feedbackId = 'feedback-1',
}: SesLetter): unknown {
  return {
    notificationType: 'Bounce',
    bounce: {
      bounceType: type,
      bounceSubType: subtype,
      bouncedRecipients: [{ emailAddress: address, action: 'failed', status, diagnosticCode: diagnostic }],
      feedbackId,
      timestamp: '2026-11-01T00:00:00.000Z',
    },
    mail: { source, messageId: 'ses-1', destination: [address] },
  };
}

export function mailgunCall(
  event: Readonly<Record<string, unknown>>,
  { key, at, token = 'token-1' }: { key: string; at: number; token?: string },
): ProviderCall {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  return {
    path: '/mailgun',
    body: JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event }),
  };
}

export interface SendgridKeys {
  readonly publicKey: string;
  call(events: readonly unknown[], timestamp?: string): ProviderCall;
}

export function sendgridKeys(): SendgridKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    call: (events, timestamp = '1793491200') => {
      const body = `${JSON.stringify(events)}\r\n`;
      return {
        path: '/sendgrid',
        body,
        headers: {
          'X-Twilio-Email-Event-Webhook-Signature': sign(
            'sha256',
            Buffer.from(timestamp + body),
            privateKey,
          ).toString('base64'),
          'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
        },
      };
    },
  };
}

export function basicLogin(password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`broadside:${password}`).toString('base64')}` };
}
