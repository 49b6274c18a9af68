// What a backup says of itself: when and of what it was made, how far each issue was, and the sums of its tables.
import type { TableSum } from './copy-tables.ts';

export interface BackupManifest {
  readonly version: 1;
  readonly madeAt: string;
  /** The database without its password. */
  readonly from: string;
  readonly issues: readonly {
    readonly slug: string;
    readonly state: string;
    /** Rows by their status. */
    readonly deliveries: Readonly<Record<string, number>>;
  }[];
  readonly tables: readonly TableSum[];
}
