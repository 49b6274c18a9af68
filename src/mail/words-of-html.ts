// The words of a mail that has HTML only, a line for each paragraph or row. For reading by a program, not for showing: nothing of it
// is ever put on a page.

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
  ndash: '–',
  mdash: '—',
};
/** Elements that are no words. */
const SILENT: readonly string[] = ['script', 'style', 'head', 'title'];
const LINE_ENDING = /^\/?(?:p|div|br|tr|li|ul|ol|table|h[1-6]|blockquote|pre|hr)$/u;

/** One pass, with `indexOf`: an opening mark without its end costs nothing twice. */
export function wordsOfHtml(html: string): string {
  const words: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) break;
    words.push(html.slice(at, open));
    const close = html.indexOf('>', open);
    if (close === -1) return unescaped(words.join(''));
    const name =
      /^\/?[a-z][a-z\d]*/iu.exec(html.slice(open + 1, Math.min(close, open + 20)))?.[0].toLowerCase() ?? '';
    if (LINE_ENDING.test(name)) words.push('\n');
    at = SILENT.includes(name) ? endOf(html, name, close) : close + 1;
  }
  words.push(html.slice(at));
  return unescaped(words.join(''));
}

function endOf(html: string, name: string, from: number): number {
  // Such an element ends with the next closing of anything of its name; without one, nothing of the rest is words.
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  }
  return html.length;
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{1,8}));/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });
}
