// `npm run pictures`: builds the shipped newsletter in a throwaway folder and takes the pictures of docs/images/ in Chromium.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';
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
  { name: 'live-light', page: LIVE, widthPx: 1200, heightPx: 2400 },
  { name: 'live-phone', page: LIVE, widthPx: 390, heightPx: 2400 },
  { name: 'archive-light', page: 'site/archive.html', widthPx: 1200, heightPx: 1300 },
];

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

const target = path.resolve(process.argv[2] ?? path.join(ROOT, 'docs/images'));
const project = copyOfShippedNewsletter();
const browser = await openBrowser();

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
  for (const { name, page, widthPx, heightPx, scheme } of PICTURES) {
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
  await takeReport('check-report');
} finally {
  await browser.close();
  rmSync(project, { recursive: true, force: true });
}
