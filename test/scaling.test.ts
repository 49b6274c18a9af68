// The files that the guide to scaling hands out: they can be read, and they name commands, flags and settings that there are.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDER = path.join(ROOT, 'docs/scaling');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const guide = readFileSync(path.join(ROOT, 'docs/scaling.md'), 'utf8');
const files = readdirSync(FOLDER);
const text = (file: string): string => readFileSync(path.join(FOLDER, file), 'utf8');

test.each(files.filter((file) => !/^broadside-(?:due|backup)\.service$/u.test(file)))(
  'the guide leads to %s',
  (file) => {
    expect(guide).toContain(`scaling/${file}`);
  },
);

describe('compose.yaml', () => {
  const compose = parse(text('compose.yaml'), { merge: true }) as {
    services: Record<string, { command: string[]; environment: Record<string, string> }>;
  };
  const workers = Object.entries(compose.services).filter(([name]) => name.startsWith('worker'));

  test.each(workers)('%s runs a worker with settings that there are', (_name, { command, environment }) => {
    expect(command).toContain('worker');
    for (const flag of command.filter((word) => word.startsWith('--') && word !== '--yes'))
      expect(readme).toContain(flag);
    for (const name of Object.keys(environment)) expect(readme).toContain(`\`${name}\``);
  });

  test('there are two of them, and PostgreSQL keeps its commits', () => {
    expect(workers).toHaveLength(2);
    expect(compose.services['database']?.command).toContain('synchronous_commit=on');
  });
});

test.each(files.filter((file) => file.endsWith('.service')))('%s runs a command that there is', (file) => {
  const [, command = '', rest = ''] = /^ExecStart=.*npx broadside (\w+)(.*)$/mu.exec(text(file)) ?? [];
  expect(readme).toContain(`| \`${command} `);
  for (const [flag] of rest.matchAll(/--[a-z-]+/gu)) expect(readme).toContain(flag);
});

test.each(files.filter((file) => file.endsWith('.timer')))('%s has its service', (file) => {
  expect(files).toContain(file.replace('.timer', '.service'));
});
