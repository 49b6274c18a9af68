// A book → the files of an EPUB 3.3 publication, in the order in which they stand in the archive: `mimetype` comes first, as OCF §4.3 asks.
import type { OutputFile } from '../../model/rendered.ts';
import type { Book, Chapter } from './book.ts';
import { bookCover } from './book-cover.ts';
import { escapeXml } from './escape-xml.ts';

const XHTML = 'application/xhtml+xml';

/** @param styles Of the book's pages. */
export function epubFiles(book: Book, styles: string): readonly OutputFile[] {
  const pages: readonly (readonly [path: string, contents: string])[] = [
    [
      'cover.xhtml',
      page(book, book.title, `<section epub:type="cover" class="cover">\n${coverOf(book)}\n</section>`, ''),
    ],
    ['nav.xhtml', page(book, book.contentsHeading, contentsOf(book), '')],
    ...book.chapters.map(
      (chapter) =>
        [`issues/${chapter.name}.xhtml`, page(chapter, chapter.title, chapterOf(chapter), '../')] as const,
    ),
    ['issues/colophon.xhtml', page(book, book.publisher, colophonOf(book), '../')],
  ];
  return [
    { path: 'mimetype', contents: 'application/epub+zip', mediaType: 'text/plain' },
    { path: 'META-INF/container.xml', contents: CONTAINER, mediaType: 'application/xml' },
    { path: 'EPUB/package.opf', contents: packageOf(book), mediaType: 'application/oebps-package+xml' },
    ...pages.map(([path, contents]) => ({ path: `EPUB/${path}`, contents, mediaType: XHTML })),
    { path: 'EPUB/styles/book.css', contents: styles, mediaType: 'text/css' },
    { path: 'EPUB/cover.svg', contents: bookCover(book), mediaType: 'image/svg+xml' },
    ...book.images.map(({ path, contents, mediaType }) => ({ path: `EPUB/${path}`, contents, mediaType })),
  ];
}

const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
`;

function page(
  { language, direction }: Pick<Book, 'language' | 'direction'>,
  title: string,
  body: string,
  root: string,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}" dir="${direction}">
<head>
<title>${escapeXml(title)}</title>
<link rel="stylesheet" type="text/css" href="${root}styles/book.css"/>
</head>
<body>
${body}
</body>
</html>
`;
}

export function coverOf({ publisher, facts, siteUrl, chapters }: Book): string {
  const [only, another] = chapters;
  const headlines = another === undefined ? (only?.entries.slice(0, 6) ?? []) : [];
  const list = headlines.map(
    ({ headline, direction }) => `<li><bdi dir="${direction}">${escapeXml(headline)}</bdi></li>`,
  );
  return [
    `<h1 class="cover-name">${escapeXml(publisher)}</h1>`,
    `<p class="cover-facts">${[...facts, new URL(siteUrl).host].map((fact) => `<bdi>${escapeXml(fact)}</bdi>`).join(' · ')}</p>`,
    ...(list.length > 0 ? [`<ul class="cover-headlines">\n${list.join('\n')}\n</ul>`] : []),
  ].join('\n');
}

function contentsOf(book: Book): string {
  const entries = ({ name, entries: list }: Chapter): string =>
    list.length === 0
      ? ''
      : `\n<ol>\n${list.map(({ id, headline, direction }) => `<li><a href="issues/${encodeURIComponent(name)}.xhtml#${encodeURIComponent(id)}"><bdi dir="${direction}">${escapeXml(headline)}</bdi></a></li>`).join('\n')}\n</ol>\n`;
  const issues = book.chapters.map(
    (chapter) =>
      `<li><a href="issues/${encodeURIComponent(chapter.name)}.xhtml"><bdi>${escapeXml(chapter.title)}</bdi> <span class="date"><bdi>${escapeXml(chapter.date)}</bdi></span></a>${entries(chapter)}</li>`,
  );
  return `<nav epub:type="toc" id="toc" role="doc-toc">
<h1>${escapeXml(book.contentsHeading)}</h1>
<ol>
${issues.join('\n')}
<li><a href="issues/colophon.xhtml">${escapeXml(book.publisher)}</a></li>
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol>
<li><a epub:type="toc" href="nav.xhtml#toc">${escapeXml(book.contentsHeading)}</a></li>
<li><a epub:type="bodymatter" href="issues/${encodeURIComponent(book.chapters[0]?.name ?? '')}.xhtml">${escapeXml(book.chapters[0]?.title ?? '')}</a></li>
</ol>
</nav>`;
}

export function chapterOf({ title, date, isoDate, xhtml }: Chapter): string {
  return `<section epub:type="chapter" role="doc-chapter">
<h1 class="title">${escapeXml(title)}</h1>
<p class="facts"><time datetime="${isoDate}">${escapeXml(date)}</time></p>
${xhtml}
</section>`;
}

export function colophonOf({ publisher, colophon, siteUrl }: Book): string {
  return `<section epub:type="colophon" class="colophon">
<h1 class="title">${escapeXml(publisher)}</h1>
${colophon}
<p><a href="${escapeXml(siteUrl)}" dir="ltr">${escapeXml(siteUrl)}</a></p>
</section>`;
}

function packageOf(book: Book): string {
  const manifest = [
    item('nav', 'nav.xhtml', XHTML, 'nav'),
    item('cover', 'cover.xhtml', XHTML),
    ...book.chapters.map(({ name }, index) =>
      item(`issue-${index + 1}`, `issues/${encodeURIComponent(name)}.xhtml`, XHTML),
    ),
    item('colophon', 'issues/colophon.xhtml', XHTML),
    item('styles', 'styles/book.css', 'text/css'),
    item('cover-image', 'cover.svg', 'image/svg+xml', 'cover-image'),
    ...book.images.map(({ path, mediaType }, index) =>
      item(`picture-${index + 1}`, encodeURI(path), mediaType),
    ),
  ];
  const spine = ['cover', 'nav', ...book.chapters.map((_, index) => `issue-${index + 1}`), 'colophon'];
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${book.language}" dir="${book.direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${escapeXml(book.id)}</dc:identifier>
<dc:title>${escapeXml(book.title)}</dc:title>
<dc:language>${book.language}</dc:language>
<dc:creator>${escapeXml(book.publisher)}</dc:creator>
<dc:publisher>${escapeXml(book.publisher)}</dc:publisher>
<dc:description>${escapeXml(book.description)}</dc:description>
<dc:date>${book.date}</dc:date>
${book.subjects.map((subject) => `<dc:subject>${escapeXml(subject)}</dc:subject>\n`).join('')}<meta property="dcterms:modified">${book.changedOn}T00:00:00Z</meta>
${accessibilityOf(book)}
</metadata>
<manifest>
${manifest.join('\n')}
</manifest>
<spine page-progression-direction="${book.direction}">
${spine.map((id) => `<itemref idref="${id}"/>`).join('\n')}
</spine>
</package>
`;
}

function item(id: string, href: string, mediaType: string, properties = ''): string {
  const more = properties === '' ? '' : ` properties="${properties}"`;
  return `<item id="${id}" href="${escapeXml(href)}" media-type="${mediaType}"${more}/>`;
}

/** EPUB Accessibility 1.1 §2: what schema.org calls the ways in which a book can be read. */
function accessibilityOf({ images, accessibility }: Book): string {
  const values: readonly (readonly [property: string, value: string])[] = [
    ['accessMode', 'textual'],
    ...(images.length > 0 ? [['accessMode', 'visual'] as const] : []),
    ['accessModeSufficient', 'textual'],
    ...[
      'alternativeText',
      'displayTransformability',
      'readingOrder',
      'structuralNavigation',
      'tableOfContents',
    ].map((feature) => ['accessibilityFeature', feature] as const),
    ['accessibilityHazard', 'none'],
    ['accessibilitySummary', accessibility],
  ];
  return values
    .map(([property, value]) => `<meta property="schema:${property}">${escapeXml(value)}</meta>`)
    .join('\n');
}
