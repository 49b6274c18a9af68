// The whole life of a subscription, in a real browser and with the mails as they lie in the outbox: signing up, confirming, choosing, an issue, a click in a
// mail program, coming back, being forgotten. On the way every page is looked over by axe, and nothing may be refused by the pages' own policy.
import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { axeViolations, overflowOf } from '../support/axe-violations.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { NEWSLETTER, type TestProject, testProject } from '../support/project.ts';
import { type ReadLetter, readLetter } from '../support/read-letter.ts';
import { testTerminal } from '../support/test-terminal.ts';

interface Town {
  readonly project: TestProject;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Where `serve` answers. */
  readonly listen: string;
  /** The same address on this machine. */
  here(link: string): string;
  /** Looks the page over. */
  look(heading: RegExp): Promise<void>;
  press(name: RegExp): Promise<void>;
  /** The mails that have come since the last time, once there are so many. */
  mails(count: number): Promise<readonly ReadLetter[]>;
  readonly looked: string[];
}

let browser: Browser;
beforeAll(async () => {
  if (chromiumPath !== undefined) browser = await openBrowser();
});
afterAll(async () => browser?.close());

async function town(): Promise<Town> {
  const project = testProject({
    'issues/newsletter.yaml': `${NEWSLETTER}topics: [ports, ships]\n`,
  });
  await project.run(['build']);
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({
    cwd: project.root,
    now: () => new Date().toISOString(),
    interrupted: ended.promise,
  });
  const running = runProgram(['serve', '--listen', ':0', '--metrics', ':0', '--json'], terminal);
  await expect.poll(() => terminal.output(), { timeout: 20_000 }).toContain('metrics');
  const { listen } = JSON.parse(terminal.output()) as { listen: string };
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, acceptDownloads: true });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    // A page that says 403, 404 or 410 is told of by the browser, too.
    if (message.type() === 'error' && !message.text().includes('status of 4')) errors.push(message.text());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  onTestFinished(async () => {
    await context.close();
    ended.resolve();
    await running;
    expect(errors).toEqual([]);
  });
  const seen = new Set<string>();
  const looked: string[] = [];
  return {
    project,
    page,
    context,
    listen,
    looked,
    here: (link) => new URL(new URL(link).pathname, listen).href,
    look: async (heading) => {
      await page.locator('h1').first().waitFor();
      expect(await page.locator('h1').first().textContent()).toMatch(heading);
      const violations = await axeViolations(page);
      expect(violations).toEqual([]);
      const wider = await overflowOf(page);
      expect(wider, 'pixels wider than the window').toBe(0);
      looked.push(String(await page.locator('h1').textContent()));
    },
    press: async (name) => {
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name }).click()]);
    },
    mails: async (count) => {
      const folder = project.path('out/outbox');
      const fresh = () => {
        try {
          return readdirSync(folder).filter((name) => name.endsWith('.eml') && !seen.has(name));
        } catch {
          return [];
        }
      };
      await expect.poll(() => fresh().length, { timeout: 30_000 }).toBe(count);
      const names = fresh();
      for (const name of names) seen.add(name);
      return Promise.all(names.map((name) => readLetter(readFileSync(`${folder}/${name}`))));
    },
  };
}

const linkIn = (letter: ReadLetter | undefined, path: 'c' | 'u' | 'p'): string =>
  new RegExp(`https://harbour\\.example\\.org/${path}/[\\w-]+`, 'u').exec(letter?.email.text ?? '')?.[0] ??
  '';

async function signUp(town: Town, address: string): Promise<ReadLetter | undefined> {
  const { page, listen, look, press, mails } = town;
  await page.goto(`${listen}subscribe`);
  await look(/Subscribe/u);
  await page.locator('#address').fill(address);
  await page.locator('#name').fill('Ana <script>');
  // Nobody is quicker than two seconds.
  await page.waitForTimeout(2100);
  await press(/subscribe|sign/iu);
  await look(/Look into your mailbox/u);
  const [mail] = await mails(1);
  return mail;
}

const statusOf = async ({ project }: Town, address: string): Promise<unknown> => {
  const all = (await project.run(['subscribers', 'list', '--json'])).json() as {
    address: string;
    status: string;
  }[];
  return all.find((one) => one.address === address)?.status;
};

describe.skipIf(chromiumPath === undefined)(
  'a subscription (needs a Chromium on this machine)',
  { timeout: 180_000 },
  () => {
    test('from the form to the click in a mail program', async () => {
      const here = await town();
      const { page, look, press, mails, project } = here;
      await page.goto(here.listen);
      expect(await page.locator('h1').first().textContent()).toContain('Harbour News');
      const mail = await signUp(here, 'ana@example.org');
      expect(await statusOf(here, 'ana@example.org')).toBe('unconfirmed');
      expect(mail?.email.text).not.toContain('Ana');

      await page.goto(here.here(linkIn(mail, 'c')));
      await look(/One press, and you are on the list/u);
      expect(await statusOf(here, 'ana@example.org')).toBe('unconfirmed');
      await press(/./u);
      await look(/You are subscribed/u);
      expect(await statusOf(here, 'ana@example.org')).toBe('confirmed');

      await page.locator('a[href*="/p/"]').first().click();
      await look(/What you receive/u);
      await page.locator('input[name="choice"][value="some"]').check();
      await page.locator('input[name="topics"][value="ports"]').check();
      await page.locator('input[name="format"][value="text"]').check();
      await page.locator('#name').fill('Ana');
      await press(/save/iu);
      await look(/What you receive/u);
      expect(await page.locator('[role="status"]').count()).toBe(1);
      const preferences = page.url();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('form[action$="/data"] button').click(),
      ]);
      const record = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
        subscriber: { address: string; topics: string[]; format: string };
        consents: { event: string; version?: string; proof?: string }[];
      };
      expect(record.subscriber).toMatchObject({
        address: 'ana@example.org',
        topics: ['ports'],
        format: 'text',
      });
      expect(record.consents.map(({ event }) => event)).toEqual(expect.arrayContaining(['given', 'changed']));
      expect(record.consents.find(({ event }) => event === 'given')?.version).toMatch(/^en-[0-9a-f]{12}$/u);

      await project.run(['send', '2', '--yes']);
      const [issue] = await mails(1);
      expect(issue?.email.html).toBeUndefined();
      const [header = ''] = issue?.values('list-unsubscribe') ?? [];
      const leave = /<(https:[^>]+)>/u.exec(header)?.[1] ?? '';
      const answer = await fetch(here.here(leave), {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      expect([answer.status, answer.redirected]).toEqual([200, false]);
      expect(await statusOf(here, 'ana@example.org')).toBe('unsubscribed');
      await project.run(['send', '1', '--yes']);
      await page.waitForTimeout(500);
      expect(await mails(0)).toEqual([]);
      await page.goto(preferences);
      await look(/You have left the list/u);
    });

    test('from the button to coming back, and to being forgotten', async () => {
      const here = await town();
      const { page, look, press, mails, project } = here;
      const mail = await signUp(here, 'bob@example.org');
      await page.goto(here.here(linkIn(mail, 'c')));
      await press(/./u);
      await project.run(['send', '2', '--yes']);
      const [issue] = await mails(1);

      await page.goto(here.here(linkIn(issue, 'u')));
      await look(/Do you want to leave/u);
      expect(await statusOf(here, 'bob@example.org')).toBe('confirmed');
      await press(/./u);
      await look(/You have left the list/u);
      expect(await statusOf(here, 'bob@example.org')).toBe('unsubscribed');
      await press(/./u);
      await look(/You are back on the list/u);
      expect(await statusOf(here, 'bob@example.org')).toBe('confirmed');

      await page.goto(here.here(linkIn(issue, 'p')));
      await page.locator('a[href$="/erase"]').click();
      await look(/Erase everything about you/u);
      await press(/./u);
      await look(/You are erased/u);
      expect(await statusOf(here, 'bob@example.org')).toBeUndefined();
      expect((await page.goto(here.here(linkIn(issue, 'p'))))?.status()).toBe(410);
      await look(/You are erased/u);
      const again = await fetch(here.here(linkIn(issue, 'u')), {
        method: 'POST',
        body: new URLSearchParams(),
      });
      expect(again.status).toBe(200);

      for (const [path, heading] of [
        ['u/wrong', /We do not know this link/u],
        ['nowhere', /There is no such page/u],
      ] as const) {
        expect((await page.goto(`${here.listen}${path}`))?.status()).toBe(404);
        await look(heading);
      }
    });

    test('from a plain form on somebody’s own site, with one more press', async () => {
      const here = await town();
      const { page, context, look, press, listen } = here;
      // Another origin, as far as a browser can tell.
      const other = listen.replace('127.0.0.1', 'localhost');
      await context.route(`${other}page`, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<form method="post" action="${listen}subscribe"><input name="address" value="eve@example.org"><button>Go</button></form>`,
        }),
      );
      await page.goto(`${other}page`);
      await press(/Go/u);
      await look(/Subscribe/u);
      expect(await page.locator('#address').inputValue()).toBe('eve@example.org');
      await page.waitForTimeout(2100);
      await press(/subscribe|sign/iu);
      await look(/Look into your mailbox/u);
      expect(await here.mails(1)).toHaveLength(1);
    });
  },
);
