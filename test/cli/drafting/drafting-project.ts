// A newsletter with sections, sources on this machine and an archive of two issues, and a small web of pages that its editors read.

import { type Answers, type LocalWeb, localWeb, type Page } from '../../net/local-web.ts';
import { NEWSLETTER, type TestProject, testProject } from '../../support/project.ts';

export const SECTIONS = `sections:
  - { name: Ports and trade, aliases: [Ports], kind: items }
  - { name: Housing, aliases: [], kind: items }
  - { name: Events, aliases: [], kind: events }
  - { name: Of interest to readers, aliases: [Of interest], kind: interest }
`;

export const SOURCES = `# Who we quote.
sources:
  # Local.
  - id: harbour-post
    name: Harbour Post
    variants: [HarbourPost]
    verb: reports
    kind: newspaper

  - id: reuters
    name: Reuters
    verb: report
    kind: agency
    domains: [reuters.com]
`;

export const ISSUE = `---
number: 1
date: 2016-01-20
tags: [ports]
---

## Ports and trade

### [Dockers vote to end strike](http://127.0.0.2/old)

Harbour Post reports (January 12th): Crane crews voted to go back.

Tags: strike, dockers

### [Crane falls into the dock](http://127.0.0.2/crane)

Harbour Post reports (January 11th): Nobody was hurt.

Tags: cranes, dockers

## Housing

### [Rents rise on the quay](http://127.0.0.2/rents)

Harbour Post reports (January 10th): Tenants met.

Tags: rents, tenants
`;

export const DRAFT = `---
number: 2
date: 2016-02-01
draft: true
tags: []
---

Hello.

## Ports and trade

### [A new pilot boat](http://127.0.0.2/pilot)

Harbour Post reports (January 30th): It is blue.

<!-- on purpose: link-insecure (the site has no other) -->
### [An old pilot boat](http://127.0.0.2/old-pilot)

Harbour Post reports (January 20th): It was green.

## Of interest to readers

- [A short history of cranes](https://books.example/cranes), free online.
`;

export const NOW = '2016-02-01T09:00:00.000Z';
export const ALLOW = { BROADSIDE_NET_ALLOW: '127.0.0.0/8' };

export interface DraftingProject extends TestProject {
  readonly web: LocalWeb;
  add(argv: readonly string[], input?: string): ReturnType<TestProject['run']>;
}

export async function draftingProject(
  pages: Readonly<Record<string, Page>> | Answers,
  files: Readonly<Record<string, string>> = {},
): Promise<DraftingProject> {
  const web = await localWeb(pages);
  const port = new URL(web.at('127.0.0.2')).port;
  const here = (text: string): string => text.replaceAll('127.0.0.2/', `127.0.0.2:${port}/`);
  const project = testProject({
    'issues/newsletter.yaml': `${NEWSLETTER}${SECTIONS}`,
    'issues/sources.yaml': SOURCES,
    'issues/0001.md': here(ISSUE),
    'issues/0002.md': here(DRAFT),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, here(text)])),
  });
  return {
    ...project,
    web,
    add: (argv, input = '') => project.run(['add', ...argv], { env: ALLOW, now: () => NOW, input }),
  };
}

export function page(title: string, head = ''): Page {
  return {
    body: `<!doctype html><html lang="en"><head><title>${title} | Harbour Post</title><meta property="og:site_name" content="Harbour Post">${head}</head><body><h1>${title}</h1></body></html>`,
  };
}

export function published(day: string): string {
  return `<meta property="article:published_time" content="${day}">`;
}
