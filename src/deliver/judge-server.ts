// What a mail server offers, and how its certificate stands, in; verdicts out.
import type { Verdict } from '../model/finding.ts';

export interface OfferedSize {
  /** Largest message that will be sent; undefined when not known. */
  readonly largestBytes?: number;
}

/** DKIM signatures, a reader's own links and name: what a letter has more than the sample of it. */
const HEADROOM_BYTES = 4096;
/** Worth telling when they are missing, and what is lost without them. */
const WISHED: readonly (readonly [name: string, loss: string])[] = [
  ['PIPELINING', 'each message takes several turns, so sending is slower'],
  ['8BITMIME', 'nothing is lost: our mail needs only 7 bits'],
  ['SMTPUTF8', 'readers whose address has letters such as é before the @ cannot be reached'],
  ['DSN', 'bounces come as the other side likes'],
];

/** @param extensions As EHLO gave them: `SIZE 10240000`, `PIPELINING` … */
export function judgeExtensions(extensions: readonly string[], { largestBytes }: OfferedSize): Verdict {
  const names = extensions.map((line) => (line.split(' ')[0] ?? '').toUpperCase());
  const limit = sizeLimit(extensions);
  if (limit !== undefined && largestBytes !== undefined && largestBytes + HEADROOM_BYTES > limit)
    return {
      state: 'fail',
      found: `it takes messages of up to ${kilobytes(limit)}, and the largest issue has ${kilobytes(largestBytes)}`,
      mend: 'Ask for a higher limit, or make the issue shorter.',
    };
  const offered = WISHED.filter(([name]) => names.includes(name)).map(([name]) => name);
  const missing = WISHED.filter(([name]) => name !== '8BITMIME' && !names.includes(name));
  const size = limit === undefined ? '' : `; messages of up to ${kilobytes(limit)}`;
  const hint = missing.map(([name, loss]) => `Without ${name}, ${loss}.`).join(' ');
  return {
    state: 'ok',
    found: `${offered.length > 0 ? offered.join(', ') : 'none of those that help'}${size}`,
    ...(hint === '' ? {} : { mend: hint }),
  };
}

/** RFC 1870 §3: without a figure, or with 0, there is no limit. */
function sizeLimit(extensions: readonly string[]): number | undefined {
  const line = extensions.find((one) => /^SIZE(?: |$)/iu.test(one));
  const figure = Number(line?.split(' ')[1] ?? 0);
  return Number.isFinite(figure) && figure > 0 ? figure : undefined;
}

export interface CertificateFacts {
  readonly protocol: string;
  readonly isTrusted: boolean;
  readonly fault?: string;
  readonly validUntil?: string;
  readonly names: readonly string[];
}

const DAY_MS = 86_400_000;
/** Automatic renewal comes 30 days before the end (Let's Encrypt); whoever is later has forgotten. */
const RENEWAL_DAYS = 14;
/** RFC 8996: TLS 1.0 and 1.1 must not be used. */
const OLD_PROTOCOLS = ['TLSv1', 'TLSv1.1', 'SSLv3'];

const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the server signed it itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody whom this machine trusts signed it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody whom this machine trusts signed it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain to whoever signed it is not whole',
};

/** @param tls Undefined on a connection in the clear. @param rule What the settings ask for. @param now ISO instant. */
export function judgeCertificate(
  tls: CertificateFacts | undefined,
  {
    rule,
    host,
    now,
  }: { readonly rule: 'required' | 'optional'; readonly host: string; readonly now: string },
): Verdict {
  if (tls === undefined)
    return rule === 'optional'
      ? { state: 'ok', found: 'none; the settings allow that for this server' }
      : {
          state: 'fail',
          found: 'the server offers none',
          mend: 'Use smtps:// and its port, or another server: a password would go out in the clear.',
        };
  const names = tls.names.length > 0 ? ` (${tls.names.join(', ')})` : '';
  if (!tls.isTrusted && rule === 'required')
    return {
      state: 'fail',
      found: `the certificate${names} cannot be trusted for ${host}: ${FAULTS[tls.fault ?? ''] ?? tls.fault}`,
      mend: `Give the server a certificate that names ${host}, or write the name that it has into BROADSIDE_SMTP_URL.`,
    };
  if (OLD_PROTOCOLS.includes(tls.protocol))
    return {
      state: 'warn',
      found: `${tls.protocol}, which must not be used any more (RFC 8996)`,
      mend: 'Let the server speak TLS 1.2 or 1.3.',
    };
  if (!tls.isTrusted)
    return { state: 'ok', found: `${tls.protocol}; whoever signed the certificate, as the settings allow` };
  const days = tls.validUntil === undefined ? undefined : daysFrom(now, tls.validUntil);
  if (days !== undefined && days < RENEWAL_DAYS)
    return {
      state: 'warn',
      found: `the certificate ends in ${days} days, on ${tls.validUntil?.slice(0, 10)}`,
      mend: 'Renew it: from that day on nothing is sent.',
    };
  return {
    state: 'ok',
    found: `${tls.protocol}, certificate for ${host}${days === undefined ? '' : `, good for ${days} days`}`,
  };
}

function daysFrom(now: string, until: string): number {
  return Math.floor((Date.parse(until) - Date.parse(now)) / DAY_MS);
}

function kilobytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
