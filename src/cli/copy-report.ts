// What is told of copying a database: how far it is, and what was copied.
import type { CopyProgress } from '../store/copy-tables.ts';
import { factLines } from './command-result.ts';
import type { Paint } from './paint.ts';
import type { Terminal } from './terminal.ts';

/** Drawn at most ten times a second: each batch of rows is a few milliseconds. */
const REDRAW_MS = 100;

export function copyProgress(terminal: Pick<Terminal, 'progress'>): (progress: CopyProgress) => void {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return ({ step, done, total }) => {
    const now = performance.now();
    if (now - drawnAt < REDRAW_MS || total === 0) return;
    drawnAt = now;
    terminal.progress(`${step} ${Math.floor((100 * done) / total)} %`);
  };
}

export function tableLines(
  tables: readonly { readonly table: string; readonly rows: number }[],
  paint: Paint,
): readonly string[] {
  return factLines(
    tables.map(({ table, rows }) => [table.replaceAll('_', ' '), String(rows), rows === 1 ? 'row' : 'rows']),
    paint,
  );
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** "12.3 MB", in thousands. */
export function sizeWords(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const size = bytes / 1000 ** power;
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
}
