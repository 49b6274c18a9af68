// The plain-text mail: 72 columns, numbers that lead somewhere, nothing lost.
import { describe, expect, test } from 'vitest';
import { MARKERS } from '../../src/model/markers.ts';
import { columnsOf, TEXT_COLUMNS } from '../../src/render/wrap-text.ts';
import { CASES, issue, item, live, picture, press, prose, report, section } from './samples.ts';

const PRESS = press();

describe.each(Object.entries(CASES))('the text of %s', (_, each) => {
  const { text } = PRESS.renderIssue(each);
  const lines = text.split('\n');

  test('has no line over 72 columns, but for addresses, which stand alone', () => {
    for (const line of lines.filter((one) => columnsOf(one) > TEXT_COLUMNS))
      expect(line).toMatch(/^https?:\/\/\S+$/u);
  });

  test('has no space at a line end, no tab, and at most two empty lines together', () => {
    expect(text).not.toMatch(/[ \t]$/mu);
    expect(text).not.toMatch(/\t|\n{4}|\r/u);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('lists every number once, in order, after it is named', () => {
    const listed = [...text.matchAll(/^\[(\d+)\](?: |\n)https?:/gmu)].map((match) => Number(match[1]));
    expect(listed).toEqual(listed.map((_number, index) => index + 1));
    for (const number of listed)
      expect(text.indexOf(`[${number}]`)).toBeLessThan(text.lastIndexOf(`[${number}]`));
  });

  test('holds each reader marker once', () => {
    for (const marker of Object.values(MARKERS)) expect(text.split(marker)).toHaveLength(2);
  });

  test('is not escaped for HTML', () => {
    expect(text).not.toMatch(/&(?:amp|lt|gt|quot|#x27);/u);
  });
});

test('an address longer than the line stands on its own', () => {
  const url = `https://example.org/${'long-'.repeat(20)}end`;
  const { text } = PRESS.renderIssue(
    issue({
      sections: [
        section('items', 'Ports', [item('A', [report('B reports:', 'B', prose('C.'), { url })], { url })]),
      ],
    }),
  );
  expect(text).toContain(`\n[1]\n${url}\n`);
});

test('an address in the text is not cut, and words around it are', () => {
  const url = `https://example.org/${'long-'.repeat(20)}end`;
  const { text } = PRESS.renderIssue(
    issue({ lead: prose(`${'Word '.repeat(12)}<${url}> ${'word '.repeat(20)}`) }),
  );
  expect(text.split('\n')).toContain(url);
});

test('a picture of which nothing is said is still named', () => {
  const { text } = PRESS.renderIssue(issue({ lead: [picture('images/cranes.jpg', '')] }));
  expect(text).toContain('\n[Picture]\n');
});

test('a day that reads two ways is shown with its time, as it was written', () => {
  const entry = live('00:10', 'Vote counted', prose('Done.'), { atAsWritten: '2/7, 00:10' });
  const { localDate: _unread, at: _unknown, ...undated } = entry;
  const { text, page } = PRESS.renderIssue(issue({ sections: [section('live', 'Live: votes', [undated])] }));
  expect(text).toContain('\n2/7, 00:10\nVote counted\n');
  expect(page).toContain('>2/7, 00:10<');
});
