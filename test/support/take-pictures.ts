// `npm run pictures`: builds the shipped newsletter in a throwaway folder and takes, in Chromium, the pictures of docs/images/ that README and manual
// show. `npm run pictures -- DIR` takes more of them, to look at.
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openProject } from '../../src/cli/open-project.ts';
import { runProgram } from '../../src/cli/program.ts';
import { prepareListPrinter } from '../../src/compile.ts';
import { LIST_PAGES } from '../render/list-samples.ts';
import { openBrowser } from './browser.ts';
import { copyOfShippedNewsletter, ROOT, runBroadside } from './run-broadside.ts';
import { pagePaint, terminalPage } from './terminal-page.ts';
import { testTerminal } from './test-terminal.ts';

interface Picture {
  readonly name: string;
  /** Below `out/`. */
  readonly page: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scheme?: 'dark';
}

const MAIL = 'email/0294/index.html';
const ISSUE = 'site/issues/0294.html';
const LIVE = 'site/issues/2014-06-30-live-iraq.html';

const PICTURES: readonly Picture[] = [
  { name: 'mail-600-light', page: MAIL, widthPx: 640, heightPx: 1500 },
  { name: 'mail-600-dark', page: MAIL, widthPx: 640, heightPx: 1500, scheme: 'dark' },
  { name: 'mail-360-light', page: MAIL, widthPx: 360, heightPx: 1500 },
  { name: 'mail-360-dark', page: MAIL, widthPx: 360, heightPx: 1500, scheme: 'dark' },
  { name: 'issue-light', page: ISSUE, widthPx: 1200, heightPx: 1500 },
  { name: 'issue-dark', page: ISSUE, widthPx: 1200, heightPx: 1500, scheme: 'dark' },
  { name: 'issue-phone', page: ISSUE, widthPx: 390, heightPx: 1300 },
  { name: 'home-light', page: 'site/index.html', widthPx: 1200, heightPx: 1500 },
  { name: 'home-phone-dark', page: 'site/index.html', widthPx: 390, heightPx: 1300, scheme: 'dark' },
  { name: 'live-light', page: LIVE, widthPx: 1200, heightPx: 1500 },
  { name: 'live-phone', page: LIVE, widthPx: 390, heightPx: 2400 },
  { name: 'archive-light', page: 'site/archive.html', widthPx: 1200, heightPx: 1300 },
];

/** Pages about a subscription, as the front door of the shipped newsletter would show them. */
const LIST_PICTURES = [
  { name: 'sign-up-light', page: 'sign-up', language: 'en', widthPx: 1200, heightPx: 1420, scheme: 'light' },
  { name: 'sign-up-arabic', page: 'sign-up', language: 'ar', widthPx: 390, heightPx: 1660, scheme: 'light' },
  {
    name: 'preferences-phone-dark',
    page: 'preferences-set',
    language: 'en',
    widthPx: 390,
    heightPx: 1660,
    scheme: 'dark',
  },
] as const;

/** An issue with the slips that people make, below the shipped ones. */
const SLIPS = `---
number: 295
date: 2016-02-04
---

## Military news

### [The dam at Mosul needs care, engineers say](https://www.aljazeera.com/news/mosul-dam?utm_source=mail)

Al Jazeera report s (February 1st): The the dam stands on rock that water wears away. It is filled with cement day and night.

### [Turkish trucks wait at the border](https://www.independent.co.uk/news/trucks)

The Indpendent reports (2/3): Drivers have waited for nine days. "Nobody tells us why, one of them said.
`;

const folder = process.argv[2];
const target = path.resolve(folder ?? path.join(ROOT, 'docs/images'));
const manual = globSync('{README.md,docs/*.md}', { cwd: ROOT }).map((file) =>
  readFileSync(path.join(ROOT, file), 'utf8'),
);
const isWanted = ({ name }: { readonly name: string }): boolean =>
  folder !== undefined || manual.some((text) => text.includes(`images/${name}.png`));
const project = copyOfShippedNewsletter();
const browser = await openBrowser();

async function takeListPages(): Promise<void> {
  const { files, settings } = await openProject(testTerminal({ cwd: project }));
  const printer = prepareListPrinter(files, settings);
  for (const { name, page, language, widthPx, heightPx, scheme } of LIST_PICTURES.filter(isWanted)) {
    const shown = LIST_PAGES[page];
    if (shown === undefined) throw new Error(`no page ${page}`);
    const topics = ['oil', 'elections', 'detention', 'displaced people'];
    const { html } = printer.page(
      'topics' in shown ? { ...shown, topics, values: { ...shown.values, ...chosen(page) } } : shown,
      language,
    );
    const context = await browser.newContext({
      viewport: { width: widthPx, height: heightPx },
      colorScheme: scheme,
      locale: 'en-GB',
    });
    await context.route('**/*', (route) =>
      route.request().url().endsWith(printer.styles.path)
        ? route.fulfill({ contentType: 'text/css', body: printer.styles.contents })
        : route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    );
    const tab = await context.newPage();
    await tab.goto('https://list.iraqfocus.example.org/subscribe');
    await tab.screenshot({ path: path.join(target, `${name}.png`) });
    await context.close();
    console.log(path.join(path.relative(process.cwd(), target), `${name}.png`));
  }
}

function chosen(page: string): { readonly topics?: readonly string[] } {
  return page === 'preferences-set' ? { topics: ['oil', 'elections'] } : {};
}

/** The proofreader's report as a terminal shows it. */
async function takeReport(name: string): Promise<void> {
  writeFileSync(path.join(project, 'issues/0295.md'), SLIPS);
  const terminal = testTerminal({ cwd: project, paint: pagePaint });
  await runProgram(['check', '295'], terminal);
  const tab = await browser.newPage({ viewport: { width: 900, height: 100 } });
  await tab.setContent(terminalPage('npx broadside check 295', terminal.output()));
  await tab.screenshot({ path: path.join(target, `${name}.png`), fullPage: true });
  await tab.close();
  console.log(path.join(path.relative(process.cwd(), target), `${name}.png`));
}

try {
  const built = runBroadside(['build'], project);
  if (built.exitCode !== 0) throw new Error(`build failed:\n${built.stdout}${built.stderr}`);
  mkdirSync(target, { recursive: true });
  for (const { name, page, widthPx, heightPx, scheme } of PICTURES.filter(isWanted)) {
    const context = await browser.newContext({
      viewport: { width: widthPx, height: heightPx },
      colorScheme: scheme ?? 'light',
    });
    // A mail's pictures have addresses on the web: they are taken from the editors' folder.
    await context.route(/^https:/u, (route) => {
      const file = new URL(route.request().url()).pathname;
      return file.startsWith('/images/')
        ? route.fulfill({ path: path.join(project, 'issues', file) })
        : route.abort();
    });
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(path.join(project, 'out', page)).href);
    await tab.screenshot({ path: path.join(target, `${name}.png`) });
    await context.close();
    console.log(path.join(path.relative(process.cwd(), target), `${name}.png`));
  }
  // Printed by the program itself.
  copyFileSync(path.join(project, 'out/site/cards/0294.png'), path.join(target, 'share-card.png'));
  await takeListPages();
  await takeReport('check-report');
} finally {
  await browser.close();
  rmSync(project, { recursive: true, force: true });
}
