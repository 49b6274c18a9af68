// Pages of a real server on this machine become items of a draft.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DRAFT, draftingProject, ISSUE, page, published } from './drafting-project.ts';

const read = (project: { path(file: string): string }, file: string) =>
  readFileSync(project.path(file), 'utf8');

describe('an item', () => {
  test('stands in the likeliest section, in its place among the days, and nothing else changes', async () => {
    const project = await draftingProject({
      '/strike': page('Dockers strike again &amp; again', published('2016-01-25T10:00:00Z')),
    });
    const url = `${project.web.at('127.0.0.2')}/strike?utm_source=x`;
    const before = read(project, 'issues/0002.md');
    const run = await project.add([url]);
    expect(run.exitCode, run.output() + run.complaints()).toBe(0);
    const after = read(project, 'issues/0002.md');
    const block = `### [Dockers strike again & again](${project.web.at('127.0.0.2')}/strike)

Harbour Post reports (January 25th): [text?]

Tags: dockers, strike <!-- proposed -->

`;
    const at = before.indexOf('<!-- on purpose');
    expect(after).toBe(before.slice(0, at) + block + before.slice(at));
    expect(run.output()).toMatchInlineSnapshot(`
      "added      Dockers strike again & again
                 Harbour Post, 25 January 2016; issues/0002.md:16 in "Ports and trade" (the first; --section NAME says which)
                 tags proposed: dockers, strike
                 look: 127.0.0.2 is not among the domains of Harbour Post in issues/sources.yaml.
                 for you: what it says

      Next: fill in 1 blank in issues/0002.md; \`broadside check\` shows what is left."
    `);
    const check = await project.run(['check', '2'], { env: {} });
    expect(check.output()).toContain('Unexpected blank "[text?]"');
    expect(check.exitCode).toBe(1);
  });

  test('takes over what the page says of itself, where that is wanted', async () => {
    const project = await draftingProject({
      '/a': page(
        'Tide tables',
        `${published('2016-01-25')}<meta name="description" content="Four thousand copies of the *tide* tables have gone back to the printer, who is sorry.">`,
      ),
    });
    await project.add([`${project.web.at('127.0.0.2')}/a`, '--excerpt', '--section', 'Housing']);
    expect(read(project, 'issues/0002.md')).toContain(`## Housing

### [Tide tables](${project.web.at('127.0.0.2')}/a)

Harbour Post reports (January 25th): Four thousand copies of the \\*tide\\* tables have gone back to the printer, who is sorry.

## Of interest to readers
`);
    expect((await project.run(['check', '2'])).exitCode).toBe(0);
  });

  test('of a page that cannot be read has its link, its source and blanks', async () => {
    const project = await draftingProject((request) =>
      request.url === '/robots.txt' ? { status: 404 } : { status: 403 },
    );
    const run = await project.add([`${project.web.at('127.0.0.2')}/closed`]);
    expect(run.exitCode).toBe(0);
    expect(
      read(project, 'issues/0002.md'),
    ).toContain(`### [[headline?]](${project.web.at('127.0.0.2')}/closed)

[source?] reports ([date?]): [text?]
`);
    expect(run.output()).toContain('the site answers 403: it lets no program in');
    expect(run.output()).toContain('the headline, the source, the day, what it says');
  });

  test('is not made where robots.txt asks programs to stay out, but for its link', async () => {
    const project = await draftingProject({
      '/robots.txt': { body: 'User-agent: *\nDisallow: /private', headers: { 'content-type': 'text/plain' } },
      '/private/a': page('Secret'),
    });
    const run = await project.add([`${project.web.at('127.0.0.2')}/private/a`]);
    expect(run.output()).toContain('robots.txt asks programs not to read this page');
    expect(project.web.asked).toEqual(['GET 127.0.0.2 /robots.txt']);
    expect(read(project, 'issues/0002.md')).toContain('[[headline?]]');
  });

  test('is not made of a page that is not there', async () => {
    const project = await draftingProject({});
    const run = await project.add([`${project.web.at('127.0.0.2')}/gone`, 'ftp://a.example/', 'words']);
    expect(run.exitCode).toBe(1);
    expect(read(project, 'issues/0002.md')).toBe(
      DRAFT.replaceAll('127.0.0.2/', `127.0.0.2:${new URL(project.web.at('127.0.0.2')).port}/`),
    );
    expect(run.output()).toContain('The site answers 404: there is no such page.');
  });

  test('becomes a bullet among things of interest', async () => {
    const project = await draftingProject({ '/book': page('Cranes of the world') });
    await project.add([`${project.web.at('127.0.0.2')}/book`, '--section', 'Of interest']);
    expect(read(project, 'issues/0002.md')).toContain(
      `free online.\n- [Cranes of the world](${project.web.at('127.0.0.2')}/book), Harbour Post.\n`,
    );
  });
});

describe('what was told already', () => {
  test('is not added, however its address is written, unless one wants it', async () => {
    const project = await draftingProject({
      '/crane': page('Crane falls'),
      '/again': page('Crane falls', '<link rel="canonical" href="/crane">'),
    });
    const base = project.web.at('127.0.0.2');
    const run = await project.add([`${base}/crane/?utm_medium=rss`, `${base}/again`, `${base}/pilot`]);
    expect(run.output()).toContain('It was told in No. 1 (issues/0001.md:15).');
    expect(run.output()).toContain('It was told in No. 2 (issues/0002.md:12).');
    expect((run.output().match(/told {7}/gu) ?? []).length).toBe(3);
    expect(read(project, 'issues/0002.md')).not.toContain('Crane falls');
    expect(project.web.asked).not.toContain('GET 127.0.0.2 /pilot');
    await project.add([`${base}/crane`, '--anyway']);
    expect(read(project, 'issues/0002.md')).toContain(`### [Crane falls](${base}/crane)`);
  });

  test('does not mean a front page, to which items link whose own address is not known', async () => {
    const project = await draftingProject(
      { '/': page('Harbour Post: all about us', published('2016-01-25')) },
      { 'issues/0001.md': ISSUE.replace('127.0.0.2/old', '127.0.0.2/') },
    );
    await project.add([`${project.web.at('127.0.0.2')}/`]);
    expect(read(project, 'issues/0002.md')).toContain('### [all about us](');
  });

  test('by the same list is added once', async () => {
    const project = await draftingProject({ '/a': page('One') });
    const url = `${project.web.at('127.0.0.2')}/a`;
    await project.add([url, `${url}/`, `${url}?fbclid=2`]);
    expect(read(project, 'issues/0002.md').match(/### \[One\]/gu)?.length).toBe(1);
  });
});

describe('a publisher that is new', () => {
  const ofTheTide = (title: string) => ({
    body:
      page(title, published('2016-01-25')).body?.replace(
        'content="Harbour Post"',
        'content="The Tide: daily"',
      ) ?? '',
  });
  const pages = { '/a': ofTheTide('Boats'), '/b': ofTheTide('More boats') };

  test('has its row proposed', async () => {
    const project = await draftingProject(pages);
    const run = await project.add([`${project.web.at('127.0.0.7')}/a`]);
    expect(run.output()).toContain(`  - id: the-tide-daily
    name: The Tide daily
    kind: newspaper
    verb: reports`);
    expect(read(project, 'issues/0002.md')).toContain('The Tide daily reports (January 25th): [text?]');
    expect(read(project, 'issues/sources.yaml')).not.toContain('Tide');
  });

  test('has it written, once, where that is wanted', async () => {
    const project = await draftingProject(pages);
    const before = read(project, 'issues/sources.yaml');
    await project.add([
      `${project.web.at('127.0.0.7')}/a`,
      `${project.web.at('127.0.0.7')}/b`,
      '--add-source',
    ]);
    const after = read(project, 'issues/sources.yaml');
    expect(after.startsWith(before.trimEnd())).toBe(true);
    expect(after.match(/the-tide-daily/gu)?.length).toBe(1);
    const check = await project.run(['check', '2']);
    expect(check.output()).not.toContain('source-unknown');
  });
});

describe('where addresses come from', () => {
  const pages = Object.fromEntries(['a', 'b', 'c'].map((name) => [`/${name}`, page(`Page ${name}`)]));

  test('a paste with links in any form', async () => {
    const project = await draftingProject(pages);
    const base = project.web.at('127.0.0.2');
    const run = await project.add(
      ['--from', '-'],
      `See [one](${base}/a), <${base}/b>.\n- Page c ${base}/c!\n![x](${base}/x.png) Unsubscribe: ${base}/unsubscribe?u=1`,
    );
    expect(run.exitCode, run.output()).toBe(0);
    for (const name of ['a', 'b', 'c'])
      expect(read(project, 'issues/0002.md')).toContain(`[Page ${name}](${base}/${name})`);
  });

  test('mails of a Maildir, which count as read when their items are written', async () => {
    const project = await draftingProject(pages);
    const base = project.web.at('127.0.0.2');
    for (const folder of ['new', 'cur', 'tmp'])
      mkdirSync(project.path(`mail/${folder}`), { recursive: true });
    writeFileSync(
      project.path('mail/new/1.a'),
      `From: Ed <ed@a.example>\nSubject: for the next one\n\nThis: ${base}/a\n`,
    );
    writeFileSync(
      project.path('mail/new/2.b'),
      `From: ed@a.example\nSubject: =?utf-8?q?and?=\nContent-Type: text/html\n\n<p><a href="${base}/b?x=1&amp;y=2">here</a></p>\n`,
    );
    writeFileSync(project.path('mail/new/3.c'), 'From: ed@a.example\nSubject: nothing\n\nNo link.\n');
    const run = await project.add(['--mail', 'mail']);
    expect(run.exitCode, run.output()).toBe(0);
    const text = read(project, 'issues/0002.md');
    expect(text).toContain(`${base}/a)`);
    expect(text).toContain(`${base}/b?x=1&y=2)`);
    expect(readdirSync(project.path('mail/new'))).toEqual([]);
    expect((await project.add(['--mail', 'mail', '--dry-run'])).exitCode).toBe(2);
    expect((await project.add(['--mail', 'mail'])).output()).toContain(
      'There is no address of a page in it.',
    );
  });

  test('nothing at all is told', async () => {
    const project = await draftingProject({});
    const run = await project.add([]);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('No address was given');
  });
});

test('without a draft the next number is made', async () => {
  const project = await draftingProject(
    { '/a': page('Rents fall', published('2016-01-31')) },
    { 'issues/0002.md': DRAFT.replace('draft: true\n', '') },
  );
  const run = await project.add([`${project.web.at('127.0.0.2')}/a`]);
  expect(run.output()).toContain('issues/0003.md');
  expect(read(project, 'issues/0003.md')).toContain('number: 3\ndate: 2016-02-01\ndraft: true');
  const json = (await project.add([`${project.web.at('127.0.0.2')}/a`, '--anyway', '--json'])).json();
  expect(json).toMatchObject({
    path: 'issues/0003.md',
    made: false,
    pages: [{ state: 'added', headline: 'Rents fall', source: 'Harbour Post', date: '2016-01-31' }],
  });
});

test('an issue that is no draft takes nothing unfinished', async () => {
  const project = await draftingProject({ '/a': page('Rents fall', published('2016-01-19')) });
  const run = await project.add([`${project.web.at('127.0.0.2')}/a`, '--issue', '1']);
  expect(run.exitCode).toBe(2);
  expect(run.complaints()).toContain('issues/0001.md is no draft');
});

test('--dry-run writes nothing and shows the item', async () => {
  const project = await draftingProject({ '/a': page('Rents fall', published('2016-01-31')) });
  const before = read(project, 'issues/0002.md');
  const run = await project.add([`${project.web.at('127.0.0.2')}/a`, '--dry-run', '--add-source']);
  expect(run.output()).toContain('Harbour Post reports (January 31st): [text?]');
  expect(read(project, 'issues/0002.md')).toBe(before);
});

test.each([
  [
    'windows-1252',
    'text/html; charset=windows-1252',
    Buffer.from('<title>Caf\u00e9 du port \u2014 ferm\u00e9</title>'.replace('\u2014', '\u0097'), 'latin1'),
    'Café du port — fermé',
  ],
  [
    'said in the page',
    'text/html',
    Buffer.concat([
      Buffer.from('<meta charset=windows-1251><title>'),
      Buffer.from([0xcf, 0xee, 0xf0, 0xf2]),
      Buffer.from('</title>'),
    ]),
    'Порт',
  ],
  [
    'UTF-16',
    'text/html',
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<title>الميناء</title>', 'utf16le')]),
    'الميناء',
  ],
])('a page in the encoding %s', async (_name, type, body, headline) => {
  const project = await draftingProject((request, response) => {
    if (request.url === '/robots.txt') return { status: 404 };
    response.writeHead(200, { 'content-type': type }).end(body);
    return undefined;
  });
  await project.add([`${project.web.at('127.0.0.2')}/a`]);
  expect(read(project, 'issues/0002.md')).toContain(`[${headline}](`);
});

test('the line ends of the file are kept', async () => {
  const project = await draftingProject(
    { '/a': page('Rents fall', published('2016-01-25')) },
    { 'issues/0002.md': DRAFT.replaceAll('\n', '\r\n') },
  );
  await project.add([`${project.web.at('127.0.0.2')}/a`]);
  const text = read(project, 'issues/0002.md');
  expect(text).toContain('Rents fall');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
});

test('addresses of one’s own network are not asked, unless the operator allows it', async () => {
  const project = await draftingProject({ '/a': page('Rents fall') });
  const run = await project.run(['add', `${project.web.at('127.0.0.2')}/a`]);
  expect(run.exitCode).toBe(1);
  expect(project.web.asked).toEqual([]);
  expect(read(project, 'issues/0002.md')).not.toContain('/a)');
});

test('several at once lose nothing of each other', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const project = await draftingProject(
    Object.fromEntries(names.map((name) => [`/${name}`, page(`Page ${name}`)])),
  );
  const runs = await Promise.all(
    names.map((name) => project.add([`${project.web.at('127.0.0.2')}/${name}`])),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  for (const name of names) expect(read(project, 'issues/0002.md')).toContain(`### [Page ${name}](`);
});
