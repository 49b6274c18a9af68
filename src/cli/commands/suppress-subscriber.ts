// `subscribers suppress | lift | erase`: an address that nobody writes to any more, that taken back, and a person forgotten.
import { BroadsideError } from '../../model/errors.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { harmless } from '../display-width.ts';
import { noSuchSubscriber } from '../no-such-subscriber.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';

export async function suppressAddress(
  address: string,
  options: { readonly reason: string },
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.reason.trim() === '')
    throw new BroadsideError('USAGE', 'Unexpected empty --reason, expected why');
  const result = await withAudience(terminal, ({ audience }) =>
    audience.suppress(address, 'operator', options.reason.trim(), terminal.now()),
  );
  const shown = harmless(address);
  return {
    exitCode: 0,
    value: { address, result },
    lines: (paint) => [
      result === 'suppressed'
        ? `${paint.done('suppressed')}  nobody writes to ${shown} any more, whoever signs it up or brings it in`
        : `${paint.ask('suppressed')}  ${shown} was suppressed already`,
      ...nextStep(`\`broadside subscribers lift ${shown}\` takes it back.`, paint),
    ],
  };
}

export async function liftAddress(
  address: string,
  options: { readonly reason: string },
  terminal: Terminal,
): Promise<CommandResult> {
  const reason = await withAudience(terminal, ({ audience }) =>
    audience.lift(address, options.reason, terminal.now()),
  );
  const shown = harmless(address);
  return {
    exitCode: reason === undefined ? 2 : 0,
    value: {
      address,
      result: reason === undefined ? 'was not suppressed' : 'lifted',
      ...(reason === undefined ? {} : { reason }),
    },
    lines: (paint) =>
      reason === undefined
        ? [`${paint.stop('unknown')}  ${shown} was not suppressed; nothing changed`]
        : [
            `${paint.done('lifted')}  ${shown} was suppressed (${reason}) and may sign up again`,
            paint.dim('They get nothing before they do: a reader who was on the list is "unsubscribed" now.'),
          ],
  };
}

export async function eraseSubscriber(
  address: string,
  options: { readonly yes?: boolean },
  terminal: Terminal,
): Promise<CommandResult> {
  return withAudience(terminal, async ({ subscribers, audience }) => {
    const found = await subscribers.find(address);
    if (found === undefined)
      return {
        exitCode: 2,
        value: { address, result: 'unknown' },
        lines: (paint) => noSuchSubscriber(address, paint, '; nothing is kept of one'),
      };
    const isAgreed =
      options.yes === true ||
      (await terminal.confirm(
        `Forget ${found.address}: name, preferences, tags, consents, and their address in the ledger? It cannot be undone.`,
      ));
    if (!isAgreed) throw new BroadsideError('NOT_CONFIRMED', `${found.address} was not erased`);
    await audience.erase(found.id, 'subscribers erase', terminal.now());
    return {
      exitCode: 0,
      value: { address, result: 'erased' },
      lines: (paint) => [
        `${paint.done('erased')}  ${found.address}`,
        paint.dim(
          'Kept: a keyed hash of the address, so that no import brings them back, and a row without a name,',
        ),
        paint.dim('so that sums stay true. Whoever signs up again and confirms begins anew.'),
        ...nextStep('backups and exports made before still hold them: see docs/audience.md.', paint),
      ],
    };
  });
}
