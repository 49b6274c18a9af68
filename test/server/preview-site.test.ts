import { describe, expect, it } from 'vitest';
import { missingResponse, siteResponse } from '../../src/server/preview-site.ts';
import { exampleState } from './example-state.ts';

const TAG = '<script src="/reload.js" data-version="7" defer></script>';

describe('siteResponse', () => {
  it.each([
    ['a page without a policy', '<body><p>x</p></body></html>', `<body><p>x</p>${TAG}</body></html>`],
    ['a page without an end', '<p>x', `<p>x${TAG}`],
    [
      'a policy that allows no script at all',
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; base-uri 'none'">`,
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; base-uri 'none'; script-src 'self'; connect-src 'self'">${TAG}`,
    ],
    [
      'a policy that names scripts',
      `<meta http-equiv="content-security-policy" content="script-src 'none'; connect-src https://a.example;">`,
      `<meta http-equiv="content-security-policy" content="script-src 'self'; connect-src https://a.example 'self'">${TAG}`,
    ],
    [
      'other tags, and styles',
      `<meta name="viewport" content='a'><style>p > a {}</style>`,
      `<meta name="viewport" content='a'><style>p > a {}</style>${TAG}`,
    ],
  ])('lets %s reload', async (_, written, served) => {
    const files = [{ path: 'site/index.html', contents: written, mediaType: 'text/html; charset=utf-8' }];
    expect(await (await siteResponse(exampleState({ files: async () => files }), '', '7'))?.text()).toBe(
      served,
    );
  });
});

describe('missingResponse', () => {
  it("is the site's own page, its links below where the preview shows the site", async () => {
    const contents =
      '<link href="/paper/styles/site.css"><a href="/paper/">home</a><a href="https://a.example/">a</a></body>';
    const files = [{ path: 'site/404.html', contents, mediaType: 'text/html; charset=utf-8' }];
    const state = exampleState({ files: async () => files, siteUrl: 'https://harbour.example.org/paper/' });
    const response = await missingResponse(state, '7');
    expect(response?.status).toBe(404);
    expect(await response?.text()).toBe(
      `<link href="/site/styles/site.css"><a href="/site/">home</a><a href="https://a.example/">a</a>${TAG}</body>`,
    );
  });

  it('is none where the site has no such page', async () => {
    expect(await missingResponse(exampleState(), '7')).toBeUndefined();
  });
});
