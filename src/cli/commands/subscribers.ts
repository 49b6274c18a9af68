// `subscribers add | remove | list | export`.
import { readAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { SubscriberStore } from '../../model/ports.ts';
import type { Subscriber, SubscriberStatus } from '../../model/subscriber.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { formatSubscribers } from '../subscribers-csv.ts';
import type { Terminal } from '../terminal.ts';
import { withSubscribers } from '../with-subscribers.ts';

const STATUSES: readonly SubscriberStatus[] = ['unconfirmed', 'confirmed', 'unsubscribed', 'suppressed'];

export async function addSubscriber(
  address: string,
  options: { readonly name?: string; readonly consent: string },
  terminal: Terminal,
): Promise<CommandResult> {
  const read = readAddress(address);
  if ('problem' in read)
    throw new BroadsideError('ADDRESS_INVALID', `${read.problem}: ${JSON.stringify(address)}`);
  const result = await withSubscribers(terminal, (subscribers) =>
    subscribers.add(
      {
        address: read.address,
        ...(options.name === undefined ? {} : { name: options.name }),
        status: 'confirmed',
        consent: { text: options.consent, source: 'subscribers add' },
      },
      terminal.now(),
    ),
  );
  const words = {
    added: 'added; the next issue goes to them too',
    duplicate: 'was there already; nothing changed',
    suppressed: 'must not be written to (unsubscribed, complained or bounced); nothing changed',
  };
  return {
    exitCode: result === 'suppressed' ? 2 : 0,
    value: { address: read.address, result },
    lines: (paint) => [
      `${result === 'added' ? paint.done('added') : paint.ask(result)}  ${read.address} ${words[result]}`,
    ],
  };
}

export async function removeSubscriber(address: string, terminal: Terminal): Promise<CommandResult> {
  const found = await withSubscribers(terminal, async (subscribers) => {
    const subscriber = await subscribers.find(address);
    if (subscriber !== undefined)
      await subscribers.unsubscribe(subscriber.id, 'subscribers remove', terminal.now());
    return subscriber;
  });
  return {
    exitCode: found === undefined ? 2 : 0,
    value: { address, result: found === undefined ? 'unknown' : 'unsubscribed' },
    lines: (paint) => [
      found === undefined
        ? `${paint.stop('unknown')}  there is no subscriber ${address}`
        : `${paint.done('removed')}  ${found.address} gets nothing more; no import brings them back`,
    ],
  };
}

export async function listSubscribers(
  options: { readonly status?: string },
  terminal: Terminal,
): Promise<CommandResult> {
  const wanted = STATUSES.find((status) => status === options.status);
  if (options.status !== undefined && wanted === undefined) {
    throw new BroadsideError(
      'USAGE',
      `Unexpected status "${options.status}", expected ${STATUSES.join(', ')}`,
    );
  }
  const rows = await withSubscribers(terminal, (subscribers) => collect(subscribers, wanted));
  const width = Math.max(7, ...rows.map(({ address }) => address.length));
  return {
    exitCode: 0,
    value: rows,
    lines: (paint) => [
      ...rows.map((row) =>
        `  ${row.address.padEnd(width)}  ${row.status.padEnd(12)}  ${paint.dim(row.createdAt.slice(0, 10))}  ${row.name ?? ''}`.trimEnd(),
      ),
      ...(rows.length > 0 ? [''] : []),
      `${countOf(rows.length, 'subscriber')}.`,
      ...(rows.length > 0
        ? []
        : nextStep('`broadside subscribers import FILE --consent TEXT` brings in a list.', paint)),
    ],
  };
}

export async function exportSubscribers(terminal: Terminal): Promise<CommandResult> {
  const rows = await withSubscribers(terminal, (subscribers) => collect(subscribers, undefined));
  return { exitCode: 0, value: rows, lines: () => formatSubscribers(rows).trimEnd().split('\n') };
}

async function collect(
  subscribers: SubscriberStore,
  status: SubscriberStatus | undefined,
): Promise<readonly Subscriber[]> {
  return Array.fromAsync(subscribers.list(status));
}
