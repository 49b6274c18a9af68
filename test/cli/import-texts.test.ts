// `import` of plain text from the command line to the files: a folder of pasted newsletters, one file with several in it, mails of a list. Each becomes
// an issue, only once, and the proofreader finds no fault in them but those of the texts.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type TestProject, testProject } from '../support/project.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/old-text');

function harbourSheet(): TestProject {
  const project = testProject({
    'issues/newsletter.yaml': readFileSync(path.join(FIXTURES, 'newsletter.yaml'), 'utf8'),
    'issues/sources.yaml': readFileSync(path.join(FIXTURES, 'sources.yaml'), 'utf8'),
  });
  for (const name of ['0001.md', '0002.md']) rmSync(project.path(`issues/${name}`));
  return project;
}

function issuesIn({ root }: TestProject): readonly string[] {
  return readdirSync(path.join(root, 'issues'))
    .filter((name) => name.endsWith('.md'))
    .sort();
}

test('a file with three newsletters becomes three issues, and only once', async () => {
  const project = harbourSheet();
  const file = path.join(FIXTURES, 'hand-05-three-in-a-file.txt');
  const first = await project.run(['import', file, '--json']);
  expect(first.json()).toMatchObject({
    exports: [{ format: 'text' }],
    isWhole: true,
    issues: { written: 3 },
  });
  expect(issuesIn(project)).toEqual(['0101.md', '0102.md', '0103.md']);
  expect(readFileSync(project.path('issues/0102.md'), 'utf8')).toBe(`---
number: 102
date: 2008-01-19
tags: []
---

## Ports and trade

### Ice breaks

Coast Wire report (16 January): The dog was saved.

As we said in Newsletter No. 101, it bore a dog.

## Housing

### Stoves are given out

Inland Herald reports (17 January): One for two families.
`);
  const second = await project.run(['import', file, '--json']);
  expect(second.json()).toMatchObject({ issues: { written: 0, unchanged: 3 } });
});

test('a folder of texts: what each file is called stands for its number, and what is around the newsletters is told', async () => {
  const project = harbourSheet();
  const folder = project.path('old');
  mkdirSync(path.join(folder, '2005'), { recursive: true });
  writeFileSync(
    path.join(folder, '0012.txt'),
    'June 6, 2005\n\nFerry late again\nReuters report (3 June): The fog.\nhttps://www.reuters.com/fog\n',
  );
  writeFileSync(
    path.join(folder, '2005/0013.txt'),
    'The Harbour Sheet\nNewsletter No. 13\nJune 13, 2005\n\nPlease circulate widely\n\nFerry late againAP report (9 June): The captain blames the wind.\nMore at: https://apnews.com/wind\n',
  );
  const { json } = await project.run(['import', folder, '--json']);
  expect(json()).toMatchObject({ issues: { written: 2 } });
  expect(issuesIn(project)).toEqual(['0012.md', '0013.md']);
  expect(readFileSync(project.path('issues/0013.md'), 'utf8')).toContain(
    '### [Ferry late again](https://apnews.com/wind)\n\nAP report (9 June): The captain blames the wind.\n',
  );
  expect(readFileSync(project.path('import-report.md'), 'utf8')).toContain('“Please circulate widely”');
  const check = await project.run(['check']);
  expect(check.exitCode).toBe(0);
  expect(check.output()).not.toContain('error');
});

test('mails of a list are read as newsletters, broken lines and all', async () => {
  const project = harbourSheet();
  const mails = ['2006-02-06', '2006-02-13'].map(
    (day, nth) => `From sheet@lists.example.net Mon Feb  6 09:00:00 2006
From: The Sheet <sheet@lists.example.net>
Subject: [sheet] The quay is quiet
Date: ${new Date(`${day}T09:00:00Z`).toUTCString()}
Message-ID: <${nth}@lists.example.net>
Content-Type: text/plain; charset=utf-8; format=flowed

The Harbour Sheet
Newsletter No. ${50 + nth}
${day}

Harbour board sells its own pier to three of its members, and ${''}
keeps the gulls
Reuters report (${3 + nth * 7} February): The price is not named, and the buyers ${''}
are not either.
https://www.reuters.com/pier-${nth}

`,
  );
  project.write('list.mbox', mails.join('\n'));
  const { json } = await project.run(['import', 'list.mbox', '--json']);
  expect(json()).toMatchObject({ exports: [{ format: 'mbox' }], issues: { written: 2 } });
  expect(readFileSync(project.path('issues/0051.md'), 'utf8')).toBe(`---
number: 51
title: "The quay is quiet"
date: 2006-02-13
tags: []
---

### [Harbour board sells its own pier to three of its members, and keeps the gulls](https://www.reuters.com/pier-1)

Reuters report (10 February): The price is not named, and the buyers are not either.
`);
});

test('a picture under the name of a text is none', async () => {
  const project = harbourSheet();
  writeFileSync(project.path('0012.txt'), new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
  const { exitCode, complaints } = await project.run(['import', '0012.txt']);
  expect(exitCode).toBe(2);
  expect(complaints()).toContain('in a form that is known');
});

test('a Maildir gives the mails that were seen too, and stays as it is', async () => {
  const project = harbourSheet();
  const mail = (nth: number): string => `From: The Sheet <sheet@lists.example.net>
Subject: [sheet] Newsletter No. ${60 + nth}
Date: Mon, 06 Feb 2006 09:00:00 +0000
Message-ID: <${nth}@lists.example.net>
Content-Type: text/plain; charset=utf-8

The Harbour Sheet
Newsletter No. ${60 + nth}
6 February 2006

Harbour board sells pier ${nth}
Reuters report (3 February): The price is not named.
`;
  for (const folder of ['new', 'cur', 'tmp']) mkdirSync(project.path(`mails/${folder}`), { recursive: true });
  project.write('mails/cur/100.a:2,S', mail(1));
  project.write('mails/new/200.b', mail(2));
  const { json } = await project.run(['import', 'mails', '--json']);
  expect(json()).toMatchObject({ exports: [{ format: 'mbox' }], issues: { written: 2 } });
  expect(issuesIn(project)).toEqual(['0061.md', '0062.md']);
  expect(readdirSync(project.path('mails/new'))).toEqual(['200.b']);
  expect(readdirSync(project.path('mails/cur'))).toEqual(['100.a:2,S']);
});
