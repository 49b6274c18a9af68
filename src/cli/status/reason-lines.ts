// Why readers were not reached, grouped by code and domain, in columns: one look tells whether it is the sender, one provider or old
// addresses.
import type { ReasonCount } from '../../model/send-order.ts';
import { figure } from '../command-result.ts';
import { cutShort, displayWidth, harmless } from '../display-width.ts';
import type { Paint } from '../paint.ts';

const COLUMNS = 80;
/** Groups beyond these are few readers each. */
const GROUPS_SHOWN = 15;

export function reasonLines(reasons: readonly ReasonCount[], paint: Paint): readonly string[] {
  const shown = reasons.slice(0, GROUPS_SHOWN);
  const rows = shown.map(({ status, domain, code = '', deliveries, example = '' }) => ({
    cells: [figure(deliveries), status, code, domain],
    example: harmless(example),
  }));
  const widths = [0, 1, 2, 3].map((index) =>
    Math.max(0, ...rows.map(({ cells }) => displayWidth(cells[index] ?? ''))),
  );
  const more = reasons.slice(GROUPS_SHOWN).reduce((sum, { deliveries }) => sum + deliveries, 0);
  return [
    ...rows.map(({ cells, example }) => {
      const [count = '', ...words] = cells;
      const columns = words.map(
        (word, index) => word + ' '.repeat((widths[index + 1] ?? 0) - displayWidth(word)),
      );
      const head = `  ${count.padStart(widths[0] ?? 0)}  ${columns.filter((_, index) => widths[index + 1] !== 0).join('  ')}`;
      // Codes and counts stand; a server's words give way.
      return `${head}  ${paint.dim(cutShort(example, COLUMNS - 1 - displayWidth(head) - 2))}`.trimEnd();
    }),
    ...(more > 0 ? [`  ${paint.dim(`and ${figure(more)} for other reasons: --json`)}`] : []),
  ];
}
