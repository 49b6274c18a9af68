// A message of Amazon's notification service in, whether Amazon wrote it out. Its certificate lies at an address that the message names itself: only one of
// Amazon's own for the region of a topic of ours is asked for.
import { verify, X509Certificate } from 'node:crypto';
import { type Json, objectOf, textOf } from './json-of.ts';

export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly id: string;
  readonly topicArn: string;
  readonly message: string;
  /** Visited once, it confirms the subscription. */
  readonly subscribeUrl?: string;
}

/** Text at an https address; rejects where there is none. */
export type FetchText = (url: string) => Promise<string>;

export interface SnsOptions {
  readonly topicArns: readonly string[];
  readonly fetchText: FetchText;
  readonly now: () => number;
}

const SIGNED: Readonly<Record<SnsMessage['type'], readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const HASHES: Readonly<Record<string, string>> = { '1': 'sha1', '2': 'sha256' };
const MOST_CERTIFICATES = 16;

/** Remembers certificates, as many as there may be. */
export function snsReader({
  topicArns,
  fetchText,
  now,
}: SnsOptions): (body: unknown) => Promise<SnsMessage | undefined> {
  const certificates = new Map<string, X509Certificate>();
  const certificateAt = async (url: string): Promise<X509Certificate | undefined> => {
    const known = certificates.get(url);
    if (known !== undefined) return known;
    let certificate: X509Certificate;
    try {
      certificate = new X509Certificate(await fetchText(url));
    } catch {
      return undefined;
    }
    if (certificates.size >= MOST_CERTIFICATES) certificates.clear();
    certificates.set(url, certificate);
    return certificate;
  };
  return async (body) => {
    const fields = objectOf(body);
    const type = textOf(fields['Type']);
    const topicArn = textOf(fields['TopicArn']);
    const id = textOf(fields['MessageId']);
    if (!isType(type) || id === undefined || topicArn === undefined || !topicArns.includes(topicArn))
      return undefined;
    const certificateUrl = textOf(fields['SigningCertURL']) ?? '';
    if (!isOfTopic(certificateUrl, topicArn) || !certificateUrl.endsWith('.pem')) return undefined;
    const certificate = await certificateAt(certificateUrl);
    if (certificate === undefined || !isSigned(fields, type, certificate, now())) return undefined;
    const subscribeUrl = textOf(fields['SubscribeURL']);
    return {
      type,
      id,
      topicArn,
      message: textOf(fields['Message']) ?? '',
      ...(subscribeUrl === undefined || !isOfTopic(subscribeUrl, topicArn) ? {} : { subscribeUrl }),
    };
  };
}

function isType(type: string | undefined): type is SnsMessage['type'] {
  return type !== undefined && Object.hasOwn(SIGNED, type);
}

/** `https://sns.eu-west-1.amazonaws.com/…` for `arn:aws:sns:eu-west-1:…`; China's regions have a domain of their own. */
function isOfTopic(url: string, topicArn: string): boolean {
  const region = topicArn.split(':')[3] ?? '';
  if (!/^[a-z0-9-]{1,30}$/u.test(region) || !URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return protocol === 'https:' && host === `sns.${region}.${domain}` && username === '' && password === '';
}

function isSigned(
  fields: Json,
  type: SnsMessage['type'],
  certificate: X509Certificate,
  now: number,
): boolean {
  const algorithm = HASHES[textOf(fields['SignatureVersion']) ?? ''];
  const signature = Buffer.from(textOf(fields['Signature']) ?? '', 'base64');
  if (algorithm === undefined) return false;
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) return false;
  const text = SIGNED[type].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [`${name}\n${value}\n`] : [];
  });
  try {
    return verify(algorithm, Buffer.from(text.join('')), certificate.publicKey, signature);
  } catch {
    return false;
  }
}
