// The folder of a Jekyll site in: `_config.yml`, what stands in `_posts/` and `_drafts/`, and the pages at its root; posts out, each with the address
// that the site's own pattern gave it.
import type { ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes } from './export-notes.ts';
import { blankSeparatedAt, firstAt, isFalseAt, isTrueAt, wordsAt } from './field-values.ts';
import { readFrontMatter } from './front-matter.ts';
import { isObject, type JsonObject, textAt } from './json-values.ts';
import { otherFieldsOf } from './other-fields.ts';
import { fillPermalink, slugOf } from './permalink.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';
import { withoutLiquid } from './template-marks.ts';

const CONFIG = /^_config\.ya?ml$/u;
const TEXT = '(?:md|markdown|mkdn?|mdown|html?|textile)';
const POST = new RegExp(
  `^(?:(.{1,200})/)?_posts/(?:.{1,200}/)?(\\d{4}-\\d{1,2}-\\d{1,2})-([^/]{1,200})\\.(${TEXT})$`,
  'u',
);
const DRAFT = new RegExp(`^(?:(.{1,200})/)?_drafts/()([^/]{1,200})\\.(${TEXT})$`, 'u');
const PAGE = new RegExp(`^([^/_.][^/]{0,200})\\.(${TEXT})$`, 'u');
const PATTERNS: Readonly<Record<string, string>> = {
  date: '/:categories/:year/:month/:day/:title:output_ext',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title:output_ext',
  none: '/:categories/:title:output_ext',
};
const KNOWN = [
  ...[
    'title',
    'date',
    'last_modified_at',
    'categories',
    'category',
    'tags',
    'tag',
    'permalink',
    'redirect_from',
  ],
  ...[
    'published',
    'layout',
    'excerpt',
    'description',
    'author',
    'authors',
    'lang',
    'slug',
    'subtitle',
    'draft',
  ],
];

export function isJekyllPost(path: string): boolean {
  return POST.test(path);
}

export function createJekyllReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  let config: JsonObject = {};
  return {
    choose: (paths) => [
      ...paths.filter((path) => CONFIG.test(path)).slice(0, 1),
      ...paths.filter((path) => POST.test(path)),
      ...paths.filter((path) => DRAFT.test(path)),
      ...paths.filter(
        (path) => PAGE.test(path) && !/^(?:readme|license|contributing|changelog|404|index)\./iu.test(path),
      ),
    ],
    take: (path, bytes) => {
      const text = decodeWhole(bytes);
      if (CONFIG.test(path)) {
        const read = settings.readYaml(text);
        if (isObject(read)) config = read;
        else
          notes.add({
            kind: 'look',
            where: path,
            reason: 'It could not be read: addresses are as Jekyll makes them by itself.',
          });
        return [];
      }
      const post = readFile(path, text, config, settings, notes);
      return post === undefined ? [] : [post];
    },
    end: () => [],
    takeNotes: notes.take,
  };
}

function readFile(
  path: string,
  file: string,
  config: JsonObject,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost | undefined {
  const parts = POST.exec(path) ?? DRAFT.exec(path);
  const [, above = '', day = '', name = '', suffix = ''] = parts ?? [];
  const { fields = {}, text, problem } = readFrontMatter(file, settings.readYaml);
  if (problem !== undefined) notes.add({ kind: 'look', where: path, postId: path, reason: problem });
  // Without front matter it is a file that Jekyll only copies.
  if (parts === null && Object.keys(fields).length === 0) return undefined;
  const zone = textAt(config, 'timezone') || settings.timeZone;
  const publishedAt =
    readMoment(textAt(fields, 'date'), zone, settings.timeZone) ??
    readMoment(day.replace(/-(\d)(?!\d)/gu, '-0$1'), zone, settings.timeZone);
  const date = textAt(fields, 'date').slice(0, 10) || day;
  const folders = above.split('/');
  const categories = [
    ...folders,
    ...blankSeparatedAt(fields, 'categories'),
    ...wordsAt(fields, 'category'),
  ].filter((one) => one.trim() !== '');
  const siteUrl = `${textAt(config, 'url')}${textAt(config, 'baseurl')}`.replace(/\/$/u, '');
  const address = addressOf({
    fields,
    config,
    date,
    categories,
    name: parts === null ? path.replace(/\.[^.]{1,10}$/u, '') : name,
    isPage: parts === null,
  });
  if (suffix === 'textile')
    notes.add({
      kind: 'look',
      postId: path,
      where: path,
      reason: 'It is Textile and no Markdown: its marks stand in the text.',
    });
  const isHtml = /\.html?$/u.test(path);
  return postOf(
    {
      id: path,
      title: firstAt(fields, 'title') || titleOf(name),
      summary: firstAt(fields, 'description', 'excerpt', 'subtitle'),
      publishedAt,
      updatedAt: readMoment(textAt(fields, 'last_modified_at'), zone, settings.timeZone),
      kind: parts === null ? 'page' : 'post',
      isDraft: DRAFT.test(path) || isFalseAt(fields, 'published') || isTrueAt(fields, 'draft'),
      addresses: [
        address === '' ? '' : `${siteUrl}${address}`,
        ...wordsAt(fields, 'redirect_from').map((one) => one.trim()),
      ],
      tags: [...categories, ...blankSeparatedAt(fields, 'tags'), ...wordsAt(fields, 'tag')],
      language: firstAt(fields, 'lang') || firstAt(config, 'lang', 'locale'),
      authors: wordsAt(fields, 'author', 'authors'),
      body: {
        form: isHtml ? 'html' : suffix === 'textile' ? 'text' : 'markdown',
        value: withoutLiquid(text, { postId: path, notes, siteUrl }),
      },
      otherFields: otherFieldsOf(fields, KNOWN),
    },
    notes,
  );
}

interface Place {
  readonly fields: JsonObject;
  readonly config: JsonObject;
  readonly date: string;
  readonly categories: readonly string[];
  readonly name: string;
  readonly isPage: boolean;
}

function addressOf({ fields, config, date, categories, name, isPage }: Place): string {
  const own = textAt(fields, 'permalink');
  const pattern = own || textAt(config, 'permalink') || 'date';
  const known = PATTERNS[pattern] ?? pattern;
  const slug = firstAt(fields, 'slug') || name;
  if (isPage && own === '')
    return pattern === 'pretty' || known.endsWith('/') ? `/${name}/` : `/${name}.html`;
  return fillPermalink(known, { date, slug, categories });
}

/** As Jekyll makes a title of a file's name. */
function titleOf(name: string): string {
  return slugOf(name)
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
