// Taking elements out of HTML and looking for them, without a tree: what is kept letter for letter, and that no text takes its square.
import { describe, expect, test } from 'vitest';
import { attributeOf, cutElements, insideOf, openTags } from '../../../src/intake/exports/cut-elements.ts';

const isForm = ({ name }: { readonly name: string }): boolean => name === 'form';

test.each([
  ['<p>a</p><form>b</form><p>c</p>', '<p>a</p><p>c</p>'],
  ['<FORM a=">">b<form>c</form>d</FORM>e', 'e'],
  ['<form/><p>never closed', '<p>never closed'],
  ['a < b <form>c', 'a < b c'],
  ['<!-- <form> -->a<form>b</form>', '<!-- <form> -->a'],
  ['<script>"<form>"</script>a', '<script>"<form>"</script>a'],
  ['<title><form></title><form>a</form >b', '<title><form></title>b'],
  ['<formal>a</formal>', '<formal>a</formal>'],
])('%s', (html, left) => {
  expect(cutElements(html, isForm).html).toBe(left);
});

test('what an element holds decides, where it is asked', () => {
  const html = '<td>a <td>bar</td></td><td>bar</td>';
  expect(
    cutElements(
      html,
      ({ name }) => name === 'td',
      (whole) => whole === '<td>bar</td>',
    ),
  ).toEqual({
    html: '<td>a </td>',
    cut: ['<td>bar</td>', '<td>bar</td>'],
  });
});

test('the inside of the first element that is wanted', () => {
  expect(insideOf('<p><b>a <b>b</b></b></p>', ({ name }) => name === 'b')).toBe('a <b>b</b>');
  expect(insideOf('<script>"<b>no</b>"</script><b>yes</b>', ({ name }) => name === 'b')).toBe('yes');
  expect(insideOf('<title>A &lt;b&gt;</title>', ({ name }) => name === 'title')).toBe('A &lt;b&gt;');
  expect(insideOf('<b>open', ({ name }) => name === 'b')).toBeUndefined();
});

test.each([
  ['<a href="x &amp; y">', 'href', 'x & y'],
  ["<a data-href='no' HREF = 'yes'>", 'href', 'yes'],
  ['<a href=bare>', 'href', 'bare'],
  ['<a title="href=no">', 'href', ''],
  ['<a>', 'href', ''],
])('%s: %s', (tag, name, value) => {
  expect(attributeOf(tag, name)).toBe(value);
});

describe('200 KB of anything take less than a second', () => {
  test.each([
    '<td class="mcnTextContent">',
    '<',
    '<a b="',
    '<!--',
    '<script>',
    '</td>',
    '<td><b>',
    "<a href='",
    '<name=',
    '<a name=x name=',
    '<title>',
  ])('%s', (piece) => {
    const html = piece.repeat(200_000 / piece.length) + '</td>'.repeat(2_000);
    const before = process.cpuUsage();
    cutElements(
      html,
      ({ name }) => name === 'td' || name === 'a',
      () => false,
    );
    insideOf(html, ({ name }) => name === 'title');
    for (const { text } of openTags(html)) attributeOf(text, 'name');
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
  });
});
