// A site as WordPress exports it (WXR 1.0 to 1.2: RSS with elements of its own). Posts and pages come out, with their categories and tags and
// every address at which they answer; of comments, attachments, menus and revisions the report tells how much there was.
import type { ExportReader, ExportSettings } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createXmlReader } from './create-xml-reader.ts';
import { decodeEntities } from './decode-entities.ts';
import { COMMENTS, type Counted, createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';
import type { XmlElement } from './walk-xml.ts';
import { htmlOfWordpress } from './wordpress-html.ts';
import { childrenOf, textOf, wordsOf } from './xml-parts.ts';

const PREFIXES = [
  ['http://wordpress.org/export/1.0/excerpt/', 'excerpt'],
  ['http://wordpress.org/export/1.1/excerpt/', 'excerpt'],
  ['http://wordpress.org/export/1.2/excerpt/', 'excerpt'],
  ['http://wordpress.org/export/', 'wp'],
  ['http://purl.org/rss/1.0/modules/content/', 'content'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
] as const;
const DRAFTS: readonly string[] = ['draft', 'pending', 'future', 'auto-draft'];

interface Site {
  language: string;
  /** Names by log-in. */
  readonly authors: Map<string, string>;
}

export function createWordpressReader(settings: ExportSettings): ExportReader {
  const notes = createExportNotes();
  const site: Site = { language: '', authors: new Map() };
  return createXmlReader(
    {
      prefixes: PREFIXES,
      record: 'item',
      readPost: (item) => readItem(item, site, settings, notes),
      beside: {
        'wp:author': (author) =>
          void site.authors.set(textOf(author, 'wp:author_login'), textOf(author, 'wp:author_display_name')),
      },
      outside: (element, parent) => {
        if (element.name === 'language' && parent === 'channel') site.language = wordsOf(element).trim();
      },
    },
    notes,
  );
}

function readItem(
  item: XmlElement,
  site: Site,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost | undefined {
  const type = textOf(item, 'wp:post_type') || 'post';
  // Names of letters stand in it as HTML has them, whatever marks are around it.
  const title = decodeEntities(textOf(item, 'title'));
  if (type !== 'post' && type !== 'page') {
    notes.count(LEFT_OUT.get(type) ?? other(type));
    return undefined;
  }
  const guid = textOf(item, 'guid');
  const id = guid || textOf(item, 'wp:post_id') || textOf(item, 'link');
  const status = textOf(item, 'wp:status') || 'publish';
  if (status === 'trash') {
    notes.add({
      kind: 'left-out',
      postId: id,
      reason: 'It was in the bin there.',
      excerpt: excerptOf(title),
    });
    return undefined;
  }
  for (const _ of childrenOf(item, 'wp:comment')) notes.count(COMMENTS);
  const isDraft = DRAFTS.includes(status);
  // What not everybody may see must not be published by an import.
  const isHidden = status === 'private' || textOf(item, 'wp:post_password') !== '';
  if (isHidden)
    notes.add({
      kind: 'look',
      postId: id,
      reason: 'It was private or had a password there, and is a draft here.',
      excerpt: excerptOf(title),
    });
  const publishedAt = dateOf(item, settings.timeZone);
  const author = textOf(item, 'dc:creator');
  return postOf(
    {
      id,
      title,
      summary: summaryOf(item),
      publishedAt,
      updatedAt: readMoment(textOf(item, 'wp:post_modified_gmt'), 'UTC'),
      kind: type,
      isDraft: isDraft || isHidden,
      addresses: addressesOf(item, guid, type),
      tags: tagsOf(item),
      language: site.language,
      authors: [site.authors.get(author) || author],
      body: { form: 'html', value: htmlOfWordpress(bodyOf(item), id, notes) },
    },
    notes,
  );
}

/** The first that is no row of zeros; a draft has none. */
function dateOf(item: XmlElement, timeZone: string): string | undefined {
  return (
    readMoment(textOf(item, 'wp:post_date_gmt'), 'UTC') ??
    readMoment(textOf(item, 'wp:post_date'), timeZone) ??
    readMoment(textOf(item, 'pubDate'), 'UTC')
  );
}

/** The permalink, and what is always right: `/?p=12`. */
function addressesOf(item: XmlElement, guid: string, type: string): readonly string[] {
  const id = textOf(item, 'wp:post_id');
  const short = /^\d{1,12}$/u.test(id) ? [`/?${type === 'page' ? 'page_id' : 'p'}=${id}`] : [];
  return [textOf(item, 'link'), guid, ...short];
}

/** WXR 1.0 has each twice, once without its kind. Formats (aside, link) are the theme's. */
function tagsOf(item: XmlElement): readonly string[] {
  return childrenOf(item, 'category')
    .filter(({ attributes }) => {
      const { domain = 'category' } = attributes;
      const isDefault = domain === 'category' && attributes['nicename'] === 'uncategorized';
      return ['category', 'tag', 'post_tag'].includes(domain) && !isDefault;
    })
    .map((category) => decodeEntities(wordsOf(category)))
    .filter((word) => word.trim().toLowerCase() !== 'uncategorized');
}

/** An excerpt that somebody wrote; `description` is always empty. */
function summaryOf(item: XmlElement): string {
  const html = textOf(item, 'excerpt:encoded').replace(/<(?:p|br|div|li)\b[^<>]{0,500}>/giu, ' ');
  return decodeEntities(html.replace(/<\/?[a-z][^<>]*>/giu, ''));
}

function bodyOf(item: XmlElement): string {
  const [content] = childrenOf(item, 'content:encoded');
  return content === undefined ? '' : wordsOf(content);
}

const LEFT_OUT: ReadonlyMap<string, Counted> = new Map(
  Object.entries({
    attachment: {
      kind: 'left-out' as const,
      one: 'An attachment is only named in the export: a picture that a post shows is taken from where it stands.',
      many: '# attachments are only named in the export: pictures that a post shows are taken from where they stand.',
    },
    nav_menu_item: {
      kind: 'left-out' as const,
      one: 'A line of a menu was left out.',
      many: '# lines of menus were left out.',
    },
    revision: {
      kind: 'left-out' as const,
      one: 'An earlier version of a post was left out.',
      many: '# earlier versions of posts were left out.',
    },
  }),
);

/** Kinds that plug-ins add. */
function other(type: string): Counted {
  const name = excerptOf(type);
  return {
    kind: 'left-out',
    one: `An entry of the kind "${name}" was left out: it is neither a post nor a page.`,
    many: `# entries of the kind "${name}" were left out: they are neither posts nor pages.`,
  };
}
