// What this program publishes it can collect and draft again: its feeds, in all their forms, keep source, day and link.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileSettings } from '../../../src/compile-settings.ts';
import { readProject } from '../../../src/files/read-project.ts';
import type { Item } from '../../../src/model/entry.ts';
import { parseIssue } from '../../../src/parse/parse-issue.ts';
import { localWeb } from '../../net/local-web.ts';
import { testProject } from '../../support/project.ts';
import { ALLOW, DRAFT, draftingProject, NOW } from './drafting-project.ts';

const ISSUE = `---
number: 3
date: 2016-01-30
tags: [ports]
preheader: The news of number 3.
---

## Ports

### [Dockers vote & go back](https://harbourpost.example/vote)

Harbour Post reports (5 January): Crane crews voted to go back.

### [The *new* rota](https://harbourpost.example/rota)

Harbour Post reports (4 January): It starts in March.
`;

test('house → feed → collect → draft', async () => {
  const house = testProject({ 'issues/0003.md': ISSUE });
  expect((await house.run(['build'])).exitCode).toBe(0);
  const feeds = ['feed.xml', 'items.xml', 'items.atom.xml', 'items.json'];
  const web = await localWeb(
    Object.fromEntries(
      feeds.map((name) => [`/${name}`, { body: readFileSync(house.path(`out/site/${name}`), 'utf8') }]),
    ),
  );
  const project = await draftingProject(
    {},
    {
      'issues/0002.md': DRAFT.replace('draft: true\n', ''),
      'issues/sources.yaml': `sources:\n  - { id: harbour-news, name: Harbour News, verb: writes, kind: newspaper, domains: [harbour.example.org], feeds: [${feeds.map((name) => `{ url: "${web.at('127.0.0.3')}/${name}" }`).join(', ')}] }\n`,
    },
  );
  const options = { env: ALLOW, now: () => NOW };
  const collected = await project.run(['collect', '--pace', '0'], options);
  expect(collected.exitCode, collected.output() + collected.complaints()).toBe(0);
  const inbox = readFileSync(project.path('issues/inbox.md'), 'utf8');
  project.write('issues/inbox.md', inbox.replaceAll('- [ ]', '- [x]'));
  await project.run(['new'], options);

  const files = await readProject(project.root);
  const { settings } = compileSettings(files);
  const value = readFileSync(project.path('issues/0003.md'), 'utf8');
  if (settings === undefined) throw new Error('There are no settings');
  const { issue, diagnostics } = parseIssue({ path: 'issues/0003.md', value }, settings);
  expect(diagnostics).toEqual([]);
  const items = issue.sections
    .flatMap(({ entries }) => entries)
    .filter((entry): entry is Item => entry.kind === 'item');
  const told = items.map(({ headline, url, reports }) => [
    headline,
    url,
    ...reports.map(({ source, verb, date }) => `${source.id} ${verb} ${date}`),
  ]);
  const page = 'https://harbour.example.org/issues/0003.html';
  expect(told).toEqual(
    expect.arrayContaining([
      ['Newsletter No. 3', page, 'harbour-news writes 2016-01-30'],
      ['Dockers vote & go back', `${page}#no-3-dockers-vote-go-back`, 'harbour-news writes 2016-01-30'],
      ['The new rota', `${page}#no-3-the-new-rota`, 'harbour-news writes 2016-01-30'],
    ]),
  );
  // Three feeds have the items, and each stands once.
  expect(told.filter(([headline]) => headline === 'The new rota').length).toBe(1);
});
