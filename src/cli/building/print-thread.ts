// What a thread of `print-issues.ts` runs: it makes a press of its own and prints the lots of issues that it is handed. Where one fails it
// says no more than that: the main program meets the same failure, and tells it.
import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Settings } from '../../compile-settings.ts';
import type { ProjectFiles } from '../../model/project.ts';
import type { Printed, PrintJob, PrintPlaces } from './print-here.ts';

export interface ThreadTask {
  readonly project: ProjectFiles;
  readonly settings: Settings;
  readonly places: PrintPlaces;
  readonly compileCache?: string;
}

/** Undefined: one of them failed. */
export type ThreadAnswer = readonly Printed[] | undefined;

const { project, settings, places, compileCache } = workerData as ThreadTask;
module.enableCompileCache(compileCache);
const [{ preparePress }, { printIssue }] = await Promise.all([
  import('../../compile.ts'),
  import('./print-here.ts'),
]);
const press = preparePress(project, settings);

parentPort?.on('message', async (jobs: readonly PrintJob[]) => {
  let answer: ThreadAnswer;
  try {
    const printed: Printed[] = [];
    for (const job of jobs) printed.push(await printIssue(job, settings, press, places));
    answer = printed;
  } catch {
    answer = undefined;
  }
  parentPort?.postMessage(answer);
});
