// The language server as an editor starts it. Whoever calls it ends it, with `stop()`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Client, connect } from './lsp-client.ts';
import { ROOT } from './run-broadside.ts';

/** @param nodeFlags Before the program's own name. */
export function startClient({ nodeFlags = [] }: { readonly nodeFlags?: readonly string[] } = {}): Client {
  const argv = [...nodeFlags, path.join(ROOT, 'src/broadside.js'), 'lsp', '--stdio'];
  return connect(spawn(process.execPath, argv, { stdio: 'pipe', env: { PATH: process.env['PATH'] ?? '' } }));
}
