// Rows of the ledger by name: who is in doubt, was refused or is tried again, one a line. A terminal gets the first of a long list, and is
// told how many more there are; machines get all.
import type { TimeZone } from '../../model/calendar.ts';
import type { Delivery } from '../../model/delivery.ts';
import { figure } from '../command-result.ts';
import { displayWidth, harmless } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import { shortMoment } from '../words-of-time.ts';

/** A screen. */
const ROWS_SHOWN = 20;

export function rowLines(rows: readonly Delivery[], timeZone: TimeZone, paint: Paint): readonly string[] {
  const shown = rows.slice(0, ROWS_SHOWN);
  const width = Math.max(0, ...shown.map(({ address }) => displayWidth(address)));
  const more = rows.length - shown.length;
  return [
    ...shown.flatMap((row) => {
      const [first = '', ...details] = detailsOf(row, timeZone);
      const gap = ' '.repeat(width - displayWidth(row.address));
      return [
        `  ${row.address}${gap}  ${paint.dim(first)}`.trimEnd(),
        ...details.map((detail) => `    ${paint.dim(detail)}`),
      ];
    }),
    ...(more > 0 ? [`  ${paint.dim(`and ${figure(more)} more: --json`)}`] : []),
  ];
}

/** What is known of the row, the first beside the address, the others below it. */
function detailsOf(row: Delivery, timeZone: TimeZone): readonly string[] {
  switch (row.status) {
    case 'claimed':
      return [
        row.claimedAt === undefined ? '' : `since ${shortMoment(row.claimedAt, timeZone)}`,
        `<${row.messageId}>`,
        ...(row.runId === undefined ? [] : [`run ${row.runId}`]),
      ];
    case 'deferred':
      return [
        [
          answerWords(row),
          row.nextAttemptAt === undefined ? '' : `next at ${shortMoment(row.nextAttemptAt, timeZone)}`,
        ]
          .filter((part) => part !== '')
          .join('; '),
      ];
    case 'excluded':
      return [row.reason ?? ''];
    default:
      return [answerWords(row)];
  }
}

/** "5.1.1 No such user": a server's words are foreign text. */
export function answerWords({ enhancedCode, responseCode, response }: Delivery): string {
  return harmless(`${enhancedCode ?? responseCode ?? ''} ${response ?? ''}`.trim());
}
