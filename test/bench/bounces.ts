// `npm run bench:bounces -- DIR…`: what the reader of bounces makes of any folder of mail: one mail a file, mailbox files, a Maildir.
// Prints counts by class, what stayed unknown, time for each mail and the most memory; where `expected.json` or `expected.yaml` lies
// beside the mail, how often it agrees. Changes nothing.
// Flags: --list=unknown,hard (which classes to list; `none` for none) --rounds=3 (of time; the best counts)
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { readBounce } from '../../src/audience/bounces/read-bounce.ts';
import { readMail } from '../../src/mail/read-mail.ts';
import { BOUNCE_CLASSES, type BounceVerdict } from '../../src/model/bounce.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'string', default: 'unknown' },
    rounds: { type: 'string', default: '3' },
  },
});
if (positionals.length === 0) {
  console.error('Usage: npm run bench:bounces -- DIR… [--list=unknown,hard] [--rounds=3]');
  process.exit(2);
}
const LISTED = flags.list.split(',');
const ROUNDS = Math.max(1, Number(flags.rounds));
/** A mailbox file is read piece by piece; a mail longer than this is cut, as the reader would cut it. */
const MOST_MAIL_BYTES = 64 * 1024 * 1024;

const counts = new Map<string, number>();
const pairs = new Map<string, string[]>();
const listed: string[] = [];
const times: number[] = [];
let bytes = 0;

for (const root of positionals)
  for (const { dir, file } of filesIn(root)) {
    const expected = expectedIn(dir);
    for await (const { name, raw } of mailsIn(path.join(dir, file), file)) {
      const verdict = await timed(raw);
      bytes += raw.length;
      counts.set(verdict.class, (counts.get(verdict.class) ?? 0) + 1);
      if (LISTED.includes(verdict.class)) listed.push(`${verdict.class}  ${name}  ${reasonOf(verdict)}`);
      const wanted = expected.get(name) ?? expected.get(path.parse(name).name);
      if (wanted === undefined) continue;
      const pair = `${wanted} → ${verdict.class}`;
      pairs.set(pair, [...(pairs.get(pair) ?? []), name]);
    }
  }

report();

async function timed(raw: Uint8Array): Promise<BounceVerdict> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 1; ; round += 1) {
    const start = performance.now();
    const verdict = readBounce(await readMail(raw));
    best = Math.min(best, performance.now() - start);
    if (round < ROUNDS) continue;
    times.push(best);
    return verdict;
  }
}

function reasonOf({ evidence }: BounceVerdict): string {
  return `${evidence.basis}, ${evidence.where}: ${evidence.text.slice(0, 120)}`;
}

function report(): void {
  const all = times.length;
  const share = (count: number): string => `${((100 * count) / Math.max(all, 1)).toFixed(1)} %`;
  console.log(`${all} mails, ${(bytes / 1024).toFixed(0)} KiB\n\n| class | mails | |\n|---|---|---|`);
  for (const one of BOUNCE_CLASSES)
    console.log(`| ${one} | ${counts.get(one) ?? 0} | ${share(counts.get(one) ?? 0)} |`);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): string => (sorted[Math.min(all - 1, Math.floor(part * all))] ?? 0).toFixed(2);
  console.log(`\nms a mail: median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} (best of ${ROUNDS})`);
  console.log(`Peak memory: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  if (pairs.size > 0) {
    const compared = [...pairs.values()].reduce((sum, names) => sum + names.length, 0);
    const agreeing = [...pairs].filter(([pair]) => isAgreement(pair));
    const right = agreeing.reduce((sum, [, names]) => sum + names.length, 0);
    console.log(`\nAs expected: ${right} of ${compared} (${((100 * right) / compared).toFixed(1)} %)`);
    for (const [pair, names] of [...pairs].filter(([one]) => !isAgreement(one)).sort())
      console.log(
        `  ${pair}: ${names.length}  ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`,
      );
  }
  if (listed.length > 0) console.log(`\n${listed.join('\n')}`);
}

function isAgreement(pair: string): boolean {
  const [wanted, found] = pair.split(' → ');
  return wanted === found;
}

/** Files below it, of all depths, without those that begin with a dot and the tables. */
function filesIn(root: string): readonly { readonly dir: string; readonly file: string }[] {
  if (statSync(root).isFile()) return [{ dir: path.dirname(root), file: path.basename(root) }];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.startsWith('expected.'))
    .map((entry) => ({ dir: entry.parentPath, file: entry.name }))
    .sort((one, other) => (path.join(one.dir, one.file) < path.join(other.dir, other.file) ? -1 : 1));
}

/** `{ "name": "hard" }` or `{ "name": { "class": "hard" } }`, by the file's name with or without its extension. */
function expectedIn(dir: string): ReadonlyMap<string, string> {
  const file = ['expected.json', 'expected.yaml', 'expected.yml']
    .map((name) => path.join(dir, name))
    .find((one) => existsSync(one));
  if (file === undefined) return new Map();
  const table: Record<string, string | { class: string }> = parseYaml(readFileSync(file, 'utf8'));
  return new Map(
    Object.entries(table).map(([name, value]) => [name, typeof value === 'string' ? value : value.class]),
  );
}

interface NamedMail {
  readonly name: string;
  readonly raw: Uint8Array;
}

/** A file is a mailbox when it begins with its separator, "From "; several of them are told apart as `name#2`. */
async function* mailsIn(file: string, name: string): AsyncGenerator<NamedMail> {
  let carry = Buffer.alloc(0);
  let number = 0;
  let isMailbox: boolean | undefined;
  const named = (raw: Buffer): NamedMail => {
    number += 1;
    return { name: number === 1 ? name : `${name}#${number}`, raw: raw.subarray(0, MOST_MAIL_BYTES) };
  };
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    carry = Buffer.concat([carry, piece]);
    isMailbox ??= carry.subarray(0, 5).toString('latin1') === 'From ';
    if (!isMailbox) continue;
    for (let end = separatorIn(carry); end !== -1; end = separatorIn(carry)) {
      yield named(carry.subarray(0, end));
      carry = carry.subarray(end);
    }
  }
  yield named(carry);
}

/** Behind an empty line, "From " begins the next mail (RFC 4155 appendix A). */
function separatorIn(mailbox: Buffer): number {
  for (let at = mailbox.indexOf('\nFrom ', 1); at !== -1; at = mailbox.indexOf('\nFrom ', at + 1)) {
    const before = mailbox[at - 1] === 0x0d ? mailbox[at - 2] : mailbox[at - 1];
    if (before === 0x0a) return at + 1;
  }
  return -1;
}
