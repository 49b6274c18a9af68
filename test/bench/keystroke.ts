// `node test/bench/keystroke.ts`: from a letter typed to the diagnostics of the text that has it, through the real language server
// over its standard input and output: an issue of 30 items against 1,000 others. Held against bare remark-parse of the same text.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { ABILITIES, connect } from '../support/lsp-client.ts';
import { writeArchive } from './generate-archive.ts';

const OTHERS = 1000;
const ITEMS = 30;
const KEYSTROKES = 200;
/** One letter of the text, typed into a place that differs each time. */
const TYPED = 'e';
const BROADSIDE = path.resolve(import.meta.dirname, '../../src/broadside.js');
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function benchKeystrokes(): Promise<void> {
  const dir = mkdtempSync(path.join(SCRATCH, 'broadside-keys-'));
  try {
    writeArchive(dir, { issues: OTHERS + 1, itemsPerIssue: ITEMS });
    const file = path.join(dir, 'issues', `${OTHERS + 1}.md`);
    const text = readFileSync(file, 'utf8');
    const fresh = await typeInto(dir, pathToFileURL(file).href, text, 1);
    const checked = spawnSync(process.execPath, [BROADSIDE, 'check'], { cwd: dir });
    if (checked.status === null) throw new Error(`check ended with ${checked.signal}`);
    const measured = await typeInto(dir, pathToFileURL(file).href, text, KEYSTROKES);
    const remark = remarkTimes(text);
    const times = measured.keystrokes.toSorted((a, b) => a - b);
    const at = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
    console.log(
      `\nKeystroke to diagnostics: ${KEYSTROKES} letters typed into an issue of ${ITEMS} items (${(text.length / 1024).toFixed(1)} KiB), ${OTHERS} others\n`,
    );
    console.log('| ms, median | p95 | max | ÷ remark-parse alone |\n|---|---|---|---|');
    console.log(
      `| ${at(0.5).toFixed(1)} | ${at(0.95).toFixed(1)} | ${at(1).toFixed(1)} | ${(at(0.5) / median(remark)).toFixed(2)} |`,
    );
    console.log(
      `\nFirst diagnostics ${measured.firstMs.toFixed(0)} ms after the text was opened. The archive was known ${(measured.archiveMs / 1000).toFixed(1)} s after the start, with nothing remembered ${(fresh.archiveMs / 1000).toFixed(1)} s.`,
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function typeInto(dir: string, uri: string, text: string, letters: number) {
  const begun = performance.now();
  const client = connect(spawn(process.execPath, [BROADSIDE, 'lsp'], { stdio: 'pipe' }));
  try {
    await client.initialize([dir], ABILITIES);
    const opened = performance.now();
    client.open(uri, text);
    await client.diagnostics(uri);
    const firstMs = performance.now() - opened;
    await client.until('The end of the archive', () =>
      client.messages.find(({ method, params }) => method === '$/progress' && params.value.kind === 'end'),
    );
    const archiveMs = performance.now() - begun;
    const lines = text.split('\n');
    const keystrokes: number[] = [];
    for (let typed = 0; typed < letters; typed += 1) {
      // Every seventh line or so, in words: the places of a person who corrects an issue from top to bottom.
      const line = lines.findIndex(
        (words, index) => index >= (typed * 37) % lines.length && words.length > 60,
      );
      const at = { line: Math.max(line, 8), character: 20 + (typed % 30) };
      const version = typed + 2;
      const pressed = performance.now();
      client.change(uri, version, TYPED, { start: at, end: at });
      await client.diagnostics(uri, (found) => found.version === version);
      keystrokes.push(performance.now() - pressed);
      // A quick typist's pause, so that what is done when nothing is typed may come in between.
      if (typed % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 350));
    }
    return { keystrokes, firstMs, archiveMs };
  } finally {
    await client.stop();
  }
}

function remarkTimes(text: string): readonly number[] {
  const remark = unified().use(remarkParse).freeze();
  const times: number[] = [];
  for (let round = -20; round < 60; round += 1) {
    const begun = performance.now();
    remark.parse(text);
    if (round >= 0) times.push(performance.now() - begun);
  }
  return times;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === import.meta.filename) await benchKeystrokes();
