// A newsletter as Buttondown gives it: the zip of its export or the folder of its command line (`emails/<slug>.md`, with a table beside them), or an
// answer of its API saved as JSON. The bodies are Markdown, or HTML from its other editor, and say which in their first line.
import type { ExportReader, ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createJsonReader } from './create-json-reader.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { readFrontMatter } from './front-matter.ts';
import { isObject, type JsonObject, objectsIn, textAt, valueAt } from './json-values.ts';
import { otherFieldsOf } from './other-fields.ts';
import { postOf } from './post-of.ts';
import { parsed } from './read-json.ts';
import { readMoment } from './read-moment.ts';
import { readTable } from './read-table.ts';

export const BUTTONDOWN_BODY = /^emails\/([^/]{1,300})\.md$/u;
const TABLES = ['emails.json', 'emails.csv'];
const KNOWN = [
  ...['id', 'subject', 'body', 'status', 'slug', 'publish_date', 'creation_date', 'modification_date'],
  ...[
    'description',
    'absolute_url',
    'canonical_url',
    'email_type',
    'secondary_id',
    'source',
    'image',
    'tags',
  ],
];
const PUBLIC = ['sent', 'imported', 'published', 'in_flight', 'resending', 'throttled', ''];
const EDITOR = /^\s*<!-- buttondown-editor-mode: (\w+) -->[ \t]*\n?/u;

export function createButtondownFolderReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  const rows = new Map<string, JsonObject>();
  const read = new Set<string>();
  return {
    choose: (paths) => [
      ...TABLES.filter((name) => paths.includes(name)).slice(0, 1),
      ...paths.filter((path) => BUTTONDOWN_BODY.test(path)),
    ],
    take: (path, bytes) => {
      const slug = BUTTONDOWN_BODY.exec(path)?.[1];
      if (slug === undefined) {
        for (const row of rowsOf(path, bytes, notes)) rows.set(textAt(row, 'slug') || textAt(row, 'id'), row);
        return [];
      }
      const { fields, text, problem } = readFrontMatter(decodeWhole(bytes), settings.readYaml);
      if (problem !== undefined) notes.add({ kind: 'look', where: path, reason: problem });
      const row = { ...rows.get(slug), ...fields };
      read.add(slug);
      // Nothing says that it was sent.
      const status = Object.keys(row).length === 0 ? 'draft' : textAt(row, 'status');
      return [readEmail({ slug, ...row, body: text, status }, notes, path)];
    },
    end: () => {
      for (const [slug, row] of rows)
        if (!read.has(slug))
          notes.add({
            kind: 'left-out',
            postId: textAt(row, 'id') || slug,
            reason: 'The export names it, and its text is not there.',
            excerpt: excerptOf(textAt(row, 'subject')),
          });
      return [];
    },
    takeNotes: notes.take,
  };
}

function rowsOf(path: string, bytes: Uint8Array, notes: ExportNotes): readonly JsonObject[] {
  if (path.endsWith('.json')) return emailsIn(parsed(decodeWhole(bytes), notes, path));
  return readTable(bytes, path, notes).map(({ cell }) =>
    Object.fromEntries(KNOWN.map((name) => [name, cell(name)]).filter(([, text]) => text !== '')),
  );
}

export function createButtondownReader(): ExportReader {
  const notes = createExportNotes();
  return createJsonReader((value) => emailsIn(value).map((email) => readEmail(email, notes)), notes);
}

/** An array, or pages of an answer (`results`), or an array of these. */
function emailsIn(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(emailsIn);
  const results = valueAt(value, 'results');
  if (results !== undefined) return objectsIn(results);
  return isObject(value) ? [value] : [];
}

function readEmail(email: JsonObject, notes: ExportNotes, where?: string): ImportedPost {
  const slug = textAt(email, 'slug');
  const id = textAt(email, 'id') || slug;
  const title = textAt(email, 'subject');
  const kind = textAt(email, 'email_type') || 'public';
  const isHidden = ['private', 'premium', 'hidden', 'churned', 'archival'].includes(kind);
  if (isHidden)
    notes.add({
      kind: 'look',
      postId: id,
      reason: `It was not for everybody ("${kind}") there, and is a draft here.`,
      excerpt: excerptOf(title),
    });
  const body = bodyOf(textAt(email, 'body'), id, notes);
  const tags = valueAt(email, 'tags');
  return postOf(
    {
      id,
      title,
      summary: textAt(email, 'description'),
      publishedAt:
        readMoment(textAt(email, 'publish_date'), 'UTC') ?? readMoment(textAt(email, 'creation_date'), 'UTC'),
      updatedAt: readMoment(textAt(email, 'modification_date'), 'UTC'),
      kind: 'post',
      isDraft: !PUBLIC.includes(textAt(email, 'status').toLowerCase()) || isHidden,
      addresses: [
        textAt(email, 'absolute_url'),
        slug === '' ? '' : `/archive/${slug}/`,
        textAt(email, 'canonical_url'),
      ],
      tags: Array.isArray(tags) ? tags.map(String) : textAt(email, 'tags').split(','),
      authors: [],
      body,
      ...(where === undefined ? {} : { otherFields: otherFieldsOf(email, KNOWN) }),
    },
    notes,
  );
}

function bodyOf(text: string, postId: string, notes: ExportNotes): ImportedPost['body'] {
  const mode = EDITOR.exec(text)?.[1];
  const value = text.replace(EDITOR, '');
  for (const [whole] of value.matchAll(/\{\{[^{}\n]+\}\}|\{%[^{}\n]+\}/gu))
    notes.add({
      kind: 'look',
      postId,
      reason: 'A mark that Buttondown fills for each reader stands in the text as it was typed.',
      excerpt: excerptOf(whole),
    });
  const isHtml = mode === 'fancy' || /^\s*<(?:p|div|table|h[1-6]|!doctype|html)\b/iu.test(value);
  return { form: isHtml ? 'html' : 'markdown', value };
}
