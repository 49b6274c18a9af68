// The files that the guide to deploying hands out: it leads to them, and they name commands, flags and settings that there are. That they work is
// tried by `test/slow/proxies.slow.ts`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const readme = read('README.md');
const guide = read('docs/deploying.md');
const files = readdirSync(path.join(ROOT, 'docs/deploying'));

test.each(files)('the guide leads to %s', (file) => {
  expect(guide).toContain(`(deploying/${file})`);
});

test.each([...guide.matchAll(/\]\(((?:[\w-]+\/)?[\w.-]+)\)/gu)].map(([, file = '']) => file))(
  'the guide’s link to %s leads somewhere',
  (file) => {
    expect(() => read(`docs/${file}`)).not.toThrow();
  },
);

test('the service runs a command that there is, with flags that there are', () => {
  const [, command = '', rest = ''] =
    /^ExecStart=.*npx broadside (\w+)(.*)$/mu.exec(read('docs/deploying/broadside-serve.service')) ?? [];
  expect(readme).toContain(`| \`${command} `);
  for (const [flag] of rest.matchAll(/--[a-z-]+/gu)) expect(readme).toContain(flag);
});

test('settings that it names are in the README', () => {
  const names = [...guide.matchAll(/\bBROADSIDE_[A-Z_]+/gu)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(readme).toContain(`\`${name}\``);
});

test('both web servers lead to where the service listens', () => {
  const [, address] = /--listen (\S+)/u.exec(read('docs/deploying/broadside-serve.service')) ?? [];
  expect(read('docs/deploying/Caddyfile')).toContain(`reverse_proxy ${address}`);
  expect(read('docs/deploying/nginx.conf')).toContain(`proxy_pass http://${address};`);
});
