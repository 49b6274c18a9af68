// A blog as Blogger gives it, as Atom: Takeout's `feed.atom` (its own elements say what an entry is), and the older backup, in which settings,
// templates and comments are entries too and categories say so. Posts and pages come out; of the rest the report tells how much there was.
import type { ExportReader, ExportSettings } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createXmlReader } from './create-xml-reader.ts';
import { COMMENTS, type Counted, createExportNotes, type ExportNotes } from './export-notes.ts';
import { postOf } from './post-of.ts';
import { quoteHtml } from './quote-html.ts';
import { readMoment } from './read-moment.ts';
import type { XmlElement } from './walk-xml.ts';
import { childrenOf, markupOf, textOf, wordsOf } from './xml-parts.ts';

const PREFIXES = [
  ['http://www.w3.org/2005/Atom', ''],
  ['http://schemas.google.com/blogger/', 'blogger'],
  ['http://purl.org/atom/app#', 'app'],
  ['http://www.w3.org/2007/app', 'app'],
  ['http://purl.org/syndication/thread/', 'thr'],
] as const;
const KIND = 'http://schemas.google.com/g/2005#kind';

export function createBloggerXmlReader(settings: ExportSettings): ExportReader {
  const notes = createExportNotes();
  return createXmlReader(
    { prefixes: PREFIXES, record: 'entry', readPost: (entry) => readEntry(entry, settings, notes) },
    notes,
  );
}

function readEntry(
  entry: XmlElement,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost | undefined {
  const kind = kindOf(entry);
  if (kind !== 'post' && kind !== 'page') {
    notes.count(LEFT_OUT_OF_BLOGGER[kind] ?? LEFT_OUT_OF_BLOGGER.other);
    return undefined;
  }
  const status = textOf(entry, 'blogger:status').toUpperCase();
  const id = textOf(entry, 'id');
  const title = textOf(entry, 'title');
  if (status === 'SOFT_TRASHED' || textOf(entry, 'blogger:trashed') !== '') {
    notes.add({
      kind: 'left-out',
      postId: id,
      reason: 'It was in the waste-paper basket there.',
      excerpt: title,
    });
    return undefined;
  }
  const isDraft =
    ['DRAFT', 'SCHEDULED'].includes(status) ||
    childrenOf(entry, 'app:control').some((control) => textOf(control, 'app:draft') === 'yes');
  const publishedAt = readMoment(textOf(entry, 'published'), settings.timeZone);
  return postOf(
    {
      id,
      title,
      summary: textOf(entry, 'blogger:metaDescription') || textOf(entry, 'summary'),
      publishedAt,
      updatedAt: readMoment(textOf(entry, 'updated'), settings.timeZone),
      kind,
      isDraft,
      addresses: addressesOf(entry),
      tags: tagsOf(entry),
      authors: childrenOf(entry, 'author').map((author) => textOf(author, 'name')),
      body: { form: 'html', value: bodyOf(entry) },
    },
    notes,
  );
}

function kindOf(entry: XmlElement): string {
  const own = textOf(entry, 'blogger:type').toLowerCase();
  if (own !== '') return own;
  const term = childrenOf(entry, 'category').find(({ attributes }) => attributes['scheme'] === KIND)
    ?.attributes['term'];
  // An Atom feed without kinds is a feed of posts; only comments answer to something.
  if (term === undefined) return childrenOf(entry, 'thr:in-reply-to').length > 0 ? 'comment' : 'post';
  return term.replace(/^.*#/u, '').toLowerCase();
}

/** Both shapes have labels as categories, under a scheme of their own or under the blog's. */
function tagsOf(entry: XmlElement): readonly string[] {
  return childrenOf(entry, 'category')
    .filter(({ attributes }) => attributes['scheme'] !== KIND)
    .map(({ attributes }) => attributes['term'] ?? '');
}

function addressesOf(entry: XmlElement): readonly string[] {
  const links = childrenOf(entry, 'link')
    .filter(({ attributes }) => attributes['rel'] === 'alternate')
    .map(({ attributes }) => attributes['href'] ?? '');
  return [...links, textOf(entry, 'blogger:filename')];
}

function bodyOf(entry: XmlElement): string {
  const [content] = childrenOf(entry, 'content');
  if (content === undefined) return '';
  const type = content.attributes['type'] ?? 'text';
  if (type === 'xhtml') return markupOf(content);
  const words = wordsOf(content);
  if (type !== 'text') return words;
  return quoteHtml(words);
}

export const LEFT_OUT_OF_BLOGGER: Readonly<Record<string, Counted>> & { readonly other: Counted } = {
  comment: COMMENTS,
  settings: {
    kind: 'left-out',
    one: 'A setting of the blog was left out.',
    many: '# settings of the blog were left out.',
  },
  template: {
    kind: 'left-out',
    one: 'The design of the blog was left out.',
    many: '# designs of the blog were left out.',
  },
  other: {
    kind: 'left-out',
    one: 'An entry that is neither a post nor a page was left out.',
    many: '# entries that are neither posts nor pages were left out.',
  },
};
