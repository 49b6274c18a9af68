// What both ways of speaking SMTP are to `smtp-transport.ts`: something that takes one message to the server over a connection of its own
// choice, as many at once as it is asked to.
import type { DeliveryOutcome } from '../model/delivery.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { SmtpTimeouts } from './smtp-timeouts.ts';
import type { SmtpSettings } from './smtp-url.ts';

export interface Carrier {
  /** @throws BroadsideError as `MailTransport.send` does. */
  carry(message: ComposedMessage): Promise<DeliveryOutcome>;
  /** What is on its way is finished; nothing more may be given. */
  close(): Promise<void>;
}

export interface CarrierOptions {
  readonly settings: SmtpSettings;
  readonly timeouts: SmtpTimeouts;
  readonly connections: number;
  readonly messagesPerConnection: number;
}
