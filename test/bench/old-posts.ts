// A blog of so many newsletters, as its program exports them: HTML with styles on every word, boilerplate in each, one number a week. Made by
// lot and always the same; for the bench of `import` and for the test that kills it.

const PUBLISHERS = ['Harbour Post', 'Coast Wire', 'The Tide', 'Quay Observer'];
const WORDS =
  'crane quay ferry lease rota strike vote board pilot customs hall porter tide shed dock winter night union letter price grain ship crew council water'.split(
    ' ',
  );

export interface OldPosts {
  readonly posts: number;
  /** Stories in each. */
  readonly items?: number;
}

/** Blogger's Atom, in pieces: a gigabyte need not be held. */
export function* bloggerFeed({ posts, items = 12 }: OldPosts): Generator<string> {
  yield `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-9</id><title>Harbour News</title>
`;
  for (let number = 1; number <= posts; number += 1) yield entry(number, items);
  yield '</feed>\n';
}

function entry(number: number, items: number): string {
  const day = new Date(Date.UTC(1990, 0, 1 + number * 3)).toISOString();
  const body = [
    soup(`Harbour News Newsletter No. ${number}`),
    soup('This newsletter costs nothing, and whoever likes it may hand it on to as many as they know.'),
    ...Array.from({ length: items }, (_, nth) => story(number, nth)),
  ].join('');
  return `<entry><id>tag:blogger.com,1999:blog-9.post-${number}</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>Harbour News Newsletter No. ${number}</title><content type='html'>${escaped(body)}</content><published>${day}</published><updated>${day}</updated><category scheme='tag:blogger.com,1999:blog-9' term='ports'/><blogger:filename>/${day.slice(0, 4)}/${day.slice(5, 7)}/newsletter-${number}.html</blogger:filename></entry>
`;
}

function story(number: number, nth: number): string {
  const seed = number * 100 + nth;
  const publisher = PUBLISHERS[seed % PUBLISHERS.length] ?? '';
  const headline = `${sentence(seed, 6)} ${number}-${nth}`;
  return `<div class="MsoNormal"><b><a href="https://news.example/${number}/${nth}?utm_source=blog"><span style="color: blue;">${headline}</span></a></b></div>
${soup(`${publisher} reports (${1 + (seed % 28)} January): ${sentence(seed + 1, 40)}.`)}${soup(`“${sentence(seed + 2, 30)},” the secretary said.`)}<br />
`;
}

function soup(words: string): string {
  return `<div class="MsoNormal"><span lang="EN-GB" style="font-family: Arial; mso-ansi-language: EN-GB;">${words}<o:p></o:p></span></div>\n`;
}

function sentence(seed: number, length: number): string {
  const words = Array.from(
    { length },
    (_, nth) => WORDS[(seed * 7 + nth * (3 + (seed % 11))) % WORDS.length] ?? '',
  );
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function escaped(html: string): string {
  return html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
