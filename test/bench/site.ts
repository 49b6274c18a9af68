// `npm run bench:site -- [--install] [SIZES...]`: Broadside, Eleventy and Hugo on the same generated archives, in turns, as whole
// processes: from nothing, with one issue changed, with nothing changed. Prints the tables of docs/performance.md. Eleventy is
// installed into a throwaway folder where `--install` asks for it; Hugo is measured where it is installed.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { generateArchive, writeArchive } from './generate-archive.ts';
import { layOutForEleventy, layOutForHugo } from './site/peers.ts';
import { runMeasured, type Taken, type Told } from './site/run-measured.ts';

const ITEMS = 20;
const SIZES = [300, 1000, 3000];
const ROUNDS = 3;
const BROADSIDE = path.resolve(import.meta.dirname, '../../src/broadside.js');
/** A disk's own pace is not what is measured here, and taking a tree away just before a build can cost it seconds. */
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** `--install` puts it here; it stays until the system is started again. */
const ELEVENTY_HOME = path.join(SCRATCH, 'broadside-bench-eleventy');
const ELEVENTY_PACKAGE = path.join(ELEVENTY_HOME, 'node_modules/@11ty/eleventy');

interface Builder {
  readonly name: string;
  /** Makes the project in a folder of its own. */
  readonly layOut: (dir: string, issues: number) => void;
  readonly told: (dir: string) => Told;
  readonly output: string;
  /** Below the project. */
  readonly issueFile: (name: string) => string;
}

const words = process.argv.slice(2);
if (words.includes('--install')) installEleventy();
const sizes = words.filter((word) => /^\d+$/u.test(word)).map(Number);
const builders = [broadside(), eleventy(), hugo()].filter((builder) => builder !== undefined);
for (const size of sizes.length > 0 ? sizes : SIZES) await benchSize(size);

async function benchSize(issues: number): Promise<void> {
  const scratch = mkdtempSync(path.join(SCRATCH, 'broadside-bench-'));
  const taken = new Map<string, Taken[]>();
  const load = loadavg()[0] ?? 0;
  const measure = async (row: string, { name, told }: Builder): Promise<void> => {
    const key = `${name}\t${row}`;
    taken.set(key, [...(taken.get(key) ?? []), await runMeasured(told(path.join(scratch, name)))]);
  };
  try {
    for (const { name, layOut } of builders) {
      mkdirSync(path.join(scratch, name));
      layOut(path.join(scratch, name), issues);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const builder of builders) {
        rmSync(path.join(scratch, builder.name, builder.output), { recursive: true, force: true });
        await measure('from nothing', builder);
      }
      for (const builder of builders) {
        const changed = `${String(Math.ceil(issues / 2)).padStart(4, '0')}.md`;
        const file = path.join(scratch, builder.name, builder.issueFile(changed));
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replace(/made (?:just )*for/u, `made ${'just '.repeat(round + 1)}for`));
        await measure('one issue changed', builder);
      }
      for (const builder of builders) await measure('nothing changed', builder);
    }
    const files = builders.map(
      ({ name, output }) => `${name} ${countFiles(path.join(scratch, name, output))}`,
    );
    console.log(
      `\n**${issues} issues of ${ITEMS} items**, ${ROUNDS} rounds, load ${load.toFixed(1)}; files written: ${files.join(', ')}\n`,
    );
    printTable(taken);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function printTable(taken: ReadonlyMap<string, readonly Taken[]>): void {
  const peers = builders.slice(1);
  const full = (name: string): readonly Taken[] => taken.get(`${name}\tfrom nothing`) ?? [];
  const against = peers.map(({ name }) => `÷ ${name} from nothing, wall / CPU`);
  console.log(`| ${['build', 'wall s, median (min–max)', 'CPU s', 'peak MB', ...against].join(' | ')} |`);
  console.log(`|---|--:|--:|--:|${against.map(() => '--:|').join('')}`);
  for (const [key, runs] of [...taken].sort(([a], [b]) => orderOf(a) - orderOf(b))) {
    const walls = runs.map(({ wallS }) => wallS);
    const ratios = peers.map(
      ({ name }) =>
        `${ratio(runs, full(name), ({ wallS }) => wallS)} / ${ratio(runs, full(name), ({ cpuS }) => cpuS)}`,
    );
    const cells = [
      key.replace('\t', ', '),
      `${median(walls).toFixed(2)} (${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)})`,
      median(runs.map(({ cpuS }) => cpuS)).toFixed(2),
      median(runs.map(({ peakMb }) => peakMb)).toFixed(0),
      ...ratios,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function orderOf(key: string): number {
  return builders.findIndex(({ name }) => key.startsWith(`${name}\t`));
}

function ratio(runs: readonly Taken[], others: readonly Taken[], of: (taken: Taken) => number): string {
  return (median(runs.map(of)) / median(others.map(of))).toFixed(2);
}

function broadside(): Builder {
  return {
    name: 'Broadside',
    layOut: (dir, issues) => writeArchive(dir, { issues, itemsPerIssue: ITEMS }),
    told: (cwd) => ({ command: process.execPath, argv: [BROADSIDE, 'build'], cwd }),
    output: 'out',
    issueFile: (name) => `issues/${name}`,
  };
}

function eleventy(): Builder | undefined {
  if (!existsSync(ELEVENTY_PACKAGE)) {
    console.log('Eleventy is not there: `npm run bench:site -- --install` puts it into a throwaway folder.');
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(path.join(ELEVENTY_PACKAGE, 'package.json'), 'utf8'));
  console.log(`Eleventy ${version} (on Node.js ${process.version})`);
  const bin = path.join(ELEVENTY_PACKAGE, 'cmd.cjs');
  return {
    name: 'Eleventy',
    layOut: (dir, issues) => {
      writeFileSync(path.join(dir, 'package.json'), '{ "type": "module" }');
      layOutForEleventy(dir, issuesOf(issues));
    },
    told: (cwd) => ({ command: process.execPath, argv: [bin, '--quiet'], cwd }),
    output: 'out',
    issueFile: (name) => `src/issues/${name}`,
  };
}

function hugo(): Builder | undefined {
  const asked = spawnSync('hugo', ['version'], { encoding: 'utf8' });
  if (asked.status !== 0) {
    console.log('Hugo is not installed, and not measured.');
    return undefined;
  }
  console.log(asked.stdout.trim());
  return {
    name: 'Hugo',
    layOut: (dir, issues) => layOutForHugo(dir, issuesOf(issues)),
    told: (cwd) => ({ command: 'hugo', argv: ['--quiet'], cwd }),
    output: 'public',
    issueFile: (name) => `content/issues/${name}`,
  };
}

function issuesOf(issues: number): ReadonlyMap<string, string> {
  const files = [...generateArchive({ issues, itemsPerIssue: ITEMS })];
  return new Map(
    files.flatMap(([file, text]) => (file.endsWith('.md') ? [[path.basename(file), text] as const] : [])),
  );
}

function installEleventy(): void {
  mkdirSync(ELEVENTY_HOME, { recursive: true });
  writeFileSync(path.join(ELEVENTY_HOME, 'package.json'), '{ "private": true }');
  const run = spawnSync('npm', ['install', '--no-audit', '--no-fund', '@11ty/eleventy@3'], {
    cwd: ELEVENTY_HOME,
    stdio: 'inherit',
  });
  if (run.status !== 0) throw new Error('npm could not install Eleventy');
}

function countFiles(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
