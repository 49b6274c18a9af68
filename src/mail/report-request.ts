// What of a letter's envelope asks the servers on the way to tell us when it cannot be delivered, and by which name to call it then (RFC 3461).
// Said only to servers that offer DSN, and only of letters that have such a name.
import type { ComposedMessage } from '../model/message.ts';
import { needsSmtpUtf8, wireAddress } from '../model/wire-address.ts';

/** RFC 3461 §4.3: the header is enough, it holds the links by which we know the reader; our own text is not wanted back. */
const RETURN = 'HDRS';
/** §4.1: never of success. Nobody is watched. */
const NOTIFY: readonly string[] = ['FAILURE', 'DELAY'];

export interface ReportRequest {
  readonly ret: typeof RETURN;
  readonly envid: string;
  readonly notify: readonly string[];
  /** Not of an address in letters that need RFC 6533's own form. */
  readonly orcpt?: string;
}

/** As nodemailer wants to be told; undefined where nothing is asked. */
export function reportRequest({ to, envelopeId }: ComposedMessage['envelope']): ReportRequest | undefined {
  if (envelopeId === undefined) return undefined;
  return {
    ret: RETURN,
    envid: envelopeId,
    notify: NOTIFY,
    ...(needsSmtpUtf8(to) ? {} : { orcpt: `rfc822;${wireAddress(to)}` }),
  };
}

/** The same behind MAIL and RCPT, each with a blank before it; '' where nothing is asked. */
export function reportParameters(envelope: ComposedMessage['envelope']): {
  readonly mail: string;
  readonly rcpt: string;
} {
  const request = reportRequest(envelope);
  if (request === undefined) return { mail: '', rcpt: '' };
  const { ret, envid, notify, orcpt } = request;
  const original = orcpt === undefined ? '' : ` ORCPT=${xtext(orcpt)}`;
  return { mail: ` RET=${ret} ENVID=${xtext(envid)}`, rcpt: ` NOTIFY=${notify.join(',')}${original}` };
}

/** RFC 3461 §4. */
function xtext(text: string): string {
  return text.replaceAll(
    /[^\x21-\x2a\x2c-\x3c\x3e-\x7e]/gu,
    (sign) => `+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
