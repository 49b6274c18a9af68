// A book → one HTML page to be printed: cover, issues one after the other, last page. Links between issues stay inside.
import type { Book } from './book.ts';
import { chapterOf, colophonOf, coverOf } from './epub-files.ts';
import { escapeXml } from './escape-xml.ts';

/** Not in the style sheet that e-books have, too: what stands in a page's margin is not known to all of them. */
const PAGES = `@page {
  size: A5;
  margin: 18mm 16mm 20mm;
  @bottom-center { content: counter(page); font: 8.5pt Palatino, "URW Palladio L", P052, Georgia, serif; }
}
@page :first { @bottom-center { content: none; } }
`;

/** Pictures are looked for below the folder in which the page stands. @param styles Of the book's pages. */
export function printPage(book: Book, styles: string): string {
  const chapters = book.chapters.map(
    (chapter) =>
      `<div lang="${chapter.language}" dir="${chapter.direction}" id="${escapeXml(pageAnchor(chapter.name))}">\n${chapterOf(chapter)}\n</div>`,
  );
  const parts = [`<section class="cover">\n${coverOf(book)}\n</section>`, ...chapters, colophonOf(book)];
  const body = parts
    .join('\n')
    .replace(/ (?:epub:type|xml:lang)="[^"]*"/gu, '')
    .replace(/ src="\.\.\//gu, ' src="')
    .replace(
      / href="([^":#]*)\.xhtml(#[^"]*)?"/gu,
      (_, slug: string, anchor?: string) =>
        ` href="${anchor ?? `#${encodeURIComponent(pageAnchor(decodeURIComponent(slug)))}`}"`,
    );
  return `<!DOCTYPE html>
<html lang="${book.language}" dir="${book.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src file:">
<title>${escapeXml(book.title)}</title>
<meta name="author" content="${escapeXml(book.publisher)}">
<style>
${(PAGES + styles).replaceAll('</', '<\\/')}</style>
</head>
<body class="printed">
${withShortNames(body)}
</body>
</html>
`;
}

/** The names of places become names in the PDF, which may not be longer than 127 octets (ISO 32000-1, annex C); a headline in Arabic is. */
function withShortNames(body: string): string {
  const names = new Map<string, string>();
  let count = 0;
  const shortened = body.replace(/ id="([^"]*)"/gu, (_, id: string) => {
    count += 1;
    const name = `p${count}`;
    // Sections of different issues are called alike; entries, which links lead to, begin with their issue's own name.
    if (!names.has(id)) names.set(id, name);
    return ` id="${name}"`;
  });
  return shortened.replace(/ href="#([^"]*)"/gu, (whole, anchor: string) => {
    const name = names.get(escapeXml(decodeURIComponent(anchor)));
    return name === undefined ? whole : ` href="#${name}"`;
  });
}

function pageAnchor(slug: string): string {
  return `issue-${slug}`;
}
