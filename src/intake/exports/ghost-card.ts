// A card of Ghost's editor (a picture, a bookmark, a gallery, whatever is no running text) in, HTML out. Mobiledoc and Lexical have the same
// cards, with other names for what is in them.
import { type ExportNotes, excerptOf } from './export-notes.ts';
import { isObject, objectsIn, textAt, valueAt } from './json-values.ts';
import { linkParagraph, pictureParagraph, quoteHtml } from './quote-html.ts';

export function htmlOfCard(kind: string, card: unknown, postId: string, notes: ExportNotes): string {
  const text = (...keys: readonly string[]): string =>
    keys.map((key) => textAt(card, key)).find((one) => one !== '') ?? '';
  switch (kind) {
    case 'html':
      return text('html');
    case 'markdown':
    case 'card-markdown':
      return plainParagraphs(text('markdown'), postId, notes);
    case 'hr':
    case 'horizontalrule':
      return '<hr>';
    case 'image':
      return pictureParagraph(text('src'), text('alt', 'altText'), text('caption'));
    case 'gallery':
      return objectsIn(valueAt(card, 'images'))
        .map((one) => pictureParagraph(textAt(one, 'src'), textAt(one, 'alt'), textAt(one, 'caption')))
        .join('\n');
    case 'code':
    case 'codeblock': {
      const language = text('language').replace(/[^\w+#.-]/gu, '');
      const named = language === '' ? '' : ` class="language-${language}"`;
      return `<pre><code${named}>${quoteHtml(text('code'))}</code></pre>`;
    }
    case 'bookmark': {
      const words = textAt(card, 'metadata', 'title') || text('title');
      const more = textAt(card, 'metadata', 'description') || text('description');
      return linkParagraph(text('url'), words) + (more === '' ? '' : `\n<p>${quoteHtml(more)}</p>`);
    }
    case 'embed':
      tell(notes, postId, 'changed', 'Something embedded became a link.', text('url'));
      return linkParagraph(text('url'));
    case 'callout':
      return `<blockquote>${asParagraph(text('calloutText'))}</blockquote>`;
    case 'toggle':
      return `<p><strong>${inline(text('heading'))}</strong></p>\n${asParagraph(text('content'))}`;
    case 'button':
      return linkParagraph(text('buttonUrl'), text('buttonText'));
    case 'file':
    case 'audio':
    case 'video':
      tell(notes, postId, 'changed', `A ${kind} became a link.`, text('src'));
      return linkParagraph(text('src'), text('fileTitle', 'title', 'fileName', 'caption'));
    case 'header':
      return `<h2>${inline(text('header', 'heading'))}</h2>\n${asParagraph(text('subheader'))}`;
    case 'product':
      return `${linkParagraph(text('productUrl'), text('productTitle'))}\n${asParagraph(text('productDescription'))}`;
    case 'email':
    case 'email-cta':
    case 'paywall':
    case 'signup':
    case 'call-to-action':
    case 'transistor':
      tell(
        notes,
        postId,
        'left-out',
        `What only mails, members or forms have ("${kind}") was left out.`,
        text('html', 'textValue', 'header'),
      );
      return '';
    default:
      tell(
        notes,
        postId,
        'left-out',
        `A part of the kind "${kind.slice(0, 40)}" was left out: it is not known here.`,
        isObject(card) ? JSON.stringify(card) : '',
      );
      return '';
  }
}

function tell(
  notes: ExportNotes,
  postId: string,
  kind: 'left-out' | 'changed' | 'look',
  reason: string,
  about: string,
): void {
  const excerpt = excerptOf(about);
  notes.add({ kind, postId, reason, ...(excerpt === '' ? {} : { excerpt }) });
}

/** Among HTML, Markdown cannot stay Markdown. Its paragraphs do, and its marks are seen. */
function plainParagraphs(markdown: string, postId: string, notes: ExportNotes): string {
  if (/[*_[\]#`<>]/u.test(markdown))
    tell(
      notes,
      postId,
      'look',
      'A part was Markdown among others that are not: its marks stand in the text.',
      markdown,
    );
  return markdown
    .split(/\n\s*\n/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${quoteHtml(part).replaceAll('\n', '<br>\n')}</p>`)
    .join('\n');
}

/** These fields hold HTML of a line. */
function asParagraph(html: string): string {
  if (html.trim() === '') return '';
  return /^\s*<(?:p|ul|ol|h\d)\b/iu.test(html) ? html : `<p>${html}</p>`;
}

function inline(html: string): string {
  return html.replace(/<\/?p[^<>]{0,200}>/giu, '');
}
