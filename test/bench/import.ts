// `npm run bench:import -- DIR`: every old newsletter in a folder (text, one issue a file or many, or saved pages) is read, written and read back; what was found is set
// beside what a person found, which a file beside each text says (`NAME.expected.json`, see docs/importing.md). Without DIR, the texts of our own tests.
// The settings are those in DIR (`newsletter.yaml`, `sources.yaml`), else those of this project.
// Flags: --show prints the issues and all that is said of them; --copies=1 reads each text so often, for the time.
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  FIELDS,
  type Field,
  type ScoredText,
  scoreText,
  settingsFor,
  textsIn,
} from '../support/score-old-texts.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'boolean', default: false }, copies: { type: 'string', default: '1' } },
});
const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = path.resolve(positionals[0] ?? path.join(ROOT, 'test/fixtures/old-text'));
const names = textsIn(folder);
if (names.length === 0) {
  console.error(`${folder} holds no texts (.txt) and no pages (.html)`);
  process.exitCode = 2;
} else run();

function run(): void {
  const settings = settingsFor(folder, ROOT);
  const scored = names.map((name) => scoreText(folder, name, settings));
  for (const one of scored) show(one);
  console.log(`\n| | found / expected | right | precision | recall |\n|---|--:|--:|--:|--:|`);
  for (const field of FIELDS) console.log(rowOf(field, scored));
  const issues = scored.flatMap(({ written }) => written);
  const again = Array.from({ length: Number(flags.copies) - 1 }, () => names).flat();
  const timed = [...scored, ...again.map((name) => scoreText(folder, name, settings))];
  const read = sum(timed.map(({ readMs }) => readMs)) / Number(flags.copies);
  const write = sum(timed.map(({ writeMs }) => writeMs)) / Number(flags.copies);
  const notes = sum(scored.map((one) => one.read.notes.length));
  console.log(
    `\n${names.length} texts, ${issues.length} issues, ${notes} notes; ${(read / issues.length).toFixed(2)} ms an issue to read, ${(write / issues.length).toFixed(2)} ms to write`,
  );
}

function show({ name, scores, read, written, expected }: ScoredText): void {
  const cells = FIELDS.flatMap((field) => {
    const score = scores[field];
    if (score === undefined) return [];
    const isWhole =
      score.right === undefined
        ? score.found === score.expected
        : score.right === score.expected && score.found === score.expected;
    return [`${field} ${score.found}/${score.expected}${isWhole ? '' : ' ✗'}`];
  });
  console.log(`${name}: ${cells.join(', ') || `${written.length} issues, nothing expected`}`);
  for (const field of FIELDS) {
    for (const one of scores[field]?.missed ?? []) console.log(`    ${field}: not found ${one}`);
    for (const one of scores[field]?.wrong ?? []) console.log(`    ${field}: not expected ${one}`);
  }
  if (expected.short !== undefined) console.log(`    known to be short: ${expected.short}`);
  if (!flags.show) return;
  for (const { text, diagnostics } of written) {
    console.log(
      `${text}\n${diagnostics.map(({ ruleId, reason, place }) => `    ${place?.start.line ?? 0}: ${ruleId}: ${reason}`).join('\n')}`,
    );
  }
  for (const { kind, reason, excerpt, where } of read.notes)
    console.log(`    ${kind} (${where ?? '-'}): ${reason} ${excerpt ?? ''}`);
}

function rowOf(field: Field, scored: readonly ScoredText[]): string {
  const all = scored.flatMap(({ scores }) => scores[field] ?? []);
  const listed = all.filter(({ right }) => right !== undefined);
  const right = sum(listed.map((one) => one.right ?? 0));
  const share = (of: number): string =>
    listed.length === 0 || of === 0 ? '' : `${((100 * right) / of).toFixed(1)} %`;
  const cells = [
    field,
    `${sum(all.map(({ found }) => found))} / ${sum(all.map(({ expected }) => expected))}`,
    listed.length === 0 ? '' : String(right),
    share(sum(listed.map(({ found }) => found))),
    share(sum(listed.map(({ expected }) => expected))),
  ];
  return `| ${cells.join(' | ')} |`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
