// init, new, check and build, from the command line to the disk.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { issueText, testProject } from '../support/project.ts';

/** Without what is remembered in `out/cache/`, which may be otherwise at any time. */
function filesBelow(dir: string): Readonly<Record<string, string>> {
  const all = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
  const names = all.filter((name) => !/(?:^|[\\/])cache[\\/]/u.test(name));
  const files = names.filter((name) => statSync(path.join(dir, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(path.join(dir, name), 'latin1')]));
}

describe('init', () => {
  test('makes a newsletter that passes the proofreader and builds', async () => {
    const project = testProject();
    const made = await project.run(['init', 'quay-paper']);
    expect(made.exitCode).toBe(0);
    expect(made.output()).toContain('quay-paper/issues/newsletter.yaml');
    const inside = { root: path.join(project.root, 'quay-paper') };
    expect(existsSync(path.join(inside.root, 'issues/0001.md'))).toBe(true);
  });

  test('overwrites nothing', async () => {
    const project = testProject();
    const before = filesBelow(project.root);
    const run = await project.run(['init', '.']);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('issues/newsletter.yaml');
    expect(filesBelow(project.root)).toEqual(before);
  });
});

describe('new', () => {
  test('begins the next issue as a draft, which is neither built nor sent', async () => {
    const project = testProject();
    const run = await project.run(['new', '--json']);
    expect(run.json()).toEqual({ path: 'issues/0003.md', number: 3, date: '2016-02-01' });
    expect(readFileSync(project.path('issues/0003.md'), 'utf8')).toContain('draft: true');
    expect((await project.run(['build'])).exitCode).toBe(0);
    expect(existsSync(project.path('out/site/issues/0003.html'))).toBe(false);
    const sent = await project.run(['send', '3', '--yes', '--json']);
    expect(sent.exitCode).toBe(2);
    expect(sent.json()).toMatchObject({ error: { code: 'ISSUE_IS_DRAFT' } });
  });

  test('begins a special under its date and name', async () => {
    const project = testProject();
    const run = await project.run(['new', 'Harbour open day', '--date', '2016-03-01']);
    expect(run.exitCode).toBe(0);
    expect(existsSync(project.path('issues/2016-03-01-harbour-open-day.md'))).toBe(true);
    expect((await project.run(['check'])).exitCode).toBe(0);
  });

  test('refuses a day that does not exist', async () => {
    const run = await testProject().run(['new', '--date', '2016-02-30']);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('2016-02-30');
  });
});

describe('check', () => {
  test('says path, line and column, and how to mend it', async () => {
    const project = testProject({
      'issues/0002.md': issueText(2, '2016-01-13').replace('Harbour Post reports', 'HarbourPost reports'),
    });
    const run = await project.run(['check']);
    expect(run.exitCode).toBe(0);
    expect(run.output()).toContain('issues/0002.md:12:1  warning  source-variant');
    expect(run.output()).toContain('check --fix');
    expect((await project.run(['check', '--strict'])).exitCode).toBe(1);
  });

  test('--fix mends the file, and a second time finds nothing', async () => {
    const project = testProject({
      'issues/0002.md': issueText(2, '2016-01-13').replace('Harbour Post reports', 'HarbourPost reports'),
    });
    expect((await project.run(['check', '--fix'])).output()).toContain('mended  issues/0002.md  1 place');
    expect(readFileSync(project.path('issues/0002.md'), 'utf8')).toBe(issueText(2, '2016-01-13'));
    expect((await project.run(['check', '--fix', '--json'])).json()).toMatchObject({
      fixed: [],
      diagnostics: [],
    });
  });

  test('looks at the issue named, and only at it', async () => {
    const project = testProject({
      'issues/0001.md': issueText(1, '2016-01-06').replace('reports (5 January)', 'reports (9 January 2016)'),
    });
    expect((await project.run(['check', '1', '--json'])).json()).toMatchObject({
      diagnostics: [{ path: 'issues/0001.md' }],
    });
    expect((await project.run(['check', '2', '--json'])).json()).toMatchObject({ diagnostics: [] });
  });
});

describe('build', () => {
  test('is stopped at once by an issue too long to be read', async () => {
    const project = testProject();
    const long = `${issueText(3, '2016-02-20')}\n${'Crews "went back . '.repeat(250_000)}\n`;
    writeFileSync(project.path('issues/0003.md'), long);
    const run = await project.run(['build', '--json']);
    expect(run.exitCode).toBe(1);
    expect(run.output()).toContain('input-size');
    expect(existsSync(project.path('out/site'))).toBe(false);
  });

  test('takes a special whose file is called in any letters', async () => {
    const special = '---\ntitle: Open day\ndate: 2016-01-20\n---\n\nCome and see.\n';
    const project = testProject({
      'issues/2016-01-20-ميناء.md': special,
      "issues/2016-01-20-dockers' day.md": special,
    });
    const run = await project.run(['build']);
    expect(run.complaints()).toBe('');
    expect(run.exitCode).toBe(0);
    expect(readFileSync(project.path('out/email/2016-01-20-ميناء/message.eml'), 'utf8')).toContain(
      'Message-ID: <sample.2016-01-20-%D9%85',
    );
  });

  test('writes the same bytes again, and then writes nothing', async () => {
    const project = testProject();
    expect((await project.run(['build'])).exitCode).toBe(0);
    const first = filesBelow(project.path('out'));
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        'site/index.html',
        'site/feed.xml',
        'site/feed.json',
        'email/0002/index.html',
        'email/0002/text.txt',
        'email/0002/message.eml',
      ]),
    );
    expect((await project.run(['build', '--json'])).json()).toMatchObject({ written: 0, removed: [] });
    rmSync(project.path('out'), { recursive: true });
    await project.run(['build']);
    expect(filesBelow(project.path('out'))).toEqual(first);
  });

  test('makes a share card again only where other words stand on it', async () => {
    const project = testProject();
    await project.run(['build']);
    const card = project.path('out/site/cards/0002.png');
    const { mtimeMs } = statSync(card);
    const text = issueText(2, '2016-01-13');
    project.write('issues/0002.md', text.replace('---\n\n', '---\n\nA word before all.\n\n'));
    expect((await project.run(['build', '--json'])).json()).toMatchObject({ built: true });
    expect(statSync(card).mtimeMs).toBe(mtimeMs);
    project.write('issues/0002.md', text.replace('Dockers vote to end', 'Dockers end'));
    await project.run(['build']);
    expect(statSync(card).mtimeMs).not.toBe(mtimeMs);
  });

  test('removes the pages of an issue that is gone, and nothing that is not its own', async () => {
    const project = testProject();
    await project.run(['build']);
    project.write('out/site/CNAME', 'harbour.example.org');
    rmSync(project.path('issues/0002.md'));
    const run = await project.run(['build', '--json']);
    expect(run.json()).toMatchObject({
      removed: expect.arrayContaining(['site/issues/0002.html', 'email/0002/message.eml']),
    });
    expect(existsSync(project.path('out/email/0002'))).toBe(false);
    expect(existsSync(project.path('out/site/CNAME'))).toBe(true);
  });

  test('stops at an error and leaves out/ as it was', async () => {
    const project = testProject();
    await project.run(['build']);
    const before = filesBelow(project.path('out'));
    project.write('issues/0002.md', issueText(2, '2016-01-13').replace('number: 2', 'number: 7'));
    const run = await project.run(['build']);
    expect(run.exitCode).toBe(1);
    expect(run.output()).toContain('issue-number');
    expect(filesBelow(project.path('out'))).toEqual(before);
  });

  test('keeps the address of an item whose headline changed after it was published', async () => {
    const project = testProject();
    await project.run(['build']);
    project.write('issues/0002.md', issueText(2, '2016-01-13').replace('Dockers vote to end', 'Dockers end'));
    await project.run(['build']);
    expect(readFileSync(project.path('issues/ids.yaml'), 'utf8')).toContain(
      '"no-2-dockers-end-strike-number-2": "no-2-dockers-vote-to-end-strike-number-2"',
    );
    const page = readFileSync(project.path('out/site/issues/0002.html'), 'utf8');
    expect(page).toContain('id="no-2-dockers-vote-to-end-strike-number-2"');
    expect(page).toContain('Dockers end strike');
    expect((await project.run(['build', '--json'])).json()).toMatchObject({ written: 0 });
  });
});
