// The newsletters of docs/dialects/, one in each dialect, as a maintainer would run them: proofread, built and mailed, none of their files
// converted.
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { ROOT } from '../support/run-broadside.ts';
import { testTerminal } from '../support/test-terminal.ts';

const EXAMPLES = path.join(ROOT, 'docs/dialects');

async function run(cwd: string, ...argv: readonly string[]) {
  const terminal = testTerminal({ cwd, answer: 'yes' });
  const exitCode = await runProgram(argv, terminal);
  return { exitCode, output: terminal.output() + terminal.complaints() };
}

const CASES = [
  { name: 'bullets', newest: '43', subject: 'This Week in Boats #43', headline: 'Two coats or three' },
  {
    name: 'lines',
    newest: '9',
    subject: 'Six things about ports, for March',
    headline: 'The last paper chart',
  },
  { name: 'bold-lead', newest: '19', subject: 'Tide Table 19', headline: 'Nobody counts any more' },
] as const;

test('there is one for each dialect', () => {
  expect(readdirSync(EXAMPLES).sort()).toEqual(CASES.map(({ name }) => name).sort());
});

describe.each(CASES)('$name', ({ name, newest, subject, headline }) => {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-'));
  cpSync(path.join(EXAMPLES, name, 'issues'), path.join(root, 'issues'), { recursive: true });
  const text = (file: string) => readFileSync(path.join(root, 'out/site', file), 'utf8');

  test('says its dialect, and has three issues in which nothing is to be mended', async () => {
    const value = readFileSync(path.join(root, 'issues/newsletter.yaml'), 'utf8');
    const { newsletter, diagnostics } = parseNewsletter({ path: '', value });
    expect(diagnostics).toEqual([]);
    expect(newsletter?.dialect).toBe(name);
    const { exitCode, output } = await run(root, 'check', '--strict');
    expect(output).toContain('3 issues read. Nothing to mend.');
    expect(exitCode).toBe(0);
  });

  test('pages, feeds and search know its stories, which have no line for a source', async () => {
    expect((await run(root, 'build')).exitCode).toBe(0);
    expect(text('items.json')).toContain(headline);
    expect(text('archive.html')).toContain(headline);
    const [page = ''] = readdirSync(path.join(root, 'out/site/issues')).filter(
      (file) => file.includes(newest) && file.endsWith('.html'),
    );
    expect(text(`issues/${page}`)).toContain(headline);
    expect(text(`issues/${page}`)).not.toMatch(/class="attribution[^"]*"[^>]*>\s*<\/p>/u);
    const words = readdirSync(path.join(root, 'out/site/search'), { recursive: true, encoding: 'utf8' });
    expect(words.length).toBeGreaterThan(0);
  });

  test('commands that write in the house format leave its issues alone', async () => {
    for (const argv of [['new'], ['reorder', newest], ['live', 'add', newest, 'Words.']]) {
      const { exitCode, output } = await run(root, ...argv);
      expect(exitCode).toBe(2);
      expect(output).toContain('docs/dialects.md');
    }
  });

  test('is mailed', async () => {
    expect(
      (await run(root, 'subscribers', 'add', 'ana@example.net', '--consent', 'asked for it by letter'))
        .exitCode,
    ).toBe(0);
    const { exitCode, output } = await run(root, 'send', newest, '--yes');
    expect(output).toContain('out/outbox');
    expect(exitCode).toBe(0);
    const [letter = ''] = readdirSync(path.join(root, 'out/outbox'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((file) => file.endsWith('.eml'));
    const mail = await PostalMime.parse(readFileSync(path.join(root, 'out/outbox', letter)));
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(headline);
    expect(mail.html).toContain(headline);
  });
});
