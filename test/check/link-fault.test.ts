import { describe, expect, test } from 'vitest';
import { linkFault } from '../../src/check/links/link-fault.ts';

// Addresses that real newsletters carried, odd as some look.
const RIGHT = [
  'https://www.reuters.com/',
  'http://news.antiwar.com/2016/01/15/pentagon-admits-to-eight-more-civilians-killed-in-iraq-syria-airstrikes/',
  "https://www.niqash.org/en/articles/security/5183/Extremists'-New-Evil-Ways-With-Explosives-As-They-Withdraw.htm",
  'http://www.guardian.co.uk/Iraq/Story/0,2763,1708159,00.html',
  'https://web.archive.org/web/20160116/http://www.example.org/a',
  'https://www.example.org/out?url=https://www.example.com/b',
  'https://www.example.org/out?to=https%3A%2F%2Fwww.example.com%2Fb',
  'https://abcnews.go.com/Politics/carter/story?id=35510035',
  'http://aje.me/1uAyTM4',
  'https://موقع.example/أخبار',
  'https://example.org:8080/a?b=c#d',
  'https://user.example.org/wiki/Iraq_(disambiguation)',
  'http://192.0.2.7/report.pdf',
  'https://example.org./',
  'mailto:editors@example.org',
  'images/cranes.jpg',
  '../0293.html',
  '0293.md',
  'report.html#top',
  '#top',
  '/archive.html',
];

const WRONG: readonly { url: string; what: string; expected?: string; mended?: string }[] = [
  { url: '', what: 'link without an address' },
  {
    url: 'https://lists.ris eup.example/info',
    what: 'space in an address',
    expected: 'https://lists.riseup.example/info',
  },
  {
    url: 'https://lists.example/info/i raqfocus',
    what: 'space in an address',
    expected: 'https://lists.example/info/iraqfocus',
  },
  {
    url: 'https://example.org/\u200bstory',
    what: 'invisible character in an address',
    mended: 'https://example.org/story',
  },
  { url: 'https://example.org/<b>', what: 'angle bracket in an address', expected: 'https://example.org/b' },
  { url: 'htp://example.org/a', what: '"htp://" in an address', expected: 'http://example.org/a' },
  { url: 'hhttps://example.org/a', what: '"hhttps://" in an address', expected: 'https://example.org/a' },
  { url: 'ttps://example.org/a', what: '"ttps://" in an address', expected: 'https://example.org/a' },
  { url: 'http:/example.org/a', what: '"http:/" in an address', expected: 'http://example.org/a' },
  { url: 'http//example.org/a', what: '"http//" in an address', expected: 'http://example.org/a' },
  { url: 'https;//example.org/a', what: '"https;//" in an address', expected: 'https://example.org/a' },
  { url: 'http://http://example.org/a', what: '"http://" before an address', mended: 'http://example.org/a' },
  { url: 'http:https://example.org/a', what: '"http:" before an address', mended: 'https://example.org/a' },
  { url: ':https://example.org/a', what: '":" before an address', mended: 'https://example.org/a' },
  { url: 'url:https://example.org/a', what: '"url:" before an address', mended: 'https://example.org/a' },
  {
    url: 'https://example.org/ahttps://example.com/b',
    what: 'second address in the first',
    expected: 'https://example.com/b',
  },
  {
    url: 'https://example.org/a,http://example.com/b',
    what: 'second address in the first',
    expected: 'http://example.com/b',
  },
  { url: 'javascript:alert(1)', what: '"javascript:" in an address' },
  { url: 'data:text/html,hello', what: '"data:" in an address' },
  { url: 'file:///home/report.html', what: '"file:" in an address' },
  { url: 'www.example.org/a', what: 'address without https://', expected: 'https://www.example.org/a' },
  { url: 'example.org', what: 'address without https://', expected: 'https://example.org' },
  { url: '//example.org/a', what: 'address without https://', expected: 'https://example.org/a' },
  { url: 'https://', what: 'address without the name of a site' },
  { url: 'https:///story', what: '"https:///" in an address', expected: 'https://story' },
  { url: 'https://?id=3', what: 'address without the name of a site' },
  { url: 'https://wwwexampleorg/a', what: 'name of a site "wwwexampleorg" in an address' },
  { url: 'https://www.example,org/a', what: 'name of a site "www.example,org" in an address' },
  { url: 'https://www..example.org/a', what: 'name of a site "www..example.org" in an address' },
];

describe('linkFault', () => {
  test.each(RIGHT)('finds nothing in %s', (url) => {
    expect(linkFault(url)).toBeUndefined();
  });

  test.each(WRONG)('finds $what in "$url"', ({ url, what, expected, mended }) => {
    const fault = linkFault(url);
    expect(fault?.what).toBe(what);
    if (expected !== undefined) expect(fault?.expected[0]).toBe(expected);
    expect(fault?.mended).toBe(mended);
  });
});
