#!/usr/bin/env node
// The bin. Plain JavaScript that any Node.js can read, so that one too old gets a sentence instead of a syntax error, and so
// that one command serves both forms of the program: TypeScript sources in a clone, compiled `dist/` in the published package.
// In a clone, `npm ci` brings a Node.js of its own (the dev dependency `node`); an older one on the PATH hands over to it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOWEST_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
const sources = new URL('main.ts', import.meta.url);
const compiled = new URL('../dist/main.js', import.meta.url);

if (major >= LOWEST_MAJOR) {
  const { main } = await import(existsSync(sources) ? sources.href : compiled.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own)) {
    process.stderr.write(
      `Broadside needs Node.js ${LOWEST_MAJOR} or newer; this is ${process.versions.node}.\n`,
    );
    process.exit(2);
  }
  const run = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(run.status ?? 1);
}
