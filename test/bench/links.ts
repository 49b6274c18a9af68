// `node test/bench/links.ts`: how long `links --all` takes for 2,000 addresses on 200 hosts of this machine, and the most memory that
// it held. With the usual second between two requests to one host, and without any: then it is our own work that is measured.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const HOSTS = 200;
const PAGES = 10;
const ITEMS = 20;
const ROOT = path.resolve(import.meta.dirname, '../..');

let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  // As a web server across the sea.
  setTimeout(() => response.writeHead(request.url?.includes('/page-') ? 200 : 404).end(), 80);
});
await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
const { port } = server.address() as AddressInfo;

for (const pace of ['1', '0']) {
  const dir = writeArchive();
  asked = 0;
  const startedAt = performance.now();
  const peakMb = await runLinks(dir, pace);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${HOSTS * PAGES} addresses, ${HOSTS} hosts, ${pace} s apart: ${seconds.toFixed(1)} s, ${asked} requests, ${peakMb} MB at most`,
  );
  const again = performance.now();
  await runLinks(dir, pace);
  console.log(`  again, all remembered: ${((performance.now() - again) / 1000).toFixed(1)} s`);
  rmSync(dir, { recursive: true });
}
server.closeAllConnections();
server.close();

/** @returns Megabytes of memory that the process held at most; only Linux tells. */
async function runLinks(cwd: string, pace: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'src/broadside.js'), 'links', '--all', '--pace', pace],
    {
      cwd,
      env: { ...process.env, BROADSIDE_NET_ALLOW: '127.0.0.0/8' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  let peakKb = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, peakOf(child.pid));
  }, 50);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  return Math.round(peakKb / 1024);
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function writeArchive(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'broadside-links-'));
  mkdirSync(path.join(dir, 'issues'));
  for (const name of ['newsletter.yaml', 'sources.yaml'])
    writeFileSync(path.join(dir, 'issues', name), readFileSync(path.join(ROOT, 'issues', name)));
  const urls = Array.from(
    { length: HOSTS * PAGES },
    (_, index) => `http://127.0.1.${1 + (index % HOSTS)}:${port}/page-${index}`,
  );
  for (let number = 1; urls.length > 0; number += 1) {
    const items = urls
      .splice(0, ITEMS)
      .map((url) => `### [Cranes stand still](${url})\n\nReuters report (January 5th): No ship came.\n`);
    const head = `---\nnumber: ${number}\ndate: 2016-01-10\n---\n\n## Ports\n\n`;
    writeFileSync(path.join(dir, `issues/${String(number).padStart(4, '0')}.md`), head + items.join('\n'));
  }
  return dir;
}
