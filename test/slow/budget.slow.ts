// What it costs a reader to open a page of each kind, on a telephone and on a desk: few octets, few requests, all of them to the archive itself, one
// style sheet before the first picture and nothing else, and nothing moves once it stands.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { costOf, type SiteFile } from '../support/page-budget.ts';
import { copyOfShippedNewsletter, runBroadside } from '../support/run-broadside.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const KB = 1024;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.xml': 'application/xml',
  '.xsl': 'application/xslt+xml',
};

/** Page, its style sheet and its scripts, without pictures: KB and requests at most. */
const KINDS: readonly (readonly [kind: string, mostKb: number, mostRequests: number])[] = [
  ['index.html', 60, 2],
  ['issues/0294.html', 100, 2],
  ['issues/2014-06-30-live-iraq.html', 100, 4],
  ['archive.html', 60, 2],
  ['archive/2016.html', 60, 2],
  ['tags.html', 60, 2],
  ['tags/mosul.html', 60, 2],
  ['sources.html', 60, 2],
  ['sources/reuters.html', 60, 2],
  ['search.html', 60, 3],
  ['statement.html', 60, 2],
  ['corrections.html', 60, 2],
  ['events.html', 60, 2],
  ['about.html', 60, 2],
  ['feeds.html', 60, 2],
  ['404.html', 60, 2],
];

/** On a desk these are set otherwise than on a telephone; the others are columns of the same words. */
const STAND_FOR_ALL = new Set(['index.html', 'issues/0294.html', 'issues/2014-06-30-live-iraq.html']);

describe.skipIf(chromiumPath === undefined)('in Chromium (needs a Chromium on this machine)', () => {
  const project = copyOfShippedNewsletter();
  let browser: Browser;
  beforeAll(async () => {
    expect(runBroadside(['build'], project)).toMatchObject({ exitCode: 0, stderr: '' });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(project, { recursive: true, force: true });
  });

  const fileAt = (name: string): SiteFile | undefined => {
    const file = path.join(project, 'out/site', name);
    const mediaType = MEDIA_TYPES[path.extname(name)];
    return mediaType === undefined || !existsSync(file)
      ? undefined
      : { contents: readFileSync(file), mediaType };
  };

  test.each(KINDS)('%s: at most %i KB', async (kind, mostKb, mostRequests) => {
    for (const viewport of IS_WHOLE || STAND_FOR_ALL.has(kind) ? [PHONE, DESK] : [PHONE]) {
      const { octets, requests, others, missing, blocking, shift } = await costOf(
        browser,
        kind,
        fileAt,
        viewport,
      );
      expect({ others, missing, blocking, shift }).toEqual({
        others: [],
        missing: [],
        blocking: ['styles/site.css'],
        shift: 0,
      });
      expect(octets / KB, 'KB').toBeLessThan(mostKb);
      expect(requests, 'requests, without pictures').toBeLessThanOrEqual(mostRequests);
    }
  });

  test('what costs too much is noticed', async () => {
    const page = `<!DOCTYPE html><title>x</title><link rel="stylesheet" href="a.css"><script src="b.js"></script>
      <p>Words</p><img src="c.png"><p>Pushed down</p><script src="https://elsewhere.example/d.js" async></script><img src="e.png">`;
    const files: Readonly<Record<string, SiteFile>> = {
      'bad.html': { contents: page, mediaType: 'text/html' },
      'a.css': { contents: 'p { color: #333 }', mediaType: 'text/css' },
      'b.js': {
        contents: 'setTimeout(() => document.body.prepend(document.createElement("hr"), "late"), 30)',
        mediaType: 'text/javascript',
      },
      'c.png': { contents: fileAt('card.png')?.contents ?? '', mediaType: 'image/png' },
    };
    const cost = await costOf(browser, 'bad.html', (name) => files[name], PHONE);
    expect(cost).toMatchObject({
      others: ['https://elsewhere.example/d.js'],
      missing: ['/e.png'],
      blocking: ['a.css', 'b.js'],
    });
    expect(cost.shift).toBeGreaterThan(0);
  });
});
