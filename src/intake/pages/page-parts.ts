// A page goes in, those of its parts come out in which pages say what they are: head, scripts of linked data, times, first heading, first
// paragraphs. What they mean, and which to believe, is asked elsewhere.
import { oneLine } from '../one-line.ts';
import { readTokens } from './read-tokens.ts';

export interface PageParts {
  /** By name, property or itemprop, in small letters, in order. */
  readonly metas: readonly { readonly name: string; readonly content: string }[];
  readonly links: readonly { readonly rel: string; readonly href: string }[];
  readonly title: string;
  /** Of `<html>`, as written. */
  readonly language: string;
  readonly base: string;
  /** Texts of `<script type="application/ld+json">`. */
  readonly linkedData: readonly string[];
  readonly times: readonly PageTime[];
  readonly headings: readonly string[];
  readonly paragraphs: readonly string[];
}

export interface PageTime {
  /** `datetime`, or the words where it has none. */
  readonly written: string;
  /** It says itself that this is the day of publication. */
  readonly isMarked: boolean;
  /** In a list of other stories, a comment, the foot of the page. */
  readonly isAside: boolean;
}

/** What stands in these is about other pages, or nothing that a story says. */
const ASIDE = new Set([
  'aside',
  'nav',
  'footer',
  'form',
  'figure',
  'figcaption',
  'menu',
  'dialog',
  'template',
  'noscript',
  'svg',
  'iframe',
]);
/** Beside a story stand others: `class="related-articles"`, `id="comments"`. */
const ASIDE_NAME =
  /(?:^|[\s_-])(?:related|recommended|comments?|sidebar|most-?read|trending|newsletter|promo|share|cookie|consent|breadcrumbs?|teasers?)(?=$|[\s_-])/iu;
const SILENT = new Set(['script', 'style', 'textarea']);
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);
const BLOCK = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'footer',
  'aside',
  'nav',
  'ul',
  'ol',
  'li',
  'table',
  'tr',
  'td',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'figure',
  'form',
  'pre',
  'hr',
]);
const MOST = { metas: 400, linkedData: 40, times: 60, headings: 10, paragraphs: 60 };
const MOST_CHARACTERS = 4000;

export function readParts(html: string): PageParts {
  const metas: { name: string; content: string }[] = [];
  const links: { rel: string; href: string }[] = [];
  const linkedData: string[] = [];
  const times: PageTime[] = [];
  const headings: string[] = [];
  const paragraphs: string[] = [];
  let title: string | undefined;
  let language = '';
  let base = '';
  /** What is being listened to; the words of one part at a time, a time inside a paragraph belongs to both. */
  let listening: { name: string; words: string[]; length: number } | undefined;
  let time: { written: string; words: string; isMarked: boolean } | undefined;
  /** Open elements that set their content aside, as a count by name: pages forget to close, and a list would grow with each. */
  let aside: { name: string; depth: number } | undefined;

  const finish = (): void => {
    if (listening === undefined) return;
    const { name, words } = listening;
    listening = undefined;
    const raw = words.join('');
    if (name === 'script') {
      if (linkedData.length < MOST.linkedData) linkedData.push(raw);
      return;
    }
    const line = oneLine(raw);
    if (line === '') return;
    if (name === 'title') title ??= line;
    else if (name === 'h1' && headings.length < MOST.headings) headings.push(line);
    else if (name === 'p' && paragraphs.length < MOST.paragraphs) paragraphs.push(line);
  };
  const finishTime = (): void => {
    if (time === undefined) return;
    const written = oneLine(time.written) || oneLine(time.words);
    if (written !== '' && times.length < MOST.times)
      times.push({ written, isMarked: time.isMarked, isAside: aside !== undefined });
    time = undefined;
  };
  const listen = (name: string): void => {
    finish();
    listening = { name, words: [], length: 0 };
  };

  readTokens(html, (token) => {
    if (token.kind === 'words') {
      if (time !== undefined && time.words.length < 200) time.words += token.words;
      if (listening === undefined) return;
      if (listening.name !== 'script' && listening.length > MOST_CHARACTERS) return;
      listening.words.push(token.words);
      listening.length += token.words.length;
      return;
    }
    const { kind, name } = token;
    if (kind === 'close') {
      if (name === 'time') finishTime();
      if (listening !== undefined && (listening.name === name || (listening.name === 'p' && BLOCK.has(name))))
        finish();
      if (aside?.name === name) {
        aside.depth -= 1;
        if (aside.depth === 0) aside = undefined;
      }
      return;
    }
    const of = (attribute: string): string => token.attributes.get(attribute) ?? '';
    if (aside?.name === name) aside.depth += 1;
    else if (
      aside === undefined &&
      !VOID.has(name) &&
      (ASIDE.has(name) || isNamedAside(name, `${of('class')} ${of('id')}`))
    )
      aside = { name, depth: 1 };
    if (listening !== undefined && listening.name === 'p' && BLOCK.has(name)) finish();
    if (name === 'br' && listening !== undefined) listening.words.push(' ');
    if (name === 'html') language ||= oneLine(of('lang') || of('xml:lang'));
    else if (name === 'base') base ||= of('href');
    else if (name === 'link') {
      if (links.length < MOST.metas) links.push({ rel: of('rel').toLowerCase(), href: of('href').trim() });
    } else if (name === 'title' && aside === undefined) listen('title');
    else if (name === 'script' && /^\s*application\/ld\+json\b/iu.test(of('type'))) listen('script');
    else if (SILENT.has(name)) finish();
    else if (name === 'h1' && aside === undefined) listen('h1');
    else if (name === 'p' && aside === undefined) listen('p');
    else if (name === 'time') {
      finishTime();
      const isMarked =
        /\bdatePublished\b/iu.test(of('itemprop')) ||
        token.attributes.has('pubdate') ||
        /\bdt-published\b|(?:^|\s)entry-date(?:\s|$)/iu.test(of('class'));
      time = { written: of('datetime'), words: '', isMarked };
    }
    readMeta(name, of);
  });
  finish();
  finishTime();
  return { metas, links, title: title ?? '', language, base, linkedData, times, headings, paragraphs };

  /** `<meta>`, and what carries an `itemprop` with its value in `content` or `datetime`. */
  function readMeta(name: string, of: (attribute: string) => string): void {
    if (metas.length >= MOST.metas) return;
    const content = oneLine(of('content') || (name === 'meta' ? of('value') : ''));
    if (content === '') return;
    const names =
      name === 'meta' ? [of('property'), of('name'), of('itemprop'), of('http-equiv')] : [of('itemprop')];
    for (const one of names.flatMap((written) => written.toLowerCase().split(/\s+/u)))
      if (one !== '') metas.push({ name: one, content: content.slice(0, MOST_CHARACTERS) });
  }
}

/** Only boxes: a story's own body may be called anything. */
function isNamedAside(name: string, names: string): boolean {
  return (name === 'div' || name === 'section' || name === 'ul' || name === 'ol') && ASIDE_NAME.test(names);
}
