// HTML of an issue's page → XHTML for a book: elements closed as XML asks, entities as numbers, links to where a book's reader can
// follow them. Our own press made the HTML, so its tags are whole and its attributes quoted.

export interface BookPlace {
  readonly siteUrl: string;
  /** Slugs of the issues in the book. */
  readonly chapters: ReadonlySet<string>;
  readonly hasImage: (path: string) => boolean;
  /** Called for each picture that stands in the text. */
  readonly show: (path: string) => void;
}

const VOID = /^(?:area|br|col|hr|img|input|source|track|wbr)$/u;
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=<>"]+(?:="[^"]*")?)*)\s*\/?>/giu;
const ATTRIBUTE = /(?<=\s)([^\s=<>"]+)(?:="([^"]*)")?/gu;
/** No XML and no use in a book; `rel` of a link says what search engines should think. */
const LEFT_OUT = new Set(['loading', 'decoding', 'rel']);

export function xhtmlOf(html: string, place: BookPlace): string {
  return withoutMovingParts(html)
    .replace(TAG, (_, slash: string, name: string, attributes: string) => {
      const tag = name.toLowerCase();
      if (slash !== '') return `</${tag}>`;
      const written = new Map(
        [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value]) => [key, value ?? key]),
      );
      if (tag === 'img') return picture(written, place);
      const isPermalink = written.get('class')?.split(' ').includes('permalink') === true;
      const href = written.get('href');
      if (href !== undefined) written.set('href', linkIn(href, place, isPermalink));
      const lang = written.get('lang');
      if (lang !== undefined) written.set('xml:lang', lang);
      return `<${tag}${textOf(written)}${VOID.test(tag) ? '/' : ''}>`;
    })
    .replaceAll('&nbsp;', '&#160;');
}

function picture(written: Map<string, string>, place: BookPlace): string {
  const path = decodeURI((written.get('src') ?? '').replace(/^(?:\.\.\/)+/u, ''));
  // What a reading system need not show is told in words.
  if (!place.hasImage(path)) return `<span class="film-by">[${written.get('alt') ?? ''}]</span>`;
  place.show(path);
  written.set('src', `../${encodeURI(path)}`);
  return `<img${textOf(written)}/>`;
}

/** Inside the book where it holds the issue; what the archive alone has is named by its address. */
function linkIn(href: string, { siteUrl, chapters }: BookPlace, isPermalink: boolean): string {
  if (!href.startsWith('../')) return href;
  const path = href.slice('../'.length);
  const [, slug = '', anchor = ''] = /^issues\/([^#]*)\.html(#.*)?$/u.exec(path) ?? [];
  if (isPermalink || !chapters.has(decodeURIComponent(slug))) return siteUrl + path;
  return `${slug}.xhtml${anchor}`;
}

function textOf(written: ReadonlyMap<string, string>): string {
  return [...written]
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, value]) => ` ${key}="${value}"`)
    .join('');
}

/** Scripts, and what tells of a page that changes while it is read: a book does not. */
const NOT_IN_BOOKS = [
  [/<script\b/iu, '</script>'],
  [/<noscript\b/iu, '</noscript>'],
  [/<div class="live-bar"/u, '</div>'],
] as const;

function withoutMovingParts(html: string): string {
  return NOT_IN_BOOKS.reduce((kept, [start, end]) => without(kept, start, end), html);
}

/** In one pass, however many begin and never end. */
function without(html: string, start: RegExp, end: string): string {
  const [before = '', ...parts] = html.split(start);
  const behind = parts.map((part) => {
    const at = part.toLowerCase().indexOf(end);
    return at < 0 ? '' : part.slice(at + end.length);
  });
  return before + behind.join('');
}
