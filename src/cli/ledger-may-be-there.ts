// Whether there can be a ledger to ask: most checks and builds have none, and should not wait until what opens one is loaded.
import { existsSync } from 'node:fs';
import path from 'node:path';

export function ledgerMayBeThere(root: string, url: string): boolean {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/u.exec(url)?.[1];
  return file === undefined || existsSync(path.resolve(root, file));
}
