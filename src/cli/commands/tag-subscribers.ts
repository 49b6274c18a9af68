// `subscribers tag`: editors' own words put on readers and taken off them, those named or those that flags choose.
import type { SubscriberFilter } from '../../model/audience-ports.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Database } from '../../store/open-database.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { inBatches } from '../in-batches.ts';
import { readTagFlag } from '../read-tag-flag.ts';
import { type FilterFlags, filterWords, isFiltered, readFilter } from '../subscriber-filter.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';

export interface TagOptions extends FilterFlags {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly all?: boolean;
}

const READERS_AT_ONCE = 500;

export async function tagSubscribers(
  addresses: readonly string[],
  options: TagOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const change = {
    add: (options.add ?? []).map(readTagFlag),
    remove: (options.remove ?? []).map(readTagFlag),
  };
  if (change.add.length + change.remove.length === 0)
    throw new BroadsideError('USAGE', 'Expected --add TAG or --remove TAG');
  const filter = readFilter(options);
  const isByFilter = isFiltered(filter) || options.all === true;
  if (isByFilter === addresses.length > 0)
    throw new BroadsideError(
      'USAGE',
      'Expected either addresses, or flags that choose readers, such as --domain; or --all',
    );
  return withAudience(terminal, async (doors) => {
    const unknown: string[] = [];
    let looked = 0;
    let changed = 0;
    const ids = isByFilter ? idsBy(filter, doors) : idsOf(addresses, unknown, doors);
    for await (const batch of inBatches(ids, READERS_AT_ONCE)) {
      looked += batch.length;
      changed += await doors.audience.tag(batch, change);
      terminal.progress(`${looked} readers`);
    }
    return {
      exitCode: unknown.length > 0 ? 2 : 0,
      value: { readers: looked, changed, unknown, ...change },
      lines: (paint) => [
        ...unknown.map((address) => `${paint.stop('unknown')}  there is no subscriber ${address}`),
        `${paint.done('tagged')}  ${[...change.add.map((tag) => `+${tag}`), ...change.remove.map((tag) => `-${tag}`)].join(' ')}: ${countOf(changed, 'reader')} of ${countOf(looked, 'reader')}${isByFilter ? ` ${filterWords(filter)}` : ''} changed`.trimEnd(),
        ...nextStep(
          `\`broadside subscribers list --tag ${change.add[0] ?? change.remove[0]}\` shows who has it.`,
          paint,
        ),
      ],
    };
  });
}

type Doors = Pick<Database, 'subscribers' | 'audience'>;

async function* idsBy(filter: SubscriberFilter, { audience }: Doors): AsyncGenerator<string> {
  for await (const { id } of audience.search(filter)) yield id;
}

async function* idsOf(
  addresses: readonly string[],
  unknown: string[],
  { subscribers }: Doors,
): AsyncGenerator<string> {
  for (const address of addresses) {
    const found = await subscribers.find(address);
    if (found === undefined) unknown.push(address);
    else yield found.id;
  }
}
