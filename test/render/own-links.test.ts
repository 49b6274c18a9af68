// A headline that leads to one page and a source's name that leads to another: both addresses reach the reader, in every edition.
import { expect, test } from 'vitest';
import { issue, item, press, prose, report, section } from './samples.ts';

const PRESS = press();
const STORY = 'https://harbourpost.example/story';

function rendered(reportUrl: string, headlineUrl?: string) {
  const told = report('Harbour Post reports (2 January):', 'Harbour Post', prose('Open.'), {
    url: reportUrl,
  });
  const headline = headlineUrl === undefined ? {} : { url: headlineUrl };
  return PRESS.renderIssue(
    issue({ sections: [section('items', 'Ports', [item('Quay open', [told], headline)])] }),
  );
}

const linksTo = (html: string, url: string) => html.split(`href="${url}"`).length - 1;

test('a first report with a page of its own is linked beside the headline', () => {
  const { html, page, feedHtml, text } = rendered('https://harbourpost.example/film', STORY);
  for (const edition of [html, page, feedHtml]) {
    expect(linksTo(edition, STORY)).toBe(1);
    expect(linksTo(edition, 'https://harbourpost.example/film')).toBe(1);
  }
  expect(text).toContain('Harbour Post reports (2 January): [1]\n\n  Open. [2]\n');
  expect(text).toContain(`[1] https://harbourpost.example/film\n[2] ${STORY}\n`);
});

test.each([
  ['the headline has the same link', STORY],
  ['the headline has none', undefined],
])('one page is linked once, on the headline, when %s', (_, headlineUrl) => {
  const { html, page, feedHtml, text } = rendered(STORY, headlineUrl);
  for (const edition of [html, page, feedHtml]) expect(linksTo(edition, STORY)).toBe(1);
  expect(text.split(STORY)).toHaveLength(2);
});
