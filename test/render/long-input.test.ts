// Text of a size and shape that would keep a careless pattern busy for minutes: the press must get through it.
import { expect, test } from 'vitest';
import { setType } from '../../src/render/set-type.ts';
import { issue, item, press, prose, report, section } from './samples.ts';

const SIZE = 100_000;

const UNITS = [
  'a',
  ' ',
  '\t ',
  '\n',
  ' \n',
  '-',
  '--',
  "'",
  '"',
  '.',
  '. ',
  '!"',
  'a@',
  '@a',
  'a.',
  'https://',
  '\\',
  '…',
  'ا',
  '日',
  '&',
  '<',
  '[',
];

test.each(UNITS)('%j, over and over', (unit) => {
  const text = `a${unit.repeat(SIZE / unit.length)}b`;
  expect(setType(text, 'en').length).toBeGreaterThan(SIZE / 4);
  const node = { type: 'paragraph' as const, children: [{ type: 'text' as const, value: text }] };
  const block = {
    ...prose('x')[0],
    kind: 'prose' as const,
    node,
    direction: 'ltr' as const,
    position: item('x', []).position,
  };
  const rendered = press().renderIssue(
    issue({
      subject: text,
      lead: [block],
      sections: [section('items', 'x', [item('x', [report(`${text} reports:`, 'x', [block])])])],
    }),
  );
  expect(rendered.page).toContain('</article>');
});
