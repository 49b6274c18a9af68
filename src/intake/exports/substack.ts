// A publication as Substack exports it: `posts.csv` says what there is, `posts/<id>.<slug>.html` holds each body. Who read what
// (`….opens.csv`, `….delivers.csv`) and the list of subscribers are no posts, and are not opened.
import type { ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { cutElements } from './cut-elements.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { postOf } from './post-of.ts';
import { linkParagraph } from './quote-html.ts';
import { readMoment } from './read-moment.ts';
import { readTable, type TableRow } from './read-table.ts';

export const SUBSTACK_TABLE = 'posts.csv';
const BODY = /^posts\/(.{1,300})\.html$/u;

export function createSubstackReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  const rows = new Map<string, TableRow>();
  const read = new Set<string>();
  return {
    choose: (paths) => [
      ...paths.filter((path) => path === SUBSTACK_TABLE),
      ...paths.filter((path) => BODY.test(path)),
    ],
    take: (path, bytes) => {
      if (path === SUBSTACK_TABLE) {
        for (const row of readTable(bytes, path, notes)) rows.set(row.cell('post_id'), row);
        return [];
      }
      const id = BODY.exec(path)?.[1] ?? path;
      const row = rows.get(id);
      read.add(id);
      if (row === undefined)
        notes.add({
          kind: 'look',
          postId: id,
          where: path,
          reason: 'The table of posts does not name it: it is a draft without title and date.',
        });
      return [readPost(id, row, decodeWhole(bytes), settings, notes)];
    },
    end: () => {
      for (const [id, row] of rows)
        if (!read.has(id))
          notes.add({
            kind: 'left-out',
            postId: id,
            where: SUBSTACK_TABLE,
            reason: 'The export names it, and its text is not there.',
            excerpt: excerptOf(row.cell('title')),
          });
      return [];
    },
    takeNotes: notes.take,
  };
}

function readPost(
  id: string,
  row: TableRow | undefined,
  html: string,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost {
  const type = row?.cell('type').toLowerCase() ?? '';
  const title = row?.cell('title') ?? '';
  const excerpt = excerptOf(title || id);
  const podcast = row?.cell('podcast_url') ?? '';
  if (podcast !== '')
    notes.add({ kind: 'changed', postId: id, reason: 'Its recording is a link: issues play none.', excerpt });
  if (type === 'thread' || type === 'restack')
    notes.add({
      kind: 'look',
      postId: id,
      reason: `It was a "${type}": what others wrote in it is not in the export.`,
      excerpt,
    });
  const audience = row?.cell('audience') || 'everyone';
  const isPaid = audience !== 'everyone';
  if (isPaid)
    notes.add({
      kind: 'look',
      postId: id,
      reason: `It was not for everybody ("${audience}") there, and is a draft here.`,
      excerpt,
    });
  const isPublished = row?.cell('is_published').toLowerCase() === 'true';
  const slug = id.replace(/^\d+\.?/u, '');
  return postOf(
    {
      id,
      title,
      summary: row?.cell('subtitle'),
      publishedAt: readMoment(row?.cell('post_date', 'email_sent_at'), settings.timeZone),
      kind: type === 'page' ? 'page' : 'post',
      isDraft: !isPublished || isPaid,
      addresses: slug === '' ? [] : [`/p/${slug}`],
      tags: [],
      authors: [],
      body: { form: 'html', value: withRecording(withoutChrome(html, id, notes), podcast) },
    },
    notes,
  );
}

/** What Substack shows around a post and keeps in it: forms to subscribe, buttons to share. */
function withoutChrome(html: string, postId: string, notes: ExportNotes): string {
  const { html: left, cut } = cutElements(html, ({ text }) =>
    /class=["'][^"']*\b(?:subscription-widget|subscribe-widget|button-wrapper|install-substack-app|community-chat|digest-post-embed|paywall-jump|image-link-expand)/u.test(
      text,
    ),
  );
  for (const element of cut)
    if (!element.includes('image-link-expand'))
      notes.add({
        kind: 'left-out',
        postId,
        reason: 'A button or a form of Substack was left out.',
        excerpt: excerptOf(element.replace(/<[^<>]{0,2000}>/gu, ' ')),
      });
  return left;
}

function withRecording(html: string, url: string): string {
  if (!/^https?:\/\//iu.test(url)) return html;
  return `${html}\n${linkParagraph(url)}`;
}
