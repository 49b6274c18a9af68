// `live add`, `live end`, `live list`: into the issue's own text and nowhere else, whoever else writes in it; and what is held back.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { liveIssue } from '../support/live-issue.ts';
import { type TestProject, testProject } from '../support/project.ts';

const SLUG = '2016-01-20-live-vote';
const FILE = `issues/${SLUG}.md`;
/** 20:30 in London. */
const NOW = '2016-01-20T20:30:00.000Z';

function liveProject(text = liveIssue()): TestProject {
  const project = testProject();
  project.write(FILE, text);
  return project;
}

const textOf = (project: TestProject, file = FILE): string => readFileSync(project.path(file), 'utf8');

function add(project: TestProject, argv: readonly string[], now = NOW) {
  return project.run(['live', 'add', SLUG, ...argv], { now: () => now });
}

/** What of the text is new; everything else is as it was, in its order. */
function added(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  const length = after.length - before.length;
  // From the beginning of its line, where that has the same signs as the next one.
  while (after[start - 1] !== '\n' && after[start - 1] === after[start - 1 + length]) start -= 1;
  expect(before).toBe(after.slice(0, start) + after.slice(start + length));
  return after.slice(start, start + length);
}

describe('live add', () => {
  test('writes an entry with all that it may have, behind the last', async () => {
    const project = liveProject();
    const before = textOf(project);
    const argv = [
      'Back to work *at once*.',
      '--headline',
      'Result is in',
      '--key',
      '--by',
      'A. Lind and R. Osei',
      '--edited-by',
      'P. Sato',
      '--credit',
      'Harbour Post',
    ];
    const { exitCode, output } = await add(project, argv);
    expect(output()).toContain('added');
    expect(exitCode).toBe(0);
    expect(added(before, textOf(project)).trim()).toBe(
      '### 20:30: Key: Result is in\n\nBack to work *at once*.\n\nby A. Lind and R. Osei, edited by P. Sato\n\nvia Harbour Post',
    );
  });

  test.each([
    ['between two', '14:30', [], '### 14:30\n\nSo.'],
    ['before all', '09:05', [], '### 20 January, 09:05\n\nSo.'],
    ['on the next day', '00:10', ['--date', '2016-01-21'], '### 21 January, 00:10\n\nSo.'],
    ['in another year', '00:10', ['--date', '2017-01-21'], '### 21 January 2017, 00:10\n\nSo.'],
  ])('where its time belongs: %s', async (_, time, more, expected) => {
    const project = liveProject();
    const before = textOf(project);
    expect((await add(project, ['So.', '--time', time, ...more])).exitCode).toBe(0);
    const after = textOf(project);
    expect(added(before, after).trim()).toBe(expected);
  });

  test('on top where the newest stand first, with the line ends of the file', async () => {
    const text =
      '---\r\ntitle: "Live: x"\r\ndate: 2016-01-20\r\npreheader: So.\r\n---\r\n\r\n## Live: x\r\n\r\nIn short.\r\n\r\n### 20 January, 12:00\r\n\r\nTwo.\r\n\r\n### 20 January, 11:00\r\n\r\nOne.\r\n';
    const project = liveProject(text);
    await add(project, ['Three.']);
    expect(textOf(project)).toBe(
      text.replace(
        '### 20 January, 12:00',
        '### 20 January, 20:30\r\n\r\nThree.\r\n\r\n### 20 January, 12:00',
      ),
    );
  });

  test.each([
    ['a heading among its words', ['## Over\n\nand out'], 'begin a section'],
    ['an entry among its words', ['So.\n\n### 12:00\n\nAnd so.'], 'more than one entry'],
    ['no words', [], 'no words'],
    ['no such time', ['So.', '--time', '24:10'], 'Unexpected time'],
    ['no name', ['So.', '--by', 'nobody in particular'], 'is not read as'],
    ['an editor alone', ['So.', '--edited-by', 'P. Sato'], '--by'],
  ])('%s: refused, and nothing is written', async (_, argv, reason) => {
    const project = liveProject();
    const before = textOf(project);
    const { exitCode, complaints } = await add(project, argv);
    expect(exitCode).toBe(2);
    expect(complaints()).toContain(reason);
    expect(textOf(project)).toBe(before);
  });

  test('an error of the words keeps them out; what was wrong before does not', async () => {
    const project = liveProject(
      liveIssue().replace('Count number 2 is in.', 'Count number 2 [is](http://) in.'),
    );
    const before = textOf(project);
    const refused = await add(project, ['See [this](javascript:alert).', '--json']);
    expect(refused.exitCode).toBe(1);
    expect(
      JSON.parse(refused.output()).diagnostics.map(({ severity }: { severity: string }) => severity),
    ).toContain('error');
    expect(textOf(project)).toBe(before);
    expect((await add(project, ['Plain.'])).exitCode).toBe(0);
  });

  test('its words may be piped in', async () => {
    const project = liveProject();
    await project.run(['live', 'add', SLUG, '--file', '-'], { now: () => NOW, input: 'One.\n\nTwo.\n' });
    expect(textOf(project)).toContain('### 20:30\n\nOne.\n\nTwo.\n');
  });

  test('many at the same time, and an editor who saves in between: nothing is lost', {
    timeout: 90_000,
  }, async () => {
    const project = liveProject();
    const minutes = Array.from({ length: 6 }, (_, n) => String(n + 10));
    const adding = minutes.map((minute) => add(project, [`At ${minute}.`, '--time', `19:${minute}`]));
    project.write(FILE, `${textOf(project)}\n<!-- The editor's own line. -->\n`);
    expect((await Promise.all(adding)).map(({ exitCode }) => exitCode)).toEqual(minutes.map(() => 0));
    const text = textOf(project);
    for (const minute of minutes) expect(text).toContain(`### 19:${minute}\n\nAt ${minute}.`);
    expect(text).toContain("The editor's own line.");
  });

  test('publishes what was published before, and holds back what is to come', {
    timeout: 90_000,
  }, async () => {
    const project = liveProject();
    await project.run(['build'], { now: () => NOW });
    const page = `out/site/issues/${SLUG}.html`;
    expect((await add(project, ['It is over now.'])).output()).toContain('built');
    expect(textOf(project, page)).toContain('It is over now.');
    const later = await add(project, ['Doors open again.', '--time', '22:00', '--headline', 'Open doors']);
    expect(later.output()).toContain('held back');
    const everything = [
      'out/site/feed.xml',
      page,
      `out/site/issues/${SLUG}.live.json`,
      `out/email/${SLUG}/text.txt`,
      'out/site/index.html',
    ];
    await project.run(['build'], { now: () => NOW });
    for (const file of everything) expect(textOf(project, file)).not.toMatch(/open.doors|doors open/iu);
    const list = await project.run(['live', 'list', '--json'], { now: () => NOW });
    expect(JSON.parse(list.output()).pages).toEqual([
      {
        issue: SLUG,
        state: 'running',
        entries: 11,
        scheduled: 1,
        nextAt: '2016-01-20T22:00:00Z',
        timeZone: 'Europe/London',
      },
    ]);
    await project.run(['build'], { now: () => '2016-01-20T22:00:01.000Z' });
    expect(textOf(project, page)).toContain('Doors open again.');
    expect(textOf(project, everything[2])).toContain('open-doors');
  });

  test('the proofreader reads what is held back', async () => {
    const project = liveProject();
    await add(project, ['The the doors open.', '--time', '22:00']);
    expect((await project.run(['check'], { now: () => NOW })).output()).toContain('text-doubled-word');
  });
});

describe('live end', () => {
  test('is a line in the head; open pages hear of it, new ones ask no more; nothing is added any more', async () => {
    const project = liveProject();
    await project.run(['build']);
    const before = textOf(project);
    const page = `out/site/issues/${SLUG}.html`;
    expect(textOf(project, page)).toContain('scripts/live.js');
    expect((await project.run(['live', 'end', SLUG])).exitCode).toBe(0);
    expect(added(before, textOf(project))).toBe('live: ended\n');
    expect(textOf(project, page)).not.toContain('live.js');
    expect(JSON.parse(textOf(project, `out/site/issues/${SLUG}.live.json`)).ended).toBe(true);
    const once = textOf(project);
    expect((await project.run(['live', 'end', SLUG])).exitCode).toBe(0);
    expect(textOf(project)).toBe(once);
    expect((await add(project, ['So.'])).complaints()).toContain('live: ended');
  });

  test('takes the place of another word', async () => {
    const project = liveProject(liveIssue({ head: 'live: running # since noon\n' }));
    await project.run(['live', 'end', SLUG]);
    expect(textOf(project)).toContain('\nlive: ended # since noon\n---');
  });
});

test('an issue without a live section is told how to get one', async () => {
  const project = testProject();
  const { exitCode, complaints } = await project.run(['live', 'add', '2', 'So.']);
  expect(exitCode).toBe(2);
  expect(complaints()).toContain('## Live:');
});
