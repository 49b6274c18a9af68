// `subscribers add | remove | list | import | export`.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { readAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { SubscriberStore } from '../../model/ports.ts';
import type { Subscriber, SubscriberStatus } from '../../model/subscriber.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { databaseUrl, withDatabase } from '../open-delivery.ts';
import { openProject } from '../open-project.ts';
import { formatSubscribers, readSubscriberRows } from '../subscribers-csv.ts';
import type { Terminal } from '../terminal.ts';

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

/** Outcome of one row of an imported file. */
interface ImportedRow {
  readonly line: number;
  readonly address: string;
  readonly result: 'added' | 'duplicate' | 'suppressed' | 'invalid';
  readonly reason?: string;
}

export async function importSubscribers(
  file: string,
  options: { readonly consent: string },
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.consent.trim() === '')
    throw new BroadsideError('USAGE', 'Unexpected empty --consent, expected how these people said yes');
  const source = `import ${path.basename(file)}`;
  const rows = await withSubscribers(terminal, async (subscribers) => {
    const imported: ImportedRow[] = [];
    for await (const row of readSubscriberRows(createReadStream(path.resolve(terminal.cwd, file)), file)) {
      const read = readAddress(row.address);
      if ('problem' in read) {
        imported.push({ line: row.line, address: row.address, result: 'invalid', reason: read.problem });
        continue;
      }
      const result = await subscribers.add(
        {
          address: read.address,
          ...(row.name === undefined ? {} : { name: row.name }),
          ...(row.language === undefined ? {} : { language: row.language }),
          status: 'confirmed',
          consent: { text: options.consent, source },
        },
        terminal.now(),
      );
      imported.push({ line: row.line, address: read.address, result });
      if (imported.length % 500 === 0) terminal.progress(`${imported.length} read`);
    }
    return imported;
  });
  return importReport(rows, file);
}

function importReport(rows: readonly ImportedRow[], file: string): CommandResult {
  const count = (result: ImportedRow['result']): number => rows.filter((row) => row.result === result).length;
  const left = rows.filter(({ result }) => result === 'invalid' || result === 'suppressed');
  return {
    exitCode: count('invalid') > 0 ? 1 : 0,
    value: {
      added: count('added'),
      duplicate: count('duplicate'),
      suppressed: count('suppressed'),
      invalid: count('invalid'),
      rows,
    },
    lines: (paint) => [
      ...left.map(
        ({ line, address, result, reason }) =>
          `${paint.ask(result)}  ${file}:${line}  ${address}${reason === undefined ? '' : `: ${reason}`}`,
      ),
      ...(left.length > 0 ? [''] : []),
      ...factLines(
        [
          ['added', String(count('added')), 'get the next issue'],
          ['duplicate', String(count('duplicate')), 'were there already'],
          [
            'suppressed',
            String(count('suppressed')),
            'unsubscribed or complained once; never brought back by an import',
          ],
          ['invalid', String(count('invalid')), 'not usable addresses, listed above'],
        ],
        paint,
      ),
      ...nextStep('`broadside subscribers list` shows everyone.', paint),
    ],
  };
}

export async function exportSubscribers(terminal: Terminal): Promise<CommandResult> {
  const rows = await withSubscribers(terminal, (subscribers) => collect(subscribers, undefined));
  return { exitCode: 0, value: rows, lines: () => formatSubscribers(rows).trimEnd().split('\n') };
}

async function withSubscribers<T>(
  terminal: Terminal,
  use: (subscribers: SubscriberStore) => Promise<T>,
): Promise<T> {
  const { root } = await openProject(terminal);
  return withDatabase(root, databaseUrl(terminal), ({ subscribers }) => use(subscribers));
}

async function collect(
  subscribers: SubscriberStore,
  status: SubscriberStatus | undefined,
): Promise<readonly Subscriber[]> {
  return Array.fromAsync(subscribers.list(status));
}
