// The folder of a Pelican site in: `pelicanconf.py` for its addresses, and what stands in `content/`: Markdown with `Title:` lines in front,
// reStructuredText with `:date:` fields, or HTML with `<meta>`; posts out.
import type { ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { attributeOf, insideOf, openTags } from './cut-elements.ts';
import { decodeEntities } from './decode-entities.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';
import { firstAt, wordsAt } from './field-values.ts';
import { readFrontMatter } from './front-matter.ts';
import { type JsonObject, textAt } from './json-values.ts';
import { otherFieldsOf } from './other-fields.ts';
import { slugOf } from './permalink.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';

const CONFIG = /^(?:pelicanconf|publishconf)\.py$/u;
const CONTENT = /^content\/(.+)\.(md|markdown|mkd|rst|html?)$/u;
const KNOWN = [
  ...['title', 'date', 'modified', 'tags', 'keywords', 'category', 'slug', 'author', 'authors', 'summary'],
  ...['status', 'lang', 'save_as', 'url', 'template'],
];

export function isPelicanSite(paths: readonly string[]): boolean {
  return paths.some((path) => CONFIG.test(path)) && paths.some((path) => CONTENT.test(path));
}

export function createPelicanReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  const config = new Map<string, string>();
  return {
    choose: (paths) => [
      ...paths.filter((path) => CONFIG.test(path)),
      ...paths.filter((path) => CONTENT.test(path)),
    ],
    take: (path, bytes) => {
      const text = decodeWhole(bytes);
      if (!CONFIG.test(path)) return [readFile(path, text, config, settings, notes)];
      for (const [, name = '', , value = ''] of text.matchAll(SETTING)) config.set(name, value);
      return [];
    },
    end: () => [],
    takeNotes: notes.take,
  };
}

/** Lines of Python such as `ARTICLE_URL = 'posts/{slug}/'`; nothing of it is run. */
const SETTING =
  /^(ARTICLE_URL|PAGE_URL|DRAFT_URL|SITEURL|DEFAULT_LANG|TIMEZONE|AUTHOR) ?= ?u?(["'])([^"'\n]{0,300})\2/gmu;

function readFile(
  path: string,
  file: string,
  config: ReadonlyMap<string, string>,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost {
  const [, name = '', suffix = ''] = CONTENT.exec(path) ?? [];
  const { fields, text, form } = fieldsOf(file, suffix, path, settings, notes);
  const isPage = name.startsWith('pages/');
  const zone = config.get('TIMEZONE') ?? settings.timeZone;
  const title = firstAt(fields, 'title') || (name.split('/').at(-1) ?? '');
  const folder = name.split('/').slice(0, -1).at(-1) ?? '';
  const category = firstAt(fields, 'category') || (isPage ? '' : folder);
  const status = firstAt(fields, 'status').toLowerCase() || 'published';
  if (status === 'hidden')
    notes.add({
      kind: 'look',
      postId: path,
      where: path,
      reason: 'It was hidden there, and is a draft here.',
    });
  const siteUrl = (config.get('SITEURL') ?? '').replace(/\/$/u, '');
  const published = textAt(fields, 'date');
  const slug = firstAt(fields, 'slug') || slugOf(title);
  const pattern =
    firstAt(fields, 'url') ||
    (isPage ? (config.get('PAGE_URL') ?? 'pages/{slug}.html') : (config.get('ARTICLE_URL') ?? '{slug}.html'));
  const address = fillPattern(pattern, {
    slug,
    category: slugOf(category),
    date: readMoment(published, 'UTC') ?? '',
    language: firstAt(fields, 'lang'),
  });
  return postOf(
    {
      id: path,
      title,
      summary: firstAt(fields, 'summary'),
      publishedAt: readMoment(published, zone, settings.timeZone),
      updatedAt: readMoment(textAt(fields, 'modified'), zone, settings.timeZone),
      kind: isPage ? 'page' : 'post',
      isDraft: status !== 'published',
      addresses: [`${siteUrl}/${address.replace(/^\//u, '')}`],
      tags: [category, ...wordsAt(fields, 'tags', 'keywords')],
      language: firstAt(fields, 'lang') || config.get('DEFAULT_LANG'),
      authors:
        firstAt(fields, 'author', 'authors') === ''
          ? [config.get('AUTHOR') ?? '']
          : wordsAt(fields, 'author', 'authors'),
      body: { form, value: withoutOwnLinks(text, path, notes) },
      otherFields: otherFieldsOf(fields, KNOWN),
    },
    notes,
  );
}

/** `{slug}`, `{date:%Y}`. */
function fillPattern(
  pattern: string,
  parts: {
    readonly slug: string;
    readonly category: string;
    readonly date: string;
    readonly language: string;
  },
): string {
  const [year = '', month = '', day = ''] = parts.date.slice(0, 10).split('-');
  return pattern
    .replace(/\{(?:date:)?([^{}\n]{1,30})\}/gu, (whole: string, name: string) => {
      if (name === 'slug') return parts.slug;
      if (name === 'category') return parts.category;
      if (name === 'lang') return parts.language;
      return name.startsWith('%') ? name : whole;
    })
    .replaceAll('%Y', year)
    .replaceAll('%m', month)
    .replaceAll('%d', day);
}

interface Fields {
  readonly fields: JsonObject;
  readonly text: string;
  readonly form: ImportedPost['body']['form'];
}

function fieldsOf(
  file: string,
  suffix: string,
  path: string,
  settings: ExportSettings,
  notes: ExportNotes,
): Fields {
  if (suffix === 'rst') return fieldsOfRst(file, path, notes);
  if (suffix.startsWith('htm')) return fieldsOfHtml(file);
  const { fields, text, problem } = readFrontMatter(file, settings.readYaml, { hasNamedLines: true });
  if (problem !== undefined) notes.add({ kind: 'look', where: path, postId: path, reason: problem });
  return { fields: lowered(fields ?? {}), text, form: 'markdown' };
}

function lowered(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The title is the first heading; fields stand below it, each `:name: value`. */
function fieldsOfRst(file: string, path: string, notes: ExportNotes): Fields {
  const lines = file.replaceAll('\r\n', '\n').split('\n');
  const fields = new Map<string, string>();
  let at = lines.findIndex((line) => line.trim() !== '');
  if (RULE.test(lines[at] ?? '') && RULE.test(lines[at + 2] ?? '')) at += 1;
  if (RULE.test(lines[at + 1] ?? '')) {
    fields.set('title', (lines[at] ?? '').trim());
    at += 2;
  }
  for (; at < lines.length; at += 1) {
    const [, name, value] = /^:([\w-]{1,40}):(.*)/u.exec(lines[at] ?? '') ?? [];
    if (name !== undefined) fields.set(name.toLowerCase(), (value ?? '').trim());
    else if ((lines[at] ?? '').trim() !== '') break;
  }
  notes.add({
    kind: 'look',
    postId: path,
    where: path,
    reason:
      'It is reStructuredText: its links and headings became Markdown, anything else stands as it was typed.',
  });
  return {
    fields: Object.fromEntries(fields),
    text: markdownOfRst(lines.slice(Math.max(0, at))),
    form: 'markdown',
  };
}

const RULE = /^([=\-~^"'#*+`])\1{2,200}\s*$/u;

function markdownOfRst(lines: readonly string[]): string {
  const found: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '' && RULE.test(lines[at + 1] ?? '') && !RULE.test(line)) {
      found.push(`## ${line.trim()}`);
      at += 1;
    } else found.push(line);
  }
  return found
    .join('\n')
    .replace(/`([^`<>\n]+) <([^<>\s`]+)>`__?/gu, '[$1](<$2>)')
    .replace(/``([^`\n]{1,300})``/gu, '`$1`')
    .replace(/^\.\. image:: (\S{1,2000})[ \t]*(?:\n {2,8}:[^\n]*)*/gmu, '![]($1)');
}

function fieldsOfHtml(file: string): Fields {
  const fields = new Map<string, string>();
  for (const { name, text } of openTags(file))
    if (name === 'meta') {
      const key = attributeOf(text, 'name').toLowerCase();
      if (key !== '') fields.set(key, attributeOf(text, 'content') || attributeOf(text, 'contents'));
    }
  const title = insideOf(file, ({ name }) => name === 'title');
  if (title !== undefined) fields.set('title', decodeEntities(title).trim());
  return {
    fields: Object.fromEntries(fields),
    text: insideOf(file, ({ name }) => name === 'body') ?? file,
    form: 'html',
  };
}

/** `{static}/images/a.jpg` and `{filename}other.md` are filled in by Pelican. */
function withoutOwnLinks(text: string, postId: string, notes: ExportNotes): string {
  if (/[{|]filename[}|]|\{(?:index|author|category|tag)\}/u.test(text))
    notes.add({
      kind: 'look',
      postId,
      reason: 'A link to another page of the site ({filename}…) stands as it was typed.',
    });
  return text.replace(/[{|](?:static|attach|photo)[}|]\/?/gu, '/');
}
