// `subscribers list`: readers one by one as the store gives them, so that a million go through as well as five.

import type { Subscriber } from '../../model/subscriber.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { cutShort, displayWidth, harmless } from '../display-width.ts';
import { printJsonArray } from '../print-json-array.ts';
import { readCount } from '../read-count.ts';
import { type FilterFlags, isFiltered, readFilter } from '../subscriber-filter.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';

export interface ListOptions extends FilterFlags {
  readonly limit?: string;
  readonly json?: boolean;
}

const STATUS_COLUMNS = 12;
const DAY_COLUMNS = 10;
const GAPS = 8;
/** An address that is longer pushes the rest of its line: half an address is of no use. */
const MOST_ADDRESS_COLUMNS = 34;
/** So many are looked at before the width is settled. */
const FIRST_ROWS = 200;

export async function listSubscribers(options: ListOptions, terminal: Terminal): Promise<CommandResult> {
  const filter = readFilter(options);
  const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : readCount(options.limit, '--limit');
  return withAudience(terminal, async ({ audience }) => {
    const found = firstOf(audience.search(filter), limit);
    if (options.json === true) {
      await printJsonArray(found, terminal);
      return { exitCode: 0, value: undefined, lines: () => [] };
    }
    const { count, isCut } = await printRows(found, limit, terminal);
    return {
      exitCode: 0,
      value: undefined,
      lines: (paint) => [
        ...(count > 0 ? [''] : []),
        `${countOf(count, 'subscriber')}${isCut ? ', and there may be more' : ''}.`,
        ...(count > 0
          ? nextStep('`broadside subscribers show ADDRESS` tells all that is known of one.', paint)
          : nextStep(
              isFiltered(filter)
                ? '`broadside subscribers list` without flags shows everyone.'
                : '`broadside subscribers import FILE` brings in a list.',
              paint,
            )),
      ],
    };
  });
}

async function* firstOf<T>(rows: AsyncIterable<T>, limit: number): AsyncGenerator<T> {
  let count = 0;
  for await (const row of rows) {
    if (count >= limit) return;
    count += 1;
    yield row;
  }
}

async function printRows(
  rows: AsyncIterable<Subscriber>,
  limit: number,
  terminal: Terminal,
): Promise<{ readonly count: number; readonly isCut: boolean }> {
  let waiting: Subscriber[] | undefined = [];
  let width = 0;
  let count = 0;
  const printWaiting = (): void => {
    if (waiting === undefined) return;
    width = Math.min(
      MOST_ADDRESS_COLUMNS,
      Math.max(7, ...waiting.map(({ address }) => displayWidth(address))),
    );
    for (const row of waiting) terminal.print(lineOf(row, width, terminal));
    waiting = undefined;
  };
  for await (const row of rows) {
    count += 1;
    if (waiting === undefined) terminal.print(lineOf(row, width, terminal));
    else if (waiting.push(row) === FIRST_ROWS) printWaiting();
  }
  printWaiting();
  return { count, isCut: count === limit };
}

function lineOf(
  { address, status, createdAt, name = '' }: Subscriber,
  width: number,
  terminal: Terminal,
): string {
  const { paint } = terminal;
  const padded = address + ' '.repeat(Math.max(0, width - displayWidth(address)));
  const left =
    terminal.columns() - Math.max(width, displayWidth(address)) - STATUS_COLUMNS - DAY_COLUMNS - GAPS;
  return `  ${padded}  ${status.padEnd(STATUS_COLUMNS)}  ${paint.dim(createdAt.slice(0, DAY_COLUMNS))}  ${cutShort(harmless(name), Math.max(0, left))}`.trimEnd();
}
