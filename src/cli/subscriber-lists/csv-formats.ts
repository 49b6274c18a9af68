// The tables that are known, the telling ones first: the first whose heading fits is taken.
import type { CsvFormat } from './csv-format.ts';
import { anyTable } from './formats/any-table.ts';
import { buttondown } from './formats/buttondown.ts';
import { ghost } from './formats/ghost.ts';
import { listmonk } from './formats/listmonk.ts';
import { mailchimp } from './formats/mailchimp.ts';
import { ownExport } from './formats/own-export.ts';
import { substack } from './formats/substack.ts';

export const CSV_FORMATS: readonly CsvFormat[] = [
  ownExport,
  mailchimp,
  substack,
  ghost,
  listmonk,
  buttondown,
  anyTable,
];

/** What `--from` takes: the tables, and what is none. */
export const IMPORT_FORMATS: readonly string[] = [...CSV_FORMATS.map(({ id }) => id), 'json', 'list'];
