// After a live page was changed: the archive built anew, if there is one, so that readers see it. What it says of the build is one line.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandResult } from '../command-result.ts';
import { build } from '../commands/build.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';

export interface Republished {
  readonly state: 'built' | 'stopped' | 'never-built';
  /** What stopped it. */
  readonly result?: CommandResult;
}

export async function republish(root: string, terminal: Terminal): Promise<Republished> {
  if (!existsSync(path.join(root, 'out/site/index.html'))) return { state: 'never-built' };
  const result = await build({}, terminal);
  return result.exitCode === 0 ? { state: 'built' } : { state: 'stopped', result };
}

export function republishedLines({ state, result }: Republished, paint: Paint): readonly string[] {
  switch (state) {
    case 'built':
      return [`${paint.done('built')}  out/site/ is up to date`];
    case 'stopped':
      return ['', ...(result?.lines(paint) ?? [])];
    case 'never-built':
      return [];
  }
}
