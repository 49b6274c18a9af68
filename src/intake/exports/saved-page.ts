// A page that a browser saved in (one HTML file, or a mail-like archive of a page and its pictures), one post out: what the page says of itself in
// its head, and the part of it that is the article.
import type { ExportReader, ExportSettings, FolderReader, MailReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createHtmlReader } from './create-html-reader.ts';
import { attributeOf, cutElements, insideOf, type OpenTag, openTags } from './cut-elements.ts';
import { decodeEntities } from './decode-entities.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';

/** What browsers write in front: `<!-- saved from url=(0023)https://example.org/a -->`. */
const SAVED_FROM = /saved from url=\(\d{4}\)(https?:[^\s<>]+)/iu;
/** Of the article, in the order in which they are believed. */
const ARTICLES: readonly ((tag: OpenTag) => boolean)[] = [
  ({ text }) => /\bitemprop=["']?articleBody\b/iu.test(text),
  ({ text }) =>
    /\bclass=["'][^"']*\b(?:entry-content|post-body|post-content|article-body|e-content|available-content|gh-content)\b/iu.test(
      text,
    ),
  ({ name }) => name === 'article',
  ({ name, text }) => name === 'main' || /\brole=["']?main\b/iu.test(text),
  ({ name }) => name === 'body',
];
const AROUND = /^(?:head|title|script|style|noscript|template|nav|form|iframe|aside|svg|button|dialog)$/u;

export function createPageReader(settings: ExportSettings): ExportReader {
  const notes = createExportNotes();
  return createHtmlReader((html) => readPage(html, '', settings, notes), notes);
}

/** Pages that were saved side by side, each with a folder of its pictures. */
export function createPageFolderReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  return {
    choose: (paths) => paths.filter(isSavedPage),
    take: (path, bytes) => [readPage(decodeWhole(bytes), path, settings, notes)],
    end: () => [],
    takeNotes: notes.take,
  };
}

function isSavedPage(path: string): boolean {
  return /\.x?html?$/iu.test(path) && !BESIDE.test(path);
}

/** What belongs to a page lies in a folder of its own, called so in the browser's language. */
const BESIDE = /(?:_files|-files|\.files|_Dateien|-Dateien|_fichiers|_archivos)\//u;

/** Nothing else is in it: among other files a page may be anything. */
export function isFolderOfPages(paths: readonly string[]): boolean {
  return paths.some(isSavedPage) && paths.every((path) => isSavedPage(path) || BESIDE.test(path));
}

/** A page and its pictures in one file, written like a mail (RFC 2557). */
export function createPageArchiveReader(settings: ExportSettings): MailReader {
  const notes = createExportNotes();
  return {
    take: (mail, place) => {
      if ('problem' in mail || mail.html === undefined) {
        const why = 'problem' in mail ? `: ${mail.problem}` : ': there is no page in it';
        notes.add({ kind: 'left-out', where: place, reason: `It could not be read as a saved page${why}.` });
        return [];
      }
      const field = (name: string): string =>
        mail.fields.find((one) => one.name.toLowerCase() === name)?.value.replace(/\s/gu, '') ?? '';
      const address = field('snapshot-content-location') || field('content-location');
      if (mail.isCut)
        notes.add({
          kind: 'look',
          where: place,
          reason: 'It is very long, and only its beginning was read.',
        });
      return [readPage(mail.html, '', settings, notes, address)];
    },
    end: () => [],
    takeNotes: notes.take,
  };
}

function readPage(
  html: string,
  path: string,
  settings: ExportSettings,
  notes: ExportNotes,
  address = '',
): ImportedPost {
  const head = readHead(html);
  const canonical = head.canonical || head.meta.get('og:url') || '';
  const addresses = [canonical, address, SAVED_FROM.exec(html.slice(0, 4096))?.[1] ?? ''];
  const title = head.meta.get('og:title') || head.title;
  const body = cutElements(articleOf(html), ({ name }) => AROUND.test(name)).html;
  const publishedAt = momentOf(html, head, settings);
  return postOf(
    {
      id: addresses.find((one) => one !== '') ?? path,
      title: title || path.replace(/^.*\//u, '').replace(/\.x?html?$/iu, ''),
      summary: head.meta.get('og:description') || head.meta.get('description'),
      publishedAt,
      updatedAt: readMoment(head.meta.get('article:modified_time'), settings.timeZone),
      kind: 'post',
      isDraft: false,
      addresses,
      tags: head.tags,
      language: head.language,
      authors: [head.meta.get('author') ?? ''],
      body: { form: 'html', value: body },
    },
    notes,
  );
}

/** All of it where nothing says which part is the article. */
function articleOf(html: string): string {
  for (const isArticle of ARTICLES) {
    const inside = insideOf(html, isArticle);
    if (inside !== undefined && inside.trim() !== '') return inside;
  }
  return html;
}

interface Head {
  readonly title: string;
  readonly canonical: string;
  readonly language: string;
  readonly meta: ReadonlyMap<string, string>;
  readonly tags: readonly string[];
  /** Of the first `<time datetime>`. */
  readonly time: string;
}

function readHead(html: string): Head {
  const meta = new Map<string, string>();
  const tags: string[] = [];
  let canonical = '';
  let language = '';
  let time = '';
  for (const { name, text } of openTags(html)) {
    if (name === 'html') language ||= attributeOf(text, 'lang');
    else if (name === 'link' && /\brel=["']?canonical\b/iu.test(text))
      canonical ||= attributeOf(text, 'href');
    else if (name === 'time') time ||= attributeOf(text, 'datetime');
    else if (name === 'meta') {
      const key = (
        attributeOf(text, 'property') ||
        attributeOf(text, 'name') ||
        attributeOf(text, 'itemprop')
      ).toLowerCase();
      const value = attributeOf(text, 'content');
      if (key === 'article:tag') tags.push(value);
      else if (key !== '' && !meta.has(key)) meta.set(key, value);
    }
  }
  const title = insideOf(html, ({ name }) => name === 'title') ?? '';
  return { title: decodeEntities(title).trim(), canonical, language, meta, tags, time };
}

function momentOf(html: string, { meta, time }: Head, settings: ExportSettings): string | undefined {
  const linked = /"datePublished"\s{0,9}:\s{0,9}"([^"]{4,40})"/u.exec(html)?.[1];
  return [
    meta.get('article:published_time'),
    linked,
    meta.get('datepublished'),
    meta.get('dc.date'),
    meta.get('date'),
    time,
  ]
    .map((text) => readMoment(text, settings.timeZone))
    .find((moment) => moment !== undefined);
}
