// Issues that nobody remembers go in, each comes out printed, in the order in which they were given. Many are shared out among
// threads, one for each core; few are done here, before a thread would have started.
import module from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../compile-settings.ts';
import type { ProjectFiles } from '../../model/project.ts';
import type { Press } from '../../render/create-press.ts';
import { type Printed, type PrintJob, type PrintPlaces, printIssue } from './print-here.ts';
import type { ThreadAnswer, ThreadTask } from './print-thread.ts';

export interface PrintOptions {
  readonly project: ProjectFiles;
  readonly settings: Settings;
  readonly press: () => Press;
  readonly places: PrintPlaces;
  /** How many threads at most; the system's cores if not given. */
  readonly threads?: number;
}

/** A thread takes as long to start as these take to print. */
const ISSUES_A_THREAD = 48;
/** Small enough that no thread is left with much at the end, large enough that handing over costs nothing. */
const LOT = 8;
const MOST_THREADS = 8;

/** @throws BroadsideError TEMPLATE_INVALID of the first issue that shows it */
export async function printIssues(
  jobs: readonly PrintJob[],
  options: PrintOptions,
): Promise<readonly Printed[]> {
  const { threads = availableParallelism(), settings, press, places } = options;
  const count = Math.min(threads, MOST_THREADS, Math.floor(jobs.length / ISSUES_A_THREAD));
  const lots = Array.from({ length: Math.ceil(jobs.length / LOT) }, (_, index) =>
    jobs.slice(index * LOT, (index + 1) * LOT),
  );
  const answers = count > 1 ? await shareOut(lots, count, options) : [];
  const printed: Printed[] = [];
  for (const [index, lot] of lots.entries()) {
    const answer = answers[index];
    if (answer !== undefined) printed.push(...answer);
    else for (const job of lot) printed.push(await printIssue(job, settings, press(), places));
  }
  return printed;
}

/** By the number of the lot. What a thread could not do, or did not come to, is undefined. */
async function shareOut(
  lots: readonly (readonly PrintJob[])[],
  count: number,
  { project, settings, places }: PrintOptions,
): Promise<readonly ThreadAnswer[]> {
  const answers: ThreadAnswer[] = [];
  let next = 0;
  const compileCache = module.getCompileCacheDir?.();
  const task: ThreadTask = {
    // Their measures are what matters to an issue: the pictures themselves would be copied for each thread.
    project: { ...project, issues: [], images: project.images.map(withoutBytes) },
    settings,
    places,
    ...(compileCache === undefined ? {} : { compileCache }),
  };
  const work = (): Promise<void> =>
    new Promise((resolve) => {
      const thread = openThread(task);
      let lot = 0;
      const handOver = (): void => {
        lot = next;
        next += 1;
        const jobs = lots[lot];
        if (jobs === undefined) void thread?.terminate();
        else thread?.postMessage(jobs);
      };
      thread?.on('message', (answer: ThreadAnswer) => {
        answers[lot] = answer;
        handOver();
      });
      // One that is lost leaves its lot to the main program.
      thread?.on('error', () => undefined).on('exit', () => resolve());
      if (thread === undefined) resolve();
      else handOver();
    });
  await Promise.all(Array.from({ length: count }, work));
  return answers;
}

function openThread(task: ThreadTask): Worker | undefined {
  const own = import.meta.url;
  try {
    return new Worker(new URL(`print-thread${own.slice(own.lastIndexOf('.'))}`, own), {
      workerData: task,
      // Nothing of the environment, with its secrets, is any business of a thread that prints.
      env: {},
    });
  } catch {
    return undefined;
  }
}

function withoutBytes(image: ProjectFiles['images'][number]): ProjectFiles['images'][number] {
  return { ...image, contents: new Uint8Array() };
}
