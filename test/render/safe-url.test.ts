import { describe, expect, test } from 'vitest';
import { safeUrl, safeUrlOrRelative } from '../../src/render/safe-url.ts';

describe('addresses that may be linked', () => {
  test.each([
    ['https://a.example/b?c=d&e=f#g', 'https://a.example/b?c=d&e=f#g'],
    ['HTTP://A.example/', 'HTTP://A.example/'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ["https://n.example/Extremists'-Ways", 'https://n.example/Extremists%27-Ways'],
    ['https://ar.example/ميناء', 'https://ar.example/%D9%85%D9%8A%D9%86%D8%A7%D8%A1'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://a.example/<b>"', 'https://a.example/%3Cb%3E%22'],
  ])('%s', (url, safe) => {
    expect(safeUrl(url)).toBe(safe);
  });

  test.each([
    undefined,
    '',
    'a.html',
    '//a.example/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    'https://',
    'https:///',
    'http://[::1',
  ])('not %j', (url) => {
    expect(safeUrl(url)).toBeUndefined();
  });
});

describe('addresses inside the archive', () => {
  test.each([
    '../tags/oil.html',
    '#top',
    'index.html',
    '',
    'issues/0294.html#294-ميناء',
    'https://a.example/',
  ])('%j', (url) => {
    expect(safeUrlOrRelative(url)).toBe(url);
  });

  test.each([
    '//a.example',
    '\\\\a.example',
    '/\\a.example',
    'a b',
    'a"b',
    'java\tscript:alert(1)',
    'javascript:alert(1)',
  ])('not %j', (url) => {
    expect(safeUrlOrRelative(url)).toBeUndefined();
  });
});
