// Where every page of the archive stands, and how one page points at another. Addresses end in `.html` and links are relative,
// so that the archive works on any server, below any folder, and by a double click on the disk.

export const SITE_PATHS = {
  home: 'index.html',
  archive: 'archive.html',
  tags: 'tags.html',
  sources: 'sources.html',
  statement: 'statement.html',
  corrections: 'corrections.html',
  search: 'search.html',
  styles: 'styles/site.css',
  sitemap: 'sitemap.xml',
  robots: 'robots.txt',
  notFound: '404.html',
  redirects: '_redirects',
  about: 'about.html',
  events: 'events.html',
  calendar: 'events.ics',
  follow: 'feeds.html',
  opml: 'feeds.opml',
  feedSheet: 'styles/feed.xsl',
  feedStyles: 'styles/feed.css',
  card: 'card.png',
} as const;

export function issuePath(slug: string): string {
  return `issues/${slug}.html`;
}

/** The picture that stands for an issue where somebody passes it on. */
export function cardPath(slug: string): string {
  return `cards/${slug}.png`;
}

/** Beside a live page: what its script asks for. */
export function liveNewsPath(slug: string): string {
  return `issues/${slug}.live.json`;
}

/** `name` is that of a file in `templates/scripts/`. */
export function scriptPath(name: string): string {
  return `scripts/${name}`;
}

/** `name` is that of a piece of the search's index: `index`, `words/3`. */
export function searchPiecePath(name: string): string {
  return `search/${name}.js`;
}

/** `period` is a year (`2016`) or a month (`2016-01`). */
export function periodPath(period: string): string {
  return `archive/${period}.html`;
}

/** `name` is a tag's slug or a source's id. */
export function topicPath(kind: 'tag' | 'source', name: string): string {
  return `${kind}s/${name}.html`;
}

/** Of an issue and its items, beside its page. */
export function citationPath(slug: string, format: 'bib' | 'json'): string {
  return `issues/${slug}.${format}`;
}

/** Of one event, by its entry's id. */
export function calendarPath(id: string): string {
  return `events/${id}.ics`;
}

/** A sitemap too large for one file is in several, from 1. */
export function sitemapPartPath(number: number): string {
  return `sitemap-${number}.xml`;
}

/** From a page to the archive's root: `` or `../`. */
export function rootOf(path: string): string {
  return '../'.repeat(path.split('/').length - 1);
}

/** A link to `path` (relative to the archive's root) from a page whose way there is `root`; `anchor` is an element's id. */
export function linkTo(root: string, path: string, anchor?: string): string {
  return `${root}${encodePath(path)}${anchor === undefined ? '' : `#${pathStep(anchor)}`}`;
}

/** The same from anywhere. `siteUrl` ends in a slash. The home page is the site itself. ASCII only: a host of other letters is in its IDNA form. */
export function absoluteUrl(siteUrl: string, path: string, anchor?: string): string {
  return linkTo(new URL(siteUrl).href, path === SITE_PATHS.home ? '' : path, anchor);
}

function encodePath(path: string): string {
  return path.split('/').map(pathStep).join('/');
}

/**
 * A name as one step of a path, or as an anchor: letters of any script as percent-encoded UTF-8 (RFC 3986 §2.5). Half of a surrogate pair, which no
 * URL can hold, becomes U+FFFD.
 */
export function pathStep(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
