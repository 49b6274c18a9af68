// A site as Ghost exports it: one JSON file of its tables, wrapped in `db` or not, with the body as HTML, as Lexical, as Mobiledoc or as the
// Markdown of its first years. Posts and pages come out with their tags and authors.
import type { ExportReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createJsonReader } from './create-json-reader.ts';
import { COMMENTS, type Counted, createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { isTrueAt } from './field-values.ts';
import { type JsonObject, objectsIn, textAt, valueAt } from './json-values.ts';
import { htmlOfLexical } from './lexical-html.ts';
import { htmlOfMobiledoc } from './mobiledoc-html.ts';
import { postOf } from './post-of.ts';
import { pictureParagraph } from './quote-html.ts';
import { readMoment } from './read-moment.ts';

/** Ghost writes its own address so, that an export may move. */
const OWN_ADDRESS = '__GHOST_URL__';

interface Tables {
  readonly tagsOf: ReadonlyMap<string, readonly string[]>;
  readonly authorsOf: ReadonlyMap<string, readonly string[]>;
  /** Of authors, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly extrasOf: ReadonlyMap<string, JsonObject>;
  /** `/:slug/`, `/:year/:month/:day/:slug/`. */
  readonly permalink: string;
  readonly language: string;
}

export function createGhostReader(): ExportReader {
  const notes = createExportNotes();
  return createJsonReader((value) => readSite(value, notes), notes);
}

function readSite(value: unknown, notes: ExportNotes): readonly ImportedPost[] {
  const [database] = objectsIn(valueAt(value, 'db'));
  const tables = valueAt(database ?? value, 'data') ?? value;
  const known = tablesOf(tables);
  const posts = objectsIn(valueAt(tables, 'posts')).map((row) => readRow(row, known, notes));
  for (const _ of objectsIn(valueAt(tables, 'comments'))) notes.count(COMMENTS);
  return posts;
}

function tablesOf(tables: unknown): Tables {
  const settings = objectsIn(valueAt(tables, 'settings'));
  const setting = (key: string): string =>
    textAt(
      settings.find((row) => textAt(row, 'key') === key),
      'value',
    );
  const tags = new Map(
    objectsIn(valueAt(tables, 'tags'))
      // Internal ones begin with a hash and are seen by nobody.
      .filter((tag) => textAt(tag, 'visibility') !== 'internal' && !textAt(tag, 'name').startsWith('#'))
      .map((tag) => [textAt(tag, 'id'), textAt(tag, 'name')]),
  );
  const users = new Map(
    objectsIn(valueAt(tables, 'users')).map((user) => [textAt(user, 'id'), textAt(user, 'name')]),
  );
  return {
    tagsOf: joined(objectsIn(valueAt(tables, 'posts_tags')), 'tag_id', tags),
    names: users,
    authorsOf: joined(objectsIn(valueAt(tables, 'posts_authors')), 'author_id', users),
    extrasOf: new Map(objectsIn(valueAt(tables, 'posts_meta')).map((row) => [textAt(row, 'post_id'), row])),
    permalink: setting('permalinks') || '/:slug/',
    language: setting('locale') || setting('default_locale') || setting('lang'),
  };
}

/** Of each post, in their order. */
function joined(
  rows: readonly JsonObject[],
  key: string,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of rows.toSorted((one, other) => orderOf(one) - orderOf(other))) {
    const name = names.get(textAt(row, key));
    if (name === undefined) continue;
    const postId = textAt(row, 'post_id');
    const known = found.get(postId);
    if (known === undefined) found.set(postId, [name]);
    else known.push(name);
  }
  return found;
}

function orderOf(row: JsonObject): number {
  return Number(textAt(row, 'sort_order')) || 0;
}

function readRow(row: JsonObject, tables: Tables, notes: ExportNotes): ImportedPost {
  const rowId = textAt(row, 'id');
  const id = textAt(row, 'uuid') || rowId;
  const title = textAt(row, 'title');
  const excerpt = excerptOf(title);
  const slug = textAt(row, 'slug');
  const visibility = textAt(row, 'visibility') || 'public';
  const isHidden = visibility !== 'public';
  if (isHidden)
    notes.add({
      kind: 'look',
      postId: id,
      reason: `It was for "${visibility}" there, not for everybody, and is a draft here.`,
      excerpt,
    });
  const publishedAt = readMoment(valueAt(row, 'published_at'), 'UTC');
  const extras = tables.extrasOf.get(rowId);
  const { form, value } = bodyOf(row, id, notes);
  const picture = textAt(row, 'feature_image') || textAt(row, 'image');
  const body = value.replaceAll(OWN_ADDRESS, '');
  if (value.includes(OWN_ADDRESS)) notes.count(OWN_LINKS);
  // Before there could be several, a post named its one author.
  const oneAuthor = tables.names.get(textAt(row, 'author_id'));
  return postOf(
    {
      id,
      title,
      summary:
        textAt(row, 'custom_excerpt') ||
        textAt(extras, 'meta_description') ||
        textAt(row, 'meta_description'),
      publishedAt: publishedAt ?? readMoment(valueAt(row, 'created_at'), 'UTC'),
      updatedAt: readMoment(valueAt(row, 'updated_at'), 'UTC'),
      kind: textAt(row, 'type') === 'page' || isTrueAt(row, 'page') ? 'page' : 'post',
      // `sent` went out by mail only.
      isDraft: !['published', 'sent'].includes(textAt(row, 'status') || 'published') || isHidden,
      addresses: [addressOf(tables.permalink, slug, publishedAt), textAt(row, 'canonical_url')],
      tags: tables.tagsOf.get(rowId) ?? [],
      language: textAt(row, 'locale') || textAt(row, 'language') || tables.language || undefined,
      authors: tables.authorsOf.get(rowId) ?? (oneAuthor === undefined ? [] : [oneAuthor]),
      body: {
        form,
        value: picture === '' || form !== 'html' ? body : `${pictureOf(picture, extras)}\n${body}`,
      },
    },
    notes,
  );
}

/** HTML as Ghost last showed it, else what it is made of. */
function bodyOf(row: JsonObject, id: string, notes: ExportNotes): ImportedPost['body'] {
  const html = textAt(row, 'html');
  if (html.trim() !== '') return { form: 'html', value: html };
  const lexical = textAt(row, 'lexical');
  if (lexical !== '') return { form: 'html', value: htmlOfLexical(lexical, id, notes) };
  const mobiledoc = textAt(row, 'mobiledoc');
  if (mobiledoc !== '') return htmlOfMobiledoc(mobiledoc, id, notes);
  const markdown = textAt(row, 'markdown');
  return markdown === ''
    ? { form: 'text', value: textAt(row, 'plaintext') }
    : { form: 'markdown', value: markdown };
}

function pictureOf(address: string, extras: JsonObject | undefined): string {
  return pictureParagraph(address.replaceAll(OWN_ADDRESS, ''), textAt(extras, 'feature_image_alt'), '');
}

function addressOf(permalink: string, slug: string, publishedAt: string | undefined): string {
  if (slug === '') return '';
  const [year = '', month = '', day = ''] = (publishedAt ?? '').slice(0, 10).split('-');
  if (year === '' && permalink.includes(':year')) return '';
  return permalink
    .replace(':slug', () => slug)
    .replace(':year', year)
    .replace(':month', month)
    .replace(':day', day);
}

const OWN_LINKS: Counted = {
  kind: 'look',
  one: 'A post has links or pictures of its own site, which have no host in the export: they begin with "/".',
  many: '# posts have links or pictures of their own site, which have no host in the export: they begin with "/".',
};
