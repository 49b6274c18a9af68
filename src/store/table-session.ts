// What copying asks of a database, whichever it is: whole tables read and filled, inside one transaction.
// Below Kysely on purpose: a million rows go through in batches of plain texts.
import type { DatabaseLocation } from './database-location.ts';
import type { TablePlan } from './table-plan.ts';

/** Values as both databases write them out as text, in the order of the plan's columns. */
export type TableRow = readonly (string | null)[];

/**
 * `snapshot`   only read, all of one moment, nobody is kept waiting
 * `exclusive`  others may read and not write until it ends
 */
export type SessionMode = 'snapshot' | 'exclusive';

export interface TableSession {
  readonly kind: DatabaseLocation['kind'];
  begin(mode: SessionMode, tables: readonly TablePlan[]): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  count(table: TablePlan): Promise<number>;
  /** In batches, in any order. */
  rows(table: TablePlan): AsyncIterable<readonly TableRow[]>;
  insert(table: TablePlan, rows: readonly TableRow[]): Promise<void>;
  /** After the last row of a table was inserted. */
  filled(table: TablePlan): Promise<void>;
  /** Statements without parameters and without results. */
  execute(statements: readonly string[]): Promise<void>;
  /** A setting of this very database; undefined where it has none. */
  setting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

export interface TableSessionOptions {
  readonly busyTimeoutMs: number;
}
