// A CSV file within an export, whole, in; its rows out, each by the names of its columns in lower case. What is no table is a note.
import { parse } from 'csv-parse/sync';
import { decodeWhole } from './decode-pieces.ts';
import type { ExportNotes } from './export-notes.ts';

export interface TableRow {
  /** The cell under the first of these columns that has something in it; '' for none. */
  cell(...columns: readonly string[]): string;
}

const MOST_IN_A_ROW = 16 * 1024 * 1024;

export function readTable(bytes: Uint8Array, where: string, notes: ExportNotes): readonly TableRow[] {
  try {
    const [heading = [], ...rows] = parse(decodeWhole(bytes), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MOST_IN_A_ROW,
    }) as string[][];
    const columns = heading.map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/gu, '_'),
    );
    return rows.map((cells) => ({
      cell: (...names) =>
        names.map((name) => cells[columns.indexOf(name)]?.trim() ?? '').find((text) => text !== '') ?? '',
    }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    notes.add({
      kind: 'left-out',
      where,
      reason: `It is no table that can be read (${message.slice(0, 160)}).`,
    });
    return [];
  }
}
