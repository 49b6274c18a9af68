// `subscribers show ADDRESS`: all that is known of one person, for whoever answers their question (GDPR Art. 15). `--json` and `--export` are the record that
// they may have in a file.
import path from 'node:path';
import { writeText } from '../../files/write-text.ts';
import type { ConsentEntry, Subscriber } from '../../model/subscriber.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { harmless, wrapped } from '../display-width.ts';
import { noSuchSubscriber } from '../no-such-subscriber.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';
import { withAudience } from '../with-audience.ts';
import { utcMinute } from '../words-of-time.ts';

export interface ShowOptions {
  /** File for the record. */
  readonly export?: string;
}

const SHOWN = 10;
const WORDS_COLUMNS = 66;

export async function showSubscriber(
  address: string,
  options: ShowOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const { record, suppression } = await withAudience(terminal, async ({ subscribers, audience }) => {
    const subscriber = await subscribers.find(address);
    return {
      record: subscriber === undefined ? undefined : await audience.record(subscriber.id),
      suppression: await audience.suppression(address),
    };
  });
  if (record === undefined) return stranger(address, suppression);
  const whole = { ...record, ...(suppression === undefined ? {} : { suppression }) };
  if (options.export !== undefined)
    await writeText(path.resolve(terminal.cwd, options.export), `${JSON.stringify(whole, null, 2)}\n`, {
      ifExists: 'refuse',
      mode: 0o600,
    });
  return {
    exitCode: 0,
    value: whole,
    lines: (paint) => [
      ...subscriberLines(record.subscriber, suppression, paint),
      ...section(
        'What they agreed to',
        record.consents.flatMap((consent) => consentLines(consent, paint)),
        paint,
      ),
      ...section(
        'Forms they sent',
        record.signUps.map(
          ({ askedAt, confirmedAt, url }) =>
            `  ${utcMinute(askedAt)}  ${confirmedAt === undefined ? 'not confirmed' : `confirmed ${utcMinute(confirmedAt)}`}  ${paint.dim(harmless(url))}`,
        ),
        paint,
      ),
      ...section(
        'Last issues',
        record.deliveries
          .slice(-SHOWN)
          .toReversed()
          .map(({ issueSlug, status, settledAt, reason }) =>
            `  ${issueSlug.padEnd(12)}  ${status.padEnd(10)}  ${settledAt === undefined ? '' : utcMinute(settledAt)}${reason === undefined ? '' : `  ${paint.dim(harmless(reason))}`}`.trimEnd(),
          ),
        paint,
      ),
      ...section(
        'What came back',
        record.returnedMails
          .slice(-SHOWN)
          .toReversed()
          .map(({ receivedAt, class: kind, detail }) =>
            `  ${utcMinute(receivedAt)}  ${kind.padEnd(14)}  ${paint.dim(harmless(detail))}`.trimEnd(),
          ),
        paint,
      ),
      ...(options.export === undefined
        ? nextStep('`--export FILE` writes all of it to a file that the person may have.', paint)
        : [
            '',
            `${paint.done('written')}  ${options.export}: all that is known of them, ${countOf(record.deliveries.length, 'delivery', 'deliveries')} among it`,
          ]),
    ],
  };
}

type Suppression = Awaited<ReturnType<import('../../model/audience-ports.ts').AudienceStore['suppression']>>;

function stranger(address: string, suppression: Suppression): CommandResult {
  return {
    exitCode: suppression === undefined ? 2 : 0,
    value:
      suppression === undefined
        ? { address, result: 'unknown' }
        : { address, result: 'suppressed', suppression },
    lines: (paint) =>
      suppression === undefined
        ? noSuchSubscriber(address, paint)
        : [
            `${paint.ask('suppressed')}  nobody writes to ${harmless(address)}: ${suppressionWords(suppression)}`,
            ...nextStep(`\`broadside subscribers lift ${harmless(address)}\` takes that back.`, paint),
          ],
  };
}

function subscriberLines(one: Subscriber, suppression: Suppression, paint: Paint): readonly string[] {
  const colour =
    one.status === 'confirmed' ? paint.done : one.status === 'suppressed' ? paint.stop : paint.ask;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      'state',
      `${colour(one.status)}${suppression === undefined ? '' : `, ${suppressionWords(suppression)}`}`,
    ],
    ['name', one.name === undefined ? undefined : harmless(one.name)],
    ['language', one.language],
    ['topics', one.topics === undefined ? 'every issue' : one.topics.join(', ')],
    ['format', one.format === 'text' ? 'plain text alone' : 'HTML beside plain text'],
    ['paused', one.pausedUntil === undefined ? undefined : `until ${utcMinute(one.pausedUntil)}`],
    ['tags', one.tags?.join(', ')],
    ['since', utcMinute(one.createdAt)],
    ['confirmed', one.confirmedAt === undefined ? undefined : utcMinute(one.confirmedAt)],
    ['left', one.unsubscribedAt === undefined ? undefined : utcMinute(one.unsubscribedAt)],
  ];
  return [
    paint.strong(one.address),
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [`  ${paint.dim(name.padEnd(9))}  ${value}`],
    ),
  ];
}

function suppressionWords({ reason, detail, at }: NonNullable<Suppression>): string {
  return `${reason} on ${utcMinute(at)}${detail === '' ? '' : ` (${harmless(detail)})`}`;
}

function consentLines(
  { seq, event, at, text, source, version, url, proof }: ConsentEntry,
  paint: Paint,
): readonly string[] {
  const more = [
    proof === undefined ? '' : `proved by: ${proof}`,
    url === undefined ? '' : `on ${url}`,
    version === undefined ? '' : `wording ${version}`,
  ].filter((words) => words !== '');
  return [
    `  ${String(seq).padStart(3)}  ${utcMinute(at)}  ${event.padEnd(10)}  ${paint.dim(harmless(source))}`,
    ...wrapped(harmless(text), WORDS_COLUMNS).map((line) => `       ${line}`),
    ...more
      .flatMap((words) => wrapped(harmless(words), WORDS_COLUMNS))
      .map((line) => `       ${paint.dim(line)}`),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint.strong(title), ...lines];
}
