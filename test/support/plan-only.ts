// Leaves the ledger of a scene as it is when `send` has planned the issue and nothing has begun.
import path from 'node:path';
import type { FaultScene } from './fault-scene.ts';

const FAULT_POINTS = path.join(import.meta.dirname, 'fault-points.ts');

export async function planOnly(scene: FaultScene): Promise<void> {
  const { signal, stdout, stderr } = await scene.run(['send', '1', '--yes'], {
    preload: [FAULT_POINTS],
    env: { FAULT_POINT: 'planned' },
  });
  if (signal !== 'SIGKILL') throw new Error(`It was not stopped after planning: ${stdout}${stderr}`);
}
