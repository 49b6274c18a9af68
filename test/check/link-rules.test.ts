// Addresses go in, one issue each; what the rules about links say of them comes out, and what `check --fix` makes of them. The
// fixtures of the rules show the rest.
import { describe, expect, test } from 'vitest';
import { isTrackingParameter, withoutTracking } from '../../src/check/links/tracking-parameters.ts';
import { diagnosticsOf, filesOf, fixed } from './rule-cases.ts';

/** An item whose text has the words. */
const issueWith = (words: string) =>
  filesOf(
    `---\nnumber: 12\ndate: 2026-01-09\n---\n\n### [Bridge](https://www.reuters.com/bridge)\n\nReuters report (3 January): It is shut. ${words}\n`,
  );
const found = (words: string) =>
  diagnosticsOf(issueWith(words))
    .map(({ ruleId }) => ruleId)
    .filter((id) => id.startsWith('link-'));
const mended = (words: string) => fixed(issueWith(words))[0]?.value.split('It is shut. ')[1]?.trimEnd();

describe('link-private', () => {
  test.each([
    'http://localhost/a',
    'http://localhost:4321/issues/0012.html',
    'http://127.0.0.1:8080/a',
    'http://0x7f.1/a',
    'http://10.1.2.3/a',
    'http://172.16.0.1/a',
    'http://172.31.255.1/a',
    'http://169.254.169.254/a',
    'http://router.lan/a',
    'http://printer.local/a',
    'http://wiki.intranet/a',
    'https://preview.example/?p=1&preview=true',
    'https://blog.example/?preview_id=7&preview_nonce=ab',
    'https://blog.example/wp-admin/post.php?post=7&action=edit',
    'https://mail.google.com/mail/u/0/#inbox/x',
    'https://outlook.office.com/mail/inbox',
    'https://webmail.union.example/?_task=mail',
    'https://union.example/roundcube/?_task=mail',
    'https://docs.google.com/spreadsheets/d/1x/edit#gid=0',
    'https://docs.google.com/document/u/1/d/1x/edit',
    'https://ines@union.example/a',
    'https://ines:secret@union.example/a',
  ])('asks about %s', (url) => {
    expect(found(`See [the rota](${url}).`)).toEqual(['link-private']);
  });

  test.each([
    'https://172.32.0.1/a',
    'https://11.0.0.1/a',
    'https://docs.google.com/document/d/e/2x/pub',
    'https://docs.google.com/forms/d/e/1x/viewform',
    'https://maps.example/@53.8,-1.5',
    'https://local.example/a',
    'https://thelocal.example/lan/a',
    'https://preview.example/2026/preview-of-the-vote?preview=no',
    'https://mail.example/a',
    'https://groups.google.com/g/harbour',
  ])('says nothing of %s', (url) => {
    expect(found(`See [the rota](${url}).`)).toEqual([]);
  });
});

describe('link-bare', () => {
  test.each([
    ['See https://port.example/rota.', 'See <https://port.example/rota>.'],
    ['See (https://port.example/a_(b)), they say.', 'See (<https://port.example/a_(b)>), they say.'],
    ['See https://port.example/rota?a=1,2!', 'See <https://port.example/rota?a=1,2>!'],
    ['The rota, https://port.example/rota, is out.', 'The rota, <https://port.example/rota>, is out.'],
    [
      'A https://port.example/a and https://port.example/a.',
      'A <https://port.example/a> and <https://port.example/a>.',
    ],
    // Nothing quoted is touched, and what begins with www. might need http.
    ['He said: "Look at https://port.example/rota."', 'He said: "Look at https://port.example/rota."'],
    ['See www.port.example/rota.', 'See www.port.example/rota.'],
    [
      'So:\n\n> Look at https://port.example/rota today.',
      'So:\n\n> Look at https://port.example/rota today.',
    ],
  ])('asks about %s', (words, expected) => {
    expect(new Set(found(words))).toEqual(new Set(['link-bare']));
    expect(mended(words)).toBe(expected);
  });

  test.each([
    'The site is www.port.example, says Antiwar.com.',
    'See <https://port.example/rota>.',
    'See [the rota](https://port.example/rota).',
    'It runs on `https://port.example/rota`.',
    'The word https:// begins an address.',
    'See [the rota of https://port.example/rota today](https://port.example/rota).',
  ])('says nothing of %s', (words) => {
    expect(found(words)).toEqual([]);
  });
});

describe('link-vague', () => {
  test.each(['here', 'Here', '(here)', 'read more…', 'click  here', 'Link here', 'this', '→ more', 'هنا'])(
    'asks about "%s"',
    (words) => {
      expect(found(`It is out: [${words}](https://port.example/rota).`)).toEqual(['link-vague']);
    },
  );

  test.each([
    'the rota',
    'here in Lowport',
    'more than 12 ports',
    'Linköping',
    'hier',
    'ici',
    'Here Comes the Crane',
    '2026',
    'PDF',
  ])('says nothing of "%s" in English', (words) => {
    expect(found(`It is out: [${words}](https://port.example/rota).`)).toEqual([]);
  });
});

test('link-vague asks about a link without words, unless it has a picture', () => {
  expect(found('It is out: [](https://port.example/rota).')).toEqual(['link-vague']);
  expect(found('It is out: [![](images/a.jpg)](https://port.example/rota).')).toEqual([]);
});

describe('link-host', () => {
  const ofHeadline = (url: string, source = 'Reuters report') =>
    diagnosticsOf(
      filesOf(
        `---\nnumber: 12\ndate: 2026-01-09\n---\n\n### [Bridge](${url})\n\n${source} (3 January): It is shut.\n`,
      ),
    ).map(({ ruleId }) => ruleId);

  test.each([
    'https://uk.reuters.com/a',
    'https://REUTERS.com/a',
    'https://www-reuters-com.cdn.ampproject.org/c/s/www.reuters.com/a',
    'https://www.google.com/amp/s/www.reuters.com/a',
    'https://archive.ph/2026.01.03/https://www.reuters.com/a',
    // It does not say of what it is a copy.
    'https://archive.ph/AbCdE',
  ])('takes %s for an address of Reuters', (url) => {
    expect(ofHeadline(url)).toEqual([]);
  });

  test.each([
    'https://notreuters.com/a',
    'https://reuters.com.example/a',
    'https://tide.example/reuters.com',
  ])('takes %s for none', (url) => {
    expect(ofHeadline(url)).toEqual(['link-host']);
  });

  test('knows nothing of a source without domains, or of none', () => {
    expect(ofHeadline('https://anywhere.example/a', 'Ines Roca writes')).toEqual([]);
    expect(ofHeadline('https://anywhere.example/a', 'Quayside News report')).toEqual(['source-unknown']);
  });
});

describe('withoutTracking', () => {
  test.each([
    ['https://a.example/b?utm_source=x', 'https://a.example/b'],
    ['https://a.example/b?id=1&utm_source=x&c=%20+', 'https://a.example/b?id=1&c=%20+'],
    ['https://a.example/b?UTM_Source=x&id=1', 'https://a.example/b?id=1'],
    ['https://a.example/b?fbclid#part', 'https://a.example/b#part'],
    ['https://a.example/b#utm_source=x', 'https://a.example/b'],
    ['https://a.example/b#xtor=RSS-3208', 'https://a.example/b'],
    ['https://a.example/b#.VpmHcvmLTIU', 'https://a.example/b'],
    ['https://a.example/b?id=1#ixzz3vXabc', 'https://a.example/b?id=1'],
  ])('makes %s %s', (url, expected) => {
    expect(withoutTracking(url).url).toBe(expected);
  });

  test.each([
    'https://a.example/b',
    'https://a.example/b?',
    'https://a.example/b?id=1&&c',
    'https://a.example/utm_source=x',
    'https://a.example/b?q=utm_source',
    'https://a.example/b?ref=home&source=rss&cid=7',
    'https://a.example/b#!/utm',
    'https://a.example/b#at-the-quay',
  ])('leaves %s as it is', (url) => {
    expect(withoutTracking(url)).toEqual({ url, removed: [] });
  });

  test.each(['at_medium', 'utm_content', 'CMP', 'mc_cid', 'gclid'])('%s is tracking', (name) => {
    expect(isTrackingParameter(name)).toBe(true);
  });

  test.each(['at', 'cmpx', 'utm', 'id', 'page', ''])('%s is not', (name) => {
    expect(isTrackingParameter(name)).toBe(false);
  });
});
