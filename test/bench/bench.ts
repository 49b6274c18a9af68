// `npm run bench`: what an issue costs at each stage, and what a whole archive costs. Seconds depend on the machine and the
// hour; the ratios do not: each stage is held against bare remark-parse on the same text in the same run, each build against
// the time that remark-parse alone takes for its issues, and against writing its files and nothing else.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { checkIssue } from '../../src/check/check-issue.ts';
import { preparePress, readIssue } from '../../src/compile.ts';
import { compileSettings } from '../../src/compile-settings.ts';
import { readProject } from '../../src/files/read-project.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { writeArchive } from './generate-archive.ts';
import { benchKeystrokes } from './keystroke.ts';

const ITEMS = 20;
const STAGE_ISSUES = 60;
const ROUNDS = 7;
const BUILD_SIZES = [300, 1000];
const BUILD_ROUNDS = 3;
const CHECK_ISSUES = 1000;
const CHECK_ROUNDS = 3;
const BROADSIDE = path.resolve(import.meta.dirname, '../../src/broadside.js');
/** Output on memory where the system has it: a disk's own pace is not what is measured here. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const remarkMsPerIssue = await benchStages();
benchCheck(remarkMsPerIssue);
for (const issues of BUILD_SIZES) benchBuild(issues, remarkMsPerIssue);
await benchKeystrokes();

/** @returns Median milliseconds of bare remark-parse per issue. */
async function benchStages(): Promise<number> {
  const dir = mkdtempSync(path.join(SCRATCH, 'broadside-bench-'));
  try {
    writeArchive(dir, { issues: STAGE_ISSUES, itemsPerIssue: ITEMS });
    const project = await readProject(dir);
    const { settings } = compileSettings(project);
    if (settings === undefined) throw new Error('the generated settings cannot be used');
    const press = preparePress(project, settings);
    const remark = unified().use(remarkParse).freeze();
    const issues = project.issues.map((file) => readIssue(file, settings).issue);
    const stages: Readonly<Record<string, () => void>> = {
      'remark-parse alone': () => project.issues.forEach((file) => void remark.parse(file.value)),
      parse: () => project.issues.forEach((file) => void parseIssue(file, settings)),
      check: () => issues.forEach((issue) => void checkIssue(issue, settings)),
      render: () => issues.forEach((issue) => void press.renderIssue(issue)),
      'compile the templates': () => void preparePress(project, settings),
    };
    const times = new Map(Object.keys(stages).map((name) => [name, [] as number[]]));
    for (let round = -2; round < ROUNDS; round += 1) {
      for (const [name, run] of Object.entries(stages)) {
        const begun = performance.now();
        run();
        if (round >= 0)
          times
            .get(name)
            ?.push((performance.now() - begun) / (name.startsWith('compile') ? 1 : STAGE_ISSUES));
      }
    }
    const peer = median(times.get('remark-parse alone') ?? []);
    const bytes = project.issues.reduce((sum, { value }) => sum + value.length, 0) / STAGE_ISSUES;
    console.log(
      `Stages: ${STAGE_ISSUES} issues of ${ITEMS} items, ${(bytes / 1024).toFixed(1)} KiB each, ${ROUNDS} interleaved rounds\n`,
    );
    console.log('| stage | ms per issue, median (min–max) | ÷ remark-parse alone |\n|---|---|---|');
    for (const [name, values] of times) {
      console.log(
        `| ${name} | ${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}) | ${(median(values) / peer).toFixed(2)} |`,
      );
    }
    return peer;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Whole processes. What the check says must be next to nothing, or it is the telling that is measured. */
function benchCheck(remarkMs: number): void {
  const dir = mkdtempSync(path.join(SCRATCH, 'broadside-bench-'));
  try {
    writeArchive(dir, { issues: CHECK_ISSUES, itemsPerIssue: ITEMS });
    const middle = String(CHECK_ISSUES / 2);
    const file = path.join(dir, 'issues', `${middle.padStart(4, '0')}.md`);
    const rows: Readonly<Record<string, () => Run>> = {
      'check, nothing remembered': () => {
        rmSync(path.join(dir, 'out'), { recursive: true, force: true });
        return runBroadside(dir, ['check']);
      },
      'check, nothing changed': () => runBroadside(dir, ['check']),
      [`check ${middle}, nothing changed`]: () => runBroadside(dir, ['check', middle]),
      [`check ${middle}, its text changed`]: () => {
        writeFileSync(file, readFileSync(file, 'utf8').replace('made for', 'made just for'));
        return runBroadside(dir, ['check', middle]);
      },
      'no check at all: --version': () => runBroadside(dir, ['--version']),
    };
    console.log(`\nCheck: ${CHECK_ISSUES} issues of ${ITEMS} items, ${CHECK_ROUNDS} rounds\n`);
    console.log(
      '| command | wall s, median (min–max) | issues a second | ÷ remark-parse of all issues |\n|---|---|---|---|',
    );
    for (const [name, run] of Object.entries(rows)) {
      const runs = Array.from({ length: CHECK_ROUNDS }, run);
      const walls = runs.map(({ seconds }) => seconds);
      const wall = median(walls);
      console.log(
        `| ${name} | ${wall.toFixed(2)} (${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)}) | ${name.startsWith('check,') ? (CHECK_ISSUES / wall).toFixed(0) : ''} | ${((wall * 1000) / remarkMs / CHECK_ISSUES).toFixed(2)} |`,
      );
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function benchBuild(issues: number, remarkMs: number): void {
  const dir = mkdtempSync(path.join(SCRATCH, 'broadside-bench-'));
  try {
    writeArchive(dir, { issues, itemsPerIssue: ITEMS });
    const cold: Run[] = [];
    const floors: number[] = [];
    for (let round = 0; round < BUILD_ROUNDS; round += 1) {
      rmSync(path.join(dir, 'out'), { recursive: true, force: true });
      cold.push(runBroadside(dir, ['build', '--json']));
      floors.push(writeAgain(path.join(dir, 'out'), path.join(dir, 'floor')));
    }
    const warm = Array.from({ length: BUILD_ROUNDS }, () => runBroadside(dir, ['build', '--json']));
    const seconds = median(cold.map((run) => run.seconds));
    const parsing = (remarkMs * issues) / 1000;
    console.log(
      `\nBuild: ${issues} issues of ${ITEMS} items, ${BUILD_ROUNDS} rounds, ${countFiles(path.join(dir, 'out'))} files\n`,
    );
    console.log(
      '| build | wall s, median (min–max) | peak MB | ÷ remark-parse of all issues | ÷ writing the files only |\n|---|---|---|---|---|',
    );
    for (const [name, runs] of [
      ['from nothing', cold],
      ['again, nothing changed', warm],
    ] as const) {
      const walls = runs.map((run) => run.seconds);
      const wall = median(walls);
      const spread = `${wall.toFixed(2)} (${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)})`;
      console.log(
        `| ${name} | ${spread} | ${median(runs.map((run) => run.peakMb)).toFixed(0)} | ${(wall / parsing).toFixed(2)} | ${(wall / median(floors)).toFixed(1)} |`,
      );
    }
    console.log(`\n${(issues / seconds).toFixed(0)} issues a second from nothing.`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

/** A whole process: start-up, reading, compiling, writing. */
function runBroadside(dir: string, argv: readonly string[]): Run {
  const report = path.join(dir, 'peak.txt');
  const begun = performance.now();
  const hook = `data:text/javascript,${encodeURIComponent(`import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`)}`;
  const run = spawnSync(process.execPath, ['--import', hook, BROADSIDE, ...argv], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - begun) / 1000;
  if (run.status !== 0)
    throw new Error(`${argv[0]} ended with ${run.status}:\n${run.stderr}${run.stdout.slice(0, 2000)}`);
  return { seconds, peakMb: Number(readFileSync(report, 'utf8')) / 1024 };
}

/** Seconds that writing the same files takes, with nothing else done. */
function writeAgain(from: string, to: string): number {
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(from, file)).isFile(),
  );
  const contents = files.map((file) => [path.join(to, file), readFileSync(path.join(from, file))] as const);
  const begun = performance.now();
  for (const [file, bytes] of contents) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const seconds = (performance.now() - begun) / 1000;
  rmSync(to, { recursive: true, force: true });
  return seconds;
}

function countFiles(dir: string): number {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(dir, file)).isFile(),
  ).length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
