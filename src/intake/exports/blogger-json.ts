// Blogger's answers as JSON, saved to a file: lists of posts or pages of the API (version 3), one after the other or in an array, single ones,
// and the older feed with `alt=json`.
import type { ExportReader, ExportSettings } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { LEFT_OUT_OF_BLOGGER } from './blogger-xml.ts';
import { createJsonReader } from './create-json-reader.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';
import { isObject, type JsonObject, objectsIn, textAt, valueAt } from './json-values.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';

export function createBloggerJsonReader(settings: ExportSettings): ExportReader {
  const notes = createExportNotes();
  return createJsonReader(
    (value) => itemsIn(value).flatMap((item) => readItem(item, settings, notes) ?? []),
    notes,
  );
}

/** An answer has `items`, an array holds answers or items, and the older feed has `feed.entry`. */
function itemsIn(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(itemsIn);
  if (!isObject(value)) return [];
  const items = valueAt(value, 'items') ?? valueAt(value, 'feed', 'entry');
  return items === undefined ? [value] : objectsIn(items);
}

function readItem(item: JsonObject, settings: ExportSettings, notes: ExportNotes): ImportedPost | undefined {
  if (isObject(valueAt(item, 'id'))) return readEntry(item, settings, notes);
  const kind = textAt(item, 'kind').replace(/^blogger#/u, '') || 'post';
  if (kind !== 'post' && kind !== 'page') {
    if (!kind.endsWith('List')) notes.count(LEFT_OUT_OF_BLOGGER[kind] ?? LEFT_OUT_OF_BLOGGER.other);
    return undefined;
  }
  return postOf(
    {
      id: idOf(textAt(item, 'blog', 'id'), textAt(item, 'id')),
      title: textAt(item, 'title'),
      publishedAt: readMoment(textAt(item, 'published'), settings.timeZone),
      updatedAt: readMoment(textAt(item, 'updated'), settings.timeZone),
      kind,
      isDraft: ['DRAFT', 'SCHEDULED'].includes(textAt(item, 'status').toUpperCase()),
      addresses: [textAt(item, 'url')],
      tags: labelsOf(item),
      authors: [textAt(item, 'author', 'displayName')],
      body: { form: 'html', value: textAt(item, 'content') },
    },
    notes,
  );
}

function labelsOf(item: JsonObject): readonly string[] {
  const labels = valueAt(item, 'labels');
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
}

/** The same as in the export as Atom, so that a post that comes both ways is one. */
function idOf(blogId: string, id: string): string {
  return blogId === '' || id === '' ? id : `tag:blogger.com,1999:blog-${blogId}.post-${id}`;
}

/** Of the older feed, in which each text is an object with `$t`. */
function readEntry(
  entry: JsonObject,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost | undefined {
  const categories = objectsIn(valueAt(entry, 'category'));
  const isKind = (category: JsonObject): boolean => textAt(category, 'scheme').endsWith('#kind');
  const kind = textAt(categories.find(isKind), 'term').replace(/^.*#/u, '') || 'post';
  if (kind !== 'post' && kind !== 'page') {
    notes.count(LEFT_OUT_OF_BLOGGER[kind] ?? LEFT_OUT_OF_BLOGGER.other);
    return undefined;
  }
  return postOf(
    {
      id: textAt(entry, 'id', '$t'),
      title: textAt(entry, 'title', '$t'),
      publishedAt: readMoment(textAt(entry, 'published', '$t'), settings.timeZone),
      updatedAt: readMoment(textAt(entry, 'updated', '$t'), settings.timeZone),
      kind,
      isDraft: textAt(entry, 'app$control', 'app$draft', '$t') === 'yes',
      addresses: objectsIn(valueAt(entry, 'link'))
        .filter((link) => textAt(link, 'rel') === 'alternate')
        .map((link) => textAt(link, 'href')),
      tags: categories.filter((category) => !isKind(category)).map((category) => textAt(category, 'term')),
      authors: objectsIn(valueAt(entry, 'author')).map((author) => textAt(author, 'name', '$t')),
      body: { form: 'html', value: textAt(entry, 'content', '$t') || textAt(entry, 'summary', '$t') },
    },
    notes,
  );
}
