#!/usr/bin/env node
// The bin. Plain JavaScript that any Node.js can read, so that one too old gets a sentence instead of a syntax error, and so
// that one command serves both forms of the program: TypeScript sources in a clone, compiled `dist/` in the published package.
// In a clone, `npm ci` brings a Node.js of its own (the dev dependency `node`); an older one on the PATH hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const LOWEST_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
const sources = new URL('main.ts', import.meta.url);
const compiled = new URL('../dist/main.js', import.meta.url);

if (major >= LOWEST_MAJOR) {
  // Compiled once and kept beside the libraries: that is half of the time in which a command starts. Nothing is kept, and
  // nothing said, where that folder cannot be written to. Not in the system's folder for such things, which others can write to.
  module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/broadside', import.meta.url)));
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
  const run = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches both processes: this one stays until the other has put its things in order. It passes on what was sent to it
  // alone, always as SIGTERM, for a second SIGINT would break off what the first one asked to be finished.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = () => void run.kill('SIGTERM');
  for (const signal of signals) process.on(signal, passOn);
  run.on('error', (error) => {
    process.stderr.write(`Broadside could not start its own Node.js: ${error.message}\n`);
    process.exitCode = 2;
  });
  run.on('exit', (code, signal) => {
    for (const one of signals) process.off(one, passOn);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}
