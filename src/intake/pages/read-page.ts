// A page as it came goes in, what can be known of it comes out: headline, day, publisher, language, address, an excerpt. Where several
// parts of it say the same thing, the one that programs read most is believed first: linked data, Open Graph, meta names, what it shows.
import type { IsoDate, TimeZone } from '../../model/calendar.ts';
import { directionOf, directionOfLanguage } from '../../model/direction.ts';
import { htmlToText } from '../html-to-text.ts';
import { cleanHeadline } from './clean-headline.ts';
import { cutExcerpt } from './cut-excerpt.ts';
import { type LinkedArticle, readLinkedArticle } from './linked-article.ts';
import { type PageParts, readParts } from './page-parts.ts';
import { dayInAddress, readMoment } from './read-moment.ts';

export interface PageFacts {
  /** Without the site's name; absent where the page has none. */
  readonly headline?: string;
  /** Of publication, in the newsletter's zone. */
  readonly date?: IsoDate;
  /** What the site calls itself. */
  readonly siteName?: string;
  /** `NewsMediaOrganization`, where its linked data says so. */
  readonly publisherType?: string;
  /** BCP 47. */
  readonly language?: string;
  /** The one address under which the page wants to be known, where that is one of the same site; else the one that answered. */
  readonly url: string;
  /** What it says of itself, or its first paragraphs. */
  readonly excerpt?: string;
}

export interface PageScene {
  /** The address that answered in the end. */
  readonly url: string;
  readonly timeZone: TimeZone;
  /** The same for two addresses of one page, and for two hosts of one site. */
  readonly keyOf: (url: string) => string;
  readonly hostOf: (hostname: string) => string;
  /** Names by which the site is known besides those that it says. */
  readonly knownNames: readonly string[];
}

/** In the order in which they are believed. */
const DATE_NAMES = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'datepublished',
  'article.published',
  'publication_date',
  'publish_date',
  'publish-date',
  'pubdate',
  'publishdate',
  'parsely-pub-date',
  'sailthru.date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.date',
  'dc.date',
  'dcterms.created',
  'dc.date.created',
  'citation_publication_date',
  'citation_date',
  'article_date_original',
  'cxenseparse:recs:publishtime',
  'originalpublicationdate',
  'date',
  'uploaddate',
  'datecreated',
];
const HEADLINE_NAMES = [
  'og:title',
  'headline',
  'dc.title',
  'dcterms.title',
  'citation_title',
  'parsely-title',
  'sailthru.title',
  'twitter:title',
];
const SITE_NAMES = [
  'og:site_name',
  'application-name',
  'dc.publisher',
  'dcterms.publisher',
  'citation_publisher',
  'al:ios:app_name',
];
const EXCERPT_NAMES = [
  'og:description',
  'description',
  'dc.description',
  'dcterms.abstract',
  'twitter:description',
];
/** A page without a name of its own is called so by its program. */
const NO_HEADLINE =
  /^(?:untitled(?: document)?|home(?: ?page)?|index|article|document|page|news|\[object object\]|undefined|null)$/iu;

export function readPage(html: string, scene: PageScene): PageFacts {
  const parts = readParts(html);
  const url = addressOf(parts, scene);
  const own = new Set([scene.keyOf(scene.url), scene.keyOf(url)]);
  const article = readLinkedArticle(
    parts.linkedData,
    (address) => URL.canParse(address) && own.has(scene.keyOf(address)),
  );
  const meta = (names: readonly string[]): string => htmlToText(firstOf(parts, names));
  const siteName = meta(SITE_NAMES.slice(0, 1)) || article.publisher || meta(SITE_NAMES);
  const headline = headlineOf(
    parts,
    article,
    [siteName, ...scene.knownNames, new URL(scene.url).hostname],
    meta,
  );
  const language = languageOf(parts, article, headline);
  const date = dateOf(parts, article, url, { timeZone: scene.timeZone, language: language ?? 'en' });
  const excerpt = cutExcerpt(
    [meta(EXCERPT_NAMES.slice(0, 2)), article.description ?? '', meta(EXCERPT_NAMES)],
    parts.paragraphs,
    headline,
  );
  return {
    ...(headline === '' ? {} : { headline }),
    ...(date === undefined ? {} : { date }),
    ...(siteName === '' ? {} : { siteName }),
    ...(article.publisherType === undefined ? {} : { publisherType: article.publisherType }),
    ...(language === undefined ? {} : { language }),
    url,
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

function firstOf({ metas }: PageParts, names: readonly string[]): string {
  for (const name of names) {
    const found = metas.find((meta) => meta.name === name);
    if (found !== undefined) return found.content;
  }
  return '';
}

/** Of the same site, and not its front page: a site that sends all its pages' readers home has a slip in its program. */
function addressOf(parts: PageParts, { url, hostOf }: PageScene): string {
  const base = URL.parse(parts.base, url)?.href ?? url;
  const canonical = parts.links.find(
    ({ rel, href }) => /(?:^|\s)canonical(?:\s|$)/u.test(rel) && href !== '',
  )?.href;
  const asked = new URL(url);
  for (const written of [canonical, firstOf(parts, ['og:url'])]) {
    const found = written === undefined || written === '' ? null : URL.parse(written, base);
    if (
      found === null ||
      !/^https?:$/u.test(found.protocol) ||
      hostOf(found.hostname) !== hostOf(asked.hostname)
    )
      continue;
    if (found.pathname === '/' && found.search === '' && asked.pathname !== '/') continue;
    // A port that only this machine has is not written down by whoever made the page.
    if (asked.protocol === 'https:' && found.protocol === 'http:' && found.port === '')
      found.protocol = 'https:';
    return found.href;
  }
  return url;
}

function headlineOf(
  parts: PageParts,
  article: LinkedArticle,
  siteNames: readonly string[],
  meta: (names: readonly string[]) => string,
): string {
  const { headings, title } = parts;
  const written = [article.headline ?? '', ...HEADLINE_NAMES.map((name) => meta([name]))].filter(
    (one) => one !== '',
  );
  for (const one of written) {
    const headline = cleanHeadline(one, { siteNames, headings });
    if (isHeadline(headline, siteNames)) return headline;
  }
  const [only, ...others] = headings;
  const ofTitle = cleanHeadline(title, { siteNames, headings, isTitle: true });
  // A page with one first heading is called by it, unless that is the site's own name over every page.
  const shown = cleanHeadline(only ?? '', { siteNames, headings });
  if (others.length === 0 && isHeadline(shown, siteNames)) return shown;
  return isHeadline(ofTitle, siteNames) ? ofTitle : '';
}

function isHeadline(headline: string, siteNames: readonly string[]): boolean {
  const bare = headline.toLowerCase();
  return (
    /[\p{L}\p{N}]/u.test(headline) &&
    !NO_HEADLINE.test(headline) &&
    !siteNames.some((name) => name.toLowerCase() === bare)
  );
}

function dateOf(
  parts: PageParts,
  article: LinkedArticle,
  url: string,
  scene: { readonly timeZone: TimeZone; readonly language: string },
): IsoDate | undefined {
  const named = DATE_NAMES.flatMap((name) =>
    parts.metas.filter((meta) => meta.name === name).map(({ content }) => content),
  );
  const shown = parts.times.filter(({ isAside }) => !isAside);
  const marked = parts.times.filter(({ isMarked, isAside }) => isMarked && !isAside);
  for (const written of [article.published ?? '', ...named, ...marked.map((time) => time.written)]) {
    const date = readMoment(written, scene);
    if (date !== undefined) return date;
  }
  // The first time of a story is its own; those further down are of others.
  const [first] = shown;
  return (first === undefined ? undefined : readMoment(first.written, scene)) ?? dayInAddress(url);
}

/** One that its headline contradicts is what the site's program says of every page. */
function languageOf(parts: PageParts, article: LinkedArticle, headline: string): string | undefined {
  const written = [
    article.language ?? '',
    parts.language,
    firstOf(parts, ['og:locale', 'content-language', 'dc.language']),
  ];
  for (const one of written) {
    const tag = canonical(one);
    if (tag === undefined) continue;
    const direction = directionOf(headline);
    if (direction === undefined || direction === directionOfLanguage(tag)) return tag;
  }
  return undefined;
}

/** `en_GB.UTF-8`, `en-gb`, `fr, en`: the first, in its canonical spelling. */
function canonical(written: string): string | undefined {
  const [first = ''] = written.replaceAll('_', '-').split(/[,;.\s]/u);
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/iu.test(first)) return undefined;
  try {
    return Intl.getCanonicalLocales(first)[0];
  } catch {
    return undefined;
  }
}
