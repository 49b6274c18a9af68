// The folder of a Hugo site in: its settings, and what stands in `content/`, with front matter in YAML, TOML or JSON; posts out, each with the address
// that its section's pattern gave it and its aliases.
import { parse as parseToml } from 'smol-toml';
import type { ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';
import { firstAt, isTrueAt, wordsAt } from './field-values.ts';
import { plainValues, readFrontMatter } from './front-matter.ts';
import { isObject, type JsonObject, textAt, valueAt } from './json-values.ts';
import { otherFieldsOf } from './other-fields.ts';
import { fillPermalink, slugOf } from './permalink.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';
import { withoutShortcodes } from './template-marks.ts';

const CONFIG = /^(?:config\/_default\/)?(?:hugo|config|permalinks)\.(toml|ya?ml|json)$/u;
const CONTENT = /^content\/(.+)\.(md|markdown|html?|org|adoc|asciidoc|rst)$/u;
const KNOWN = [
  ...[
    'title',
    'date',
    'publishdate',
    'publishDate',
    'lastmod',
    'draft',
    'slug',
    'url',
    'aliases',
    'tags',
    'categories',
  ],
  ...['description', 'summary', 'author', 'authors', 'type', 'layout', 'weight', 'keywords', 'linkTitle'],
];

export function isHugoSite(paths: readonly string[]): boolean {
  return (
    paths.some((path) => CONTENT.test(path)) &&
    paths.some((path) => CONFIG.test(path) || path.startsWith('archetypes/'))
  );
}

export function createHugoReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  let config: JsonObject = {};
  return {
    choose: (paths) => [
      ...paths.filter((path) => CONFIG.test(path)),
      ...paths.filter((path) => CONTENT.test(path)),
    ],
    take: (path, bytes) => {
      const text = decodeWhole(bytes);
      if (CONFIG.test(path)) {
        const read = readConfig(path, text, settings);
        if (read === undefined)
          notes.add({
            kind: 'look',
            where: path,
            reason: 'It could not be read: addresses are as Hugo makes them by itself.',
          });
        else config = { ...config, ...(/permalinks\.\w{1,5}$/u.test(path) ? { permalinks: read } : read) };
        return [];
      }
      const post = readFile(path, text, config, settings, notes);
      return post === undefined ? [] : [post];
    },
    end: () => [],
    takeNotes: notes.take,
  };
}

function readConfig(path: string, text: string, settings: ExportSettings): JsonObject | undefined {
  const read = plainValues(() => {
    if (path.endsWith('.toml')) return parseToml(text);
    return path.endsWith('.json') ? JSON.parse(text) : settings.readYaml(text);
  });
  return isObject(read) ? read : undefined;
}

interface Place {
  readonly sections: readonly string[];
  /** Of the file, or of the folder that is one page. */
  readonly name: string;
  readonly language: string;
}

/** `posts/harbour.fr.md`, or `posts/harbour/index.md`, whose pictures lie beside it. */
function placeOf(path: string): Place | undefined {
  const inside = CONTENT.exec(path)?.[1] ?? '';
  const parts = inside.split('/');
  const last = parts.pop() ?? '';
  const [, stem = last, language = ''] = /^(.{1,200})\.([a-z]{2}(?:-[a-z]{2,4})?)$/u.exec(last) ?? [];
  if (stem === '_index') return undefined;
  if (stem !== 'index') return { sections: parts, name: stem, language };
  const name = parts.pop();
  return name === undefined ? undefined : { sections: parts, name, language };
}

function readFile(
  path: string,
  file: string,
  config: JsonObject,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost | undefined {
  const place = placeOf(path);
  // Lists are made of what is in them.
  if (place === undefined) return undefined;
  const { fields = {}, text, problem } = readFrontMatter(file, settings.readYaml);
  if (problem !== undefined) notes.add({ kind: 'look', where: path, postId: path, reason: problem });
  const zone = textAt(config, 'timeZone') || settings.timeZone;
  const dates = ['date', 'publishDate', 'publishdate', 'lastmod'].map((name) => textAt(fields, name));
  const publishedAt = dates
    .map((date) => readMoment(date, zone, settings.timeZone))
    .find((date) => date !== undefined);
  const date = dates.find((one) => one !== '') ?? '';
  const suffix = CONTENT.exec(path)?.[2] ?? '';
  const isMarkdown = suffix === 'md' || suffix === 'markdown';
  const isHtml = suffix.startsWith('htm');
  if (!isMarkdown && !isHtml)
    notes.add({
      kind: 'look',
      postId: path,
      where: path,
      reason: `It is no Markdown (.${suffix}): its marks stand in the text.`,
    });
  const siteUrl = firstAt(config, 'baseURL', 'baseurl').replace(/\/$/u, '');
  const root = /^https?:/iu.test(siteUrl) ? siteUrl : '';
  const address = addressOf(fields, config, place, date);
  return postOf(
    {
      id: path,
      title: firstAt(fields, 'title') || place.name,
      summary: firstAt(fields, 'description', 'summary'),
      publishedAt,
      updatedAt: readMoment(textAt(fields, 'lastmod'), zone, settings.timeZone),
      kind: place.sections.length === 0 ? 'page' : 'post',
      isDraft: isTrueAt(fields, 'draft'),
      addresses: [
        address === '' ? '' : `${root}${address}`,
        ...wordsAt(fields, 'aliases').map((one) => aliasOf(one.trim(), place)),
      ],
      tags: [...wordsAt(fields, 'categories'), ...wordsAt(fields, 'tags')],
      language: place.language || firstAt(config, 'languageCode', 'defaultContentLanguage', 'locale'),
      authors: wordsAt(fields, 'author', 'authors'),
      body: {
        form: isHtml ? 'html' : isMarkdown ? 'markdown' : 'text',
        value: withoutShortcodes(text, { postId: path, notes, siteUrl }),
      },
      otherFields: otherFieldsOf(fields, KNOWN),
    },
    notes,
  );
}

/** An alias without a slash in front is beside the page. */
function aliasOf(alias: string, { sections }: Place): string {
  if (alias === '' || alias.startsWith('/') || /^https?:/iu.test(alias)) return alias;
  return `/${[...sections.map(slugOf), alias].join('/')}`;
}

function addressOf(fields: JsonObject, config: JsonObject, place: Place, date: string): string {
  const prefix =
    place.language === '' || place.language === textAt(config, 'defaultContentLanguage')
      ? ''
      : `/${place.language}`;
  const own = textAt(fields, 'url');
  if (own !== '') return own.startsWith('/') ? own : `/${own}`;
  const [section = ''] = place.sections;
  const patterns = valueAt(config, 'permalinks');
  const pattern = textAt(patterns, 'page', section) || textAt(patterns, section);
  const slug = firstAt(fields, 'slug');
  const titleSlug = slugOf(firstAt(fields, 'title') || place.name);
  if (pattern !== '')
    return `${prefix}${fillPermalink(pattern, {
      date,
      slug: slug || titleSlug,
      categories: [],
      more: {
        title: titleSlug,
        filename: place.name,
        contentbasename: place.name,
        slugorfilename: slug || place.name,
        slugorcontentbasename: slug || place.name,
        section,
        sections: place.sections.join('/'),
      },
    })}`;
  const name = (slug || place.name).toLowerCase();
  const path = [...place.sections, name].map((part) => part.toLowerCase().replaceAll(' ', '-')).join('/');
  return `${prefix}/${path}${isTrueAt(config, 'uglyURLs') || isTrueAt(config, 'uglyurls') ? '.html' : '/'}`;
}
