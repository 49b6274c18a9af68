// Readers who are refused here, before their server is asked: to name them would be wrong, or worse.
import type { DeliveryOutcome } from '../model/delivery.ts';
import type { ComposedMessage } from '../model/message.ts';

/** RFC 6531 §3.2: without the extension such a recipient must not be named to the server at all. */
export function withoutSmtpUtf8(server: string): DeliveryOutcome {
  return refused(`the address has letters before the @ that ${server} cannot handle (it offers no SMTPUTF8)`);
}

/** The last door before the wire: in no command may an address end it and begin another (RFC 5321 §4.1.2). */
export function refuseUnusable({ envelope: { from, to } }: ComposedMessage): DeliveryOutcome | undefined {
  return [from, to].some((address) => /[\p{Cc}<>]/u.test(address))
    ? refused('the address holds a character that no address may have')
    : undefined;
}

function refused(why: string): DeliveryOutcome {
  return { kind: 'rejected', reply: { text: `Not sent: ${why}` } };
}
