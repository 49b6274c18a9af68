// The next issue out of ticked candidates, and more of them into the draft that is open.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DRAFT, draftingProject, NOW } from './drafting-project.ts';

const INBOX = `# Inbox

My own note.

## Housing

- [x] [Rents fall on the quay](http://a.example/rents?utm_source=feed) · Harbour Post · 30 January 2016
  > The landlords' union has given in, and *rents* go down by a tenth.
- [ ] [Not this one](http://a.example/not) · Reuters · 30 January 2016

## Ports

- [x] [Strike at the dock](http://www.reuters.com/strike) · Reuters · 29 January 2016
  Tags: strike
- [x] [Cranes to be sold](http://a.example/cranes) · Harbour Post · 31 January 2016
  Seen in No. 1
  Also: [Coast Wire](http://wire.example/cranes--%3E)

  I rang them: **all four** cranes go.
- [x] [The crane again](http://127.0.0.2/crane) · Harbour Post

## Unsorted

- [x] http://unknown.example/page
- [x] call the harbour master
`;

async function inboxProject(files: Readonly<Record<string, string>> = {}) {
  const project = await draftingProject(
    {},
    { 'issues/inbox.md': INBOX, 'issues/0002.md': DRAFT.replace('draft: true\n', ''), ...files },
  );
  return {
    ...project,
    read: (file: string) => readFileSync(project.path(file), 'utf8'),
    make: (argv: readonly string[] = []) => project.run(['new', ...argv], { now: () => NOW }),
  };
}

test('the next issue has the ticked ones by section, the newest first', async () => {
  const project = await inboxProject();
  const run = await project.make();
  expect(run.exitCode, run.complaints()).toBe(0);
  expect(project.read('issues/0003.md')).toMatchInlineSnapshot(`
    "---
    number: 3
    date: 2016-02-01
    draft: true
    tags: []
    ---

    <!--
    Write here what the issue is about, in a sentence or two. [source?], [date?] and [text?] below are for you to fill in, and
    tags marked as proposed for you to look at. Delete this note, and the line "draft: true" above when the issue is ready.
    -->

    ## Ports and trade

    ### [Cranes to be sold](http://a.example/cranes)

    Harbour Post reports (January 31st): I rang them: **all four** cranes go.

    <!-- Also: Coast Wire http://wire.example/cranes--%3E -->

    Tags: cranes <!-- proposed -->

    ### [Strike at the dock](http://www.reuters.com/strike)

    Reuters report (January 29th): [text?]

    Tags: strike

    ### [[headline?]](http://unknown.example/page)

    [source?] reports ([date?]): [text?]

    ## Housing

    ### [Rents fall on the quay](http://a.example/rents)

    Harbour Post reports (January 30th): The landlords' union has given in, and \\*rents\\* go down by a tenth.

    Tags: rents <!-- proposed -->
    "
  `);
  expect(run.output()).toMatchInlineSnapshot(`
    "made  issues/0003.md, dated 2016-02-01, marked as a draft, with 4 items of issues/inbox.md
      Ports and trade
        Cranes to be sold
        Strike at the dock  for you: what it says
        http://unknown.example/page  for you: the headline, the source, the day, what it says, its section
      Housing
        Rents fall on the quay
    left out  The crane again: told in No. 1 (issues/0001.md:15)
    look  issues/inbox.md:25 has no web address: call the harbour master

    Next: fill in 5 blanks in issues/0003.md; \`broadside check\` shows what is left."
  `);
  expect(project.read('issues/inbox.md')).toBe(
    INBOX.replace('127.0.0.2/', `${new URL(project.web.at('127.0.0.2')).host}/`),
  );
  const check = await project.run(['check', '3', '--json']);
  const { diagnostics } = check.json() as { diagnostics: readonly { ruleId: string; severity: string }[] };
  expect(
    new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ ruleId }) => ruleId)),
  ).toEqual(new Set(['text-blank']));
});

test('run again, it adds what is new to the open draft, and nothing else is touched', async () => {
  const project = await inboxProject();
  await project.make();
  const first = project.read('issues/0003.md');
  const nothing = await project.make();
  expect(nothing.output()).toContain('nothing new');
  expect(project.read('issues/0003.md')).toBe(first);
  const edited = first.replace(
    '### [Strike at the dock]',
    'An editor wrote this.\n\n### [Strike at the dock]',
  );
  project.write('issues/0003.md', edited);
  project.write('issues/inbox.md', project.read('issues/inbox.md').replace('[ ] [Not this', '[x] [Not this'));
  const run = await project.make();
  expect(run.output()).toContain('issues/0003.md, which was open');
  const now = project.read('issues/0003.md');
  expect(now.startsWith(edited)).toBe(true);
  expect(now.slice(edited.length)).toBe(
    '\n### [Not this one](http://a.example/not)\n\nReuters report (January 30th): [text?]\n',
  );
  expect((await project.make(['--date', '2016-03-01'])).exitCode).toBe(2);
});

test('without an inbox, and with nothing ticked, an empty issue is begun', async () => {
  const project = await inboxProject({ 'issues/inbox.md': '- [ ] [Not this one](http://a.example/not)\n' });
  const run = await project.make(['--date', '2016-02-03']);
  expect(run.output()).toContain('made  issues/0003.md, dated 2016-02-03, marked as a draft');
  expect(project.read('issues/0003.md')).toContain('## Ports and trade');
  await project.make(['Live from the quay']);
  expect(project.read('issues/2016-02-01-live-from-the-quay.md')).toContain('title: "Live from the quay"');
});

test('words that would become items of their own are refused, and nothing is written', async () => {
  const project = await inboxProject({
    'issues/inbox.md': '- [x] [A](http://a.example/a)\n\n    Words.\n\n    ### Another item\n',
  });
  const run = await project.make();
  expect(run.exitCode).toBe(2);
  expect(run.complaints()).toContain('"A" cannot be put into issues/0003.md as one item');
  expect(existsSync(project.path('issues/0003.md'))).toBe(false);
});
