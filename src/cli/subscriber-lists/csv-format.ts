// How a table of another program is known and read: one of these for each program. Cells are asked for by the name of their column, in lower
// case and with blanks for underscores and hyphens, because exports change those.
import type { ImportedPerson } from './import-row.ts';

export interface CsvFormat {
  /** What `--from` takes. */
  readonly id: string;
  /** For reports: "Mailchimp". */
  readonly title: string;
  isHeading(columns: ReadonlySet<string>): boolean;
  read(cell: Cell, file: ImportFile): ImportedPerson;
  /** What the export does not tell, and the one who imports must know. */
  readonly caution?: string;
}

/** The cell under the first of these names that has something in it, trimmed; '' for none. */
export type Cell = (...names: readonly string[]) => string;

export interface ImportFile {
  /** Without folders. */
  readonly name: string;
  /** Column in which the addresses are, as `cell` takes it. */
  readonly addressColumn: string;
}

export function columnName(heading: string): string {
  return heading
    .replace(/[\s_-]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** Those of mail before those that could be a street. */
const ADDRESS_COLUMNS = [
  'email',
  'email address',
  'e mail',
  'e mail address',
  'subscriber email',
  'mail address',
  'email adresse',
  'e mail adresse',
  'adresse e mail',
  'adresse email',
  'courriel',
  'correo electrónico',
  'البريد الإلكتروني',
  'mail',
  'address',
];

/** @returns undefined where none is, or several might be. */
export function addressColumnOf(columns: readonly string[]): string | undefined {
  const known = ADDRESS_COLUMNS.find((name) => columns.includes(name));
  if (known !== undefined) return known;
  const like = columns.filter((name) => /\be ?mail\b/u.test(name));
  return like.length === 1 ? like[0] : undefined;
}

/** Leaves out what there is nothing of, as optional fields want it. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
