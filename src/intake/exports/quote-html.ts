// Text in, the same as HTML out, for readers that put HTML together from values.
export function quoteHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A paragraph with a link that shows its own address or these words. */
export function linkParagraph(url: string, words = url): string {
  if (url === '') return words === '' ? '' : `<p>${quoteHtml(words)}</p>`;
  return `<p><a href="${quoteHtml(url)}">${quoteHtml(words === '' ? url : words)}</a></p>`;
}

export function pictureParagraph(url: string, words: string, caption: string): string {
  if (url === '') return '';
  const shown = `<img src="${quoteHtml(url)}" alt="${quoteHtml(words)}">`;
  // A caption may have links, and comes as HTML.
  return caption === '' ? `<p>${shown}</p>` : `<figure>${shown}<figcaption>${caption}</figcaption></figure>`;
}
