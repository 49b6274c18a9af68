// `subscribers add | remove`: one reader in, by hand, and one out.
import { usableAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { noSuchSubscriber } from '../no-such-subscriber.ts';
import { readLanguageFlag } from '../read-language-flag.ts';
import { readTagFlag } from '../read-tag-flag.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';

export interface AddOptions {
  readonly name?: string;
  readonly consent: string;
  readonly tag?: readonly string[];
  readonly language?: string;
}

export async function addSubscriber(
  address: string,
  options: AddOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const read = usableAddress(address);
  const tags = (options.tag ?? []).map(readTagFlag);
  const language = readLanguageFlag(options.language);
  if (options.consent.trim() === '')
    throw new BroadsideError('USAGE', 'Unexpected empty --consent, expected how they asked for it');
  const result = await withAudience(terminal, ({ subscribers }) =>
    subscribers.add(
      {
        address: read.address,
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(language === undefined ? {} : { language }),
        ...(tags.length === 0 ? {} : { tags }),
        status: 'confirmed',
        consent: { text: options.consent, source: 'subscribers add' },
      },
      terminal.now(),
    ),
  );
  return {
    exitCode: result === 'suppressed' ? 2 : 0,
    value: { address: read.address, result },
    lines: (paint) => [
      `${result === 'added' ? paint.done('added') : paint.ask(result)}  ${read.address} ${WORDS[result]}`,
      ...(result === 'added'
        ? []
        : nextStep(`\`broadside subscribers show ${read.address}\` tells what is known of them.`, paint)),
    ],
  };
}

const WORDS = {
  added: 'gets the next issue too',
  duplicate: 'was there already; nothing changed',
  suppressed: 'must not be written to (unsubscribed, complained or bounced); nothing changed',
} as const;

export async function removeSubscriber(address: string, terminal: Terminal): Promise<CommandResult> {
  const found = await withAudience(terminal, async ({ subscribers }) => {
    const subscriber = await subscribers.find(address);
    if (subscriber !== undefined)
      await subscribers.unsubscribe(subscriber.id, 'subscribers remove', terminal.now());
    return subscriber;
  });
  const wasGone = found?.status === 'unsubscribed' || found?.status === 'suppressed';
  return {
    exitCode: found === undefined ? 2 : 0,
    value: { address, result: found === undefined ? 'unknown' : wasGone ? found.status : 'unsubscribed' },
    lines: (paint) => {
      if (found === undefined) return noSuchSubscriber(address, paint);
      return wasGone
        ? [`${paint.ask(found.status)}  ${found.address} got nothing any more; nothing changed`]
        : [`${paint.done('removed')}  ${found.address} gets nothing more; no import brings them back`];
    },
  };
}
