// `npm run bench:subscribers`: a list of a million invented readers brought into a new SQLite database by the program itself, beside csv-parse alone reading the
// same file, each in a process of its own, interleaved. Prints rows a second, their ratio, processor time and the most memory; then the same list once
// more, when everyone is there already.
// Flags: --rows=1000000 --rounds=3
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { runProgram } from '../../src/cli/program.ts';
import { processTerminal } from '../../src/cli/terminal.ts';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    /** In a process of its own: what it does. */
    child: { type: 'string' },
    file: { type: 'string', default: '' },
  },
});
const ROWS = Number(flags.rows);

interface Measure {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

if (flags.child !== undefined) await runChild(flags.child, flags.file);
else await runBench();

async function runBench(): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'broadside-import-'));
  const file = path.join(dir, 'readers.csv');
  await writeReaders(file);
  const measures: Record<string, Measure[]> = { 'csv-parse alone': [], imported: [], 'imported again': [] };
  try {
    for (let round = 1; round <= Number(flags.rounds); round += 1) {
      const project = newProject(path.join(dir, `round-${round}`));
      measures['csv-parse alone']?.push(measured('parse', file, dir));
      measures['imported']?.push(measured('import', file, project));
      measures['imported again']?.push(measured('import', file, project));
      rmSync(project, { recursive: true, force: true });
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  const base = median((measures['csv-parse alone'] ?? []).map(({ seconds }) => seconds));
  console.log(`${ROWS} rows, SQLite, medians of ${flags.rounds} interleaved rounds\n`);
  console.log('| | rows/s | ÷ csv-parse | CPU µs/row | peak MB |\n|---|--:|--:|--:|--:|');
  for (const [name, all] of Object.entries(measures)) {
    const seconds = median(all.map((one) => one.seconds));
    const cpu = median(all.map(({ cpuSeconds }) => cpuSeconds));
    const peak = Math.max(...all.map(({ peakMegabytes }) => peakMegabytes));
    const cells = [
      (ROWS / seconds).toFixed(0),
      (base / seconds).toFixed(2),
      ((1e6 * cpu) / ROWS).toFixed(1),
      peak.toFixed(0),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

async function writeReaders(file: string): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('email,name,language,created_at\n');
  for (let at = 0; at < ROWS; at += 1) {
    const row = `reader.${at}@town${at % 9973}.example.org,Reader ${at} of the Harbour,${at % 3 === 0 ? 'ar' : 'en'},2020-01-02 03:04:05\n`;
    if (!stream.write(row)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function newProject(dir: string): string {
  mkdirSync(path.join(dir, 'issues'), { recursive: true });
  writeFileSync(path.join(dir, 'issues/newsletter.yaml'), 'title: Bench\n');
  return dir;
}

function measured(child: string, file: string, cwd: string): Measure {
  const argv = [import.meta.filename, `--child=${child}`, `--file=${file}`];
  const run = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  const line = run.stderr.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0) throw new Error(`${child} failed: ${run.stdout}\n${run.stderr}`);
  // Told as it comes: a million rows take their time.
  console.error(`${child}: ${line}`);
  return JSON.parse(line) as Measure;
}

async function runChild(child: string, file: string): Promise<void> {
  const start = performance.now();
  if (child === 'parse') {
    let rows = 0;
    for await (const _ of createReadStream(file).pipe(parse({ bom: true }))) rows += 1;
    if (rows < 2) throw new Error('nothing was read');
  } else {
    const argv = ['subscribers', 'import', file, '--consent', 'asked for it at the harbour'];
    const exitCode = await runProgram(argv, processTerminal());
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
  }
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const measure: Measure = {
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1024,
  };
  console.error(JSON.stringify(measure));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
