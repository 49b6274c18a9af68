// The manual tells the truth: every command, flag, setting and error code is in it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../src/cli/program.ts';
import { ERRORS } from '../src/model/errors.ts';
import { testTerminal } from './support/test-terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** Names of commands and of options, as `--help` prints them. */
async function helpOf(...words: readonly string[]): Promise<string> {
  const terminal = testTerminal({ cwd: ROOT });
  expect(await runProgram([...words, '--help'], terminal)).toBe(0);
  return terminal.output();
}

function commandsIn(help: string): readonly string[] {
  // The program's own stand under the headings of their groups.
  const list = help.split(/^(?:Commands|Writing an issue):$/mu)[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gmu)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== 'help');
}

function optionsIn(help: string): readonly string[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== '--help');
}

describe('every command', async () => {
  const commands = commandsIn(await helpOf());

  test('is listed by --help', () => {
    expect(commands).toEqual([
      'init',
      'new',
      'collect',
      'add',
      'import',
      'reorder',
      'check',
      'links',
      'explain',
      'preview',
      'lsp',
      'schema',
      'build',
      'export',
      'ping',
      'live',
      'send',
      'publish',
      'status',
      'pause',
      'resume',
      'cancel',
      'worker',
      'doctor',
      'dkim',
      'serve',
      'subscribers',
      'stats',
      'bounces',
      'backup',
      'restore',
      'db',
      'keys',
    ]);
  });

  test.each(commands)('%s stands in the README with its options, and takes --json', async (name) => {
    expect(readme).toContain(`\`${name}`);
    const own = await helpOf(name);
    const subcommands = commandsIn(own);
    const helps = await Promise.all(subcommands.map((sub) => helpOf(name, sub)));
    // A group that does nothing by itself takes nothing either.
    if (optionsIn(own).length > 0) helps.push(own);
    for (const sub of subcommands) expect(readme).toContain(sub);
    for (const help of helps) {
      expect(optionsIn(help)).toContain('--json');
      for (const option of optionsIn(help))
        expect(readme + DOCUMENTED_BY_HELP, `${name} ${option}`).toContain(option);
    }
  });
});

/** Small options that --help explains well enough. */
const DOCUMENTED_BY_HELP = '--title --date --name --status --version';

test('errors.md is the table of error codes', async () => {
  const rows = Object.entries(ERRORS).map(
    ([code, { meaning, hint }]) => `| \`${code}\` | ${meaning} | ${hint} |`,
  );
  const page = `# When something fails

Every failure of settings, disk, database or mail server is told with its place, its cause and a way out. With \`--json\` it is printed as
\`{"error": {"code", "meaning", "message", "place", "cause", "hint"}}\`. What an author can mend in an issue is reported by the
[proofreader](rules.md) instead.

| code | what it means | what to do |
|---|---|---|
${rows.join('\n')}
`;
  await expect(page).toMatchFileSnapshot('../docs/errors.md');
});

test.each([
  'BROADSIDE_SMTP_URL',
  'BROADSIDE_DKIM_KEYS',
  'DATABASE_URL',
  'NO_COLOR',
  'BROADSIDE_LISTEN',
  'BROADSIDE_TRUSTED_PROXIES',
  'BROADSIDE_NET_ALLOW',
  'BROADSIDE_ARCHIVE_URL',
  'BROADSIDE_RESOLVER',
  'BROADSIDE_BOUNCES',
  'BROADSIDE_HOOK_SES',
  'BROADSIDE_HOOK_POSTMARK',
  'BROADSIDE_HOOK_MAILGUN',
  'BROADSIDE_HOOK_SENDGRID',
])('the setting %s is in the README', (name) => {
  expect(readme).toContain(name);
});
