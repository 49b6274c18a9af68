// Each relay with somebody watching: what came of every conversation and how long it took, for figures and logs. What passes through is
// not touched.

import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Relay } from '../model/sending-ports.ts';
import type { Figures } from '../server/figures.ts';
import type { Log } from './log.ts';

export interface RelayObserver {
  readonly figures?: Figures;
  readonly log?: Log;
}

export function observeRelays(relays: readonly Relay[], observer: RelayObserver): readonly Relay[] {
  return relays.map((relay) => ({
    ...relay,
    transport: {
      ...relay.transport,
      get connections() {
        return relay.transport.connections;
      },
      send: watched(relay, observer),
    },
  }));
}

function watched({ transport }: Relay, { figures, log }: RelayObserver) {
  return async (message: ComposedMessage): Promise<DeliveryOutcome> => {
    const begun = performance.now();
    try {
      const outcome = await transport.send(message);
      const seconds = (performance.now() - begun) / 1000;
      figures?.conversation(transport.name, outcome.kind, seconds);
      tell(log, transport.name, message, outcome, seconds);
      return outcome;
    } catch (error) {
      if (error instanceof BroadsideError) {
        figures?.failure(error.code);
        log?.warn({ relay: transport.name, code: error.code, reason: error.message }, 'relay failed');
      }
      throw error;
    }
  };
}

/** What goes well is told to whoever wants all of it; the rest to everybody. */
function tell(
  log: Log | undefined,
  relay: string,
  { envelope, messageId }: ComposedMessage,
  outcome: DeliveryOutcome,
  seconds: number,
): void {
  if (log === undefined || (outcome.kind === 'accepted' && !log.isLevelEnabled('debug'))) return;
  const facts = {
    relay,
    to: envelope.to,
    messageId,
    seconds: Math.round(seconds * 1000) / 1000,
    ...wordsOf(outcome),
  };
  if (outcome.kind === 'accepted') log.debug(facts, 'accepted');
  else if (outcome.kind === 'in-doubt' || outcome.kind === 'sender-refused') log.warn(facts, outcome.kind);
  else log.info(facts, outcome.kind);
}

function wordsOf(outcome: DeliveryOutcome): object {
  if (!('reply' in outcome)) return { reason: outcome.detail };
  const { code, enhancedCode, text } = outcome.reply;
  return {
    ...(code === undefined ? {} : { code }),
    ...(enhancedCode === undefined ? {} : { enhancedCode }),
    reply: text,
  };
}
