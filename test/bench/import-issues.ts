// `npm run bench:import-issues`: how long old issues take to move in, and how much memory. Seconds depend on the machine and the hour; the
// ratios do not: each import is held against reading the same file and writing as many files of the same size, and memory against that of
// an import of a tenth.
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeText } from '../../src/files/write-text.ts';
import { bloggerFeed } from './old-posts.ts';

const POSTS = [200, 2000];
const ROOT = path.resolve(import.meta.dirname, '../..');
const NEWSLETTER = `title: Harbour News
description: What the harbour does.
siteUrl: https://harbour.example.org/
language: en
timeZone: Europe/London
from: { name: Harbour News, address: news@harbour.example.org }
listId: harbour.example.org
postalAddress: [1 Quay Street]
boilerplate: { subscribe: Free., disclaimer: None. }
`;

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-bench-'));
try {
  for (const posts of POSTS) {
    const root = path.join(folder, String(posts));
    mkdirSync(path.join(root, 'issues'), { recursive: true });
    writeFileSync(path.join(root, 'issues/newsletter.yaml'), NEWSLETTER);
    const feed = path.join(folder, `${posts}.atom`);
    await pipeline(Readable.from(bloggerFeed({ posts })), createWriteStream(feed));
    const first = run(root, feed);
    const second = run(root, feed);
    const issues = readdirSync(path.join(root, 'issues')).filter((name) => name.endsWith('.md'));
    const sizeBytes = issues.reduce((sum, name) => sum + statSync(path.join(root, 'issues', name)).size, 0);
    const floor = await floorSeconds(feed, issues.length, sizeBytes);
    const megabytes = (statSync(feed).size / 1024 / 1024).toFixed(0);
    console.log(
      `${posts} posts (${megabytes} MB): ${issues.length} issues in ${first.seconds.toFixed(1)} s, ${first.megabytes.toFixed(0)} MB at most; again ${second.seconds.toFixed(1)} s; ` +
        `${(first.seconds / floor).toFixed(1)} times the reading and writing alone (${floor.toFixed(1)} s)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(root: string, feed: string): { readonly seconds: number; readonly megabytes: number } {
  const started = performance.now();
  const report = `process.on('exit', () => console.error('PEAK ' + process.resourceUsage().maxRSS))`;
  const { stderr, status } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      path.join(ROOT, 'src/broadside.js'),
      'import',
      feed,
      '--json',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  // Kilobytes.
  const peak = Number(/PEAK (\d+)/u.exec(stderr)?.[1] ?? 0) / 1024;
  return { seconds: (performance.now() - started) / 1000, megabytes: peak };
}

/** Reading the feed twice, and writing as many files as safely. */
async function floorSeconds(feed: string, files: number, sizeBytes: number): Promise<number> {
  const started = performance.now();
  for (let round = 0; round < 2; round += 1) for await (const _ of createReadStream(feed));
  const text = 'x'.repeat(Math.round(sizeBytes / files));
  for (let nth = 0; nth < files; nth += 1)
    await writeText(path.join(folder, 'floor', `${nth}.md`), text, { ifExists: 'refuse' });
  rmSync(path.join(folder, 'floor'), { recursive: true });
  return (performance.now() - started) / 1000;
}
