// Every issue that was ever planned, one a row, in a table that fits a terminal of 80 columns; below it, in words, those that something is
// still to come of.
import type { DeliveryCounts } from '../../model/delivery.ts';
import { figure } from '../command-result.ts';
import { cutShort, displayWidth, wrapped } from '../display-width.ts';
import type { Paint } from '../paint.ts';
import { type IssueStanding, standingWords, stateWord, type TimeFrame } from './order-words.ts';

const COLUMNS = 80;

interface Column {
  readonly heading: string;
  readonly of: (counts: DeliveryCounts) => number;
}

const FIGURES: readonly Column[] = [
  { heading: 'eligible', of: ({ eligible }) => eligible },
  { heading: 'accepted', of: ({ accepted }) => accepted },
  { heading: 'deferred', of: ({ deferred }) => deferred },
  { heading: 'rejected', of: ({ rejected }) => rejected },
  { heading: 'excluded', of: ({ excluded }) => excluded },
  { heading: 'in doubt', of: ({ inDoubt }) => inDoubt },
  { heading: 'left', of: ({ pending, onTheWire }) => pending + onTheWire },
];

export function issueTable(
  standings: readonly IssueStanding[],
  frame: TimeFrame,
  paint: Paint,
): readonly string[] {
  const widths = FIGURES.map(({ heading, of }) =>
    Math.max(heading.length, ...standings.map(({ counts }) => figure(of(counts)).length)),
  );
  const taken = widths.reduce((sum, width) => sum + width + 1, '  '.length);
  const names = standings.map(({ counts }) => cutShort(counts.issue, COLUMNS - taken));
  const nameWidth = Math.max('issue'.length, ...names.map(displayWidth));
  const heading = FIGURES.map((column, index) => column.heading.padStart(widths[index] ?? 0));
  const open = standings.filter((standing) => stateWord(standing) !== 'done');
  return [
    `  ${paint.dim(['issue'.padEnd(nameWidth), ...heading].join(' '))}`,
    ...standings.map(({ counts }, row) => {
      const name = names[row] ?? '';
      const figures = FIGURES.map(({ of }, index) => figure(of(counts)).padStart(widths[index] ?? 0));
      return `  ${[name + ' '.repeat(nameWidth - displayWidth(name)), ...figures].join(' ')}`;
    }),
    ...(open.length === 0 ? [] : ['']),
    ...open.flatMap((standing) => {
      const head = `  ${standing.counts.issue}  `;
      const paintState = standing.order?.state === 'sending' ? (line: string) => line : paint.ask;
      return wrapped(standingWords(standing, frame), COLUMNS - displayWidth(head)).map(
        (line, index) => (index === 0 ? head : ' '.repeat(displayWidth(head))) + paintState(line),
      );
    }),
  ];
}
