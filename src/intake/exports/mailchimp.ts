// Campaigns as Mailchimp exports them: a zip or a folder with `campaigns.csv` (subjects and dates) and `campaigns_content/` (a page for each), or
// the HTML of one campaign. Subscribers, reports and templates are not opened.
import type { ExportReader, ExportSettings, FolderReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { createHtmlReader } from './create-html-reader.ts';
import { insideOf } from './cut-elements.ts';
import { decodeEntities } from './decode-entities.ts';
import { decodeWhole } from './decode-pieces.ts';
import { createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { withoutMergeTags } from './merge-tags.ts';
import { digestOf, postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';
import { readTable, type TableRow } from './read-table.ts';

export const CAMPAIGN_BODY = /^(?:[^/]+\/)?campaigns_content\/(?:[^/]+\/)?([^/]+)\.html?$/iu;
const TABLE = /^(?:campaigns\/)?campaigns\.csv$/iu;

export function createMailchimpFolderReader(settings: ExportSettings): FolderReader {
  const notes = createExportNotes();
  /** Those whose page has not come yet, in the order of the table. */
  const waiting: Campaign[] = [];
  return {
    choose: (paths) => [
      ...paths.filter((path) => TABLE.test(path)),
      ...paths.filter((path) => CAMPAIGN_BODY.test(path)),
    ],
    take: (path, bytes) => {
      const name = CAMPAIGN_BODY.exec(path)?.[1];
      if (name === undefined) {
        waiting.push(...readTable(bytes, path, notes).map(campaignOf));
        return [];
      }
      const at = waiting.findIndex(namedBy(name));
      const [campaign] = at < 0 ? [] : waiting.splice(at, 1);
      return [readCampaign(decodeWhole(bytes), name, campaign?.row, settings, notes)];
    },
    end: () => {
      for (const { row } of waiting)
        notes.add({
          kind: 'left-out',
          reason: 'The table of campaigns names it, and its page is not there.',
          excerpt: excerptOf(row.cell('subject', 'title')),
        });
      return [];
    },
    takeNotes: notes.take,
  };
}

/** A row of the table, with what its page may be called by. */
interface Campaign {
  readonly row: TableRow;
  readonly id: string;
  readonly letters: readonly string[];
}

function campaignOf(row: TableRow): Campaign {
  return {
    row,
    id: row.cell('unique_id', 'campaign_id', 'id', 'web_id'),
    letters: [row.cell('title'), row.cell('subject')].map(lettersOf),
  };
}

/** A page is called by the campaign's number and its title. */
function namedBy(name: string): (campaign: Campaign) => boolean {
  const parts = new Set(name.split(/[_.-]/u));
  const words = lettersOf(name.replace(/^\d+[_-]/u, ''));
  return ({ id, letters }) => (id !== '' && parts.has(id)) || (words !== '' && letters.includes(words));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

export function createMailchimpReader(settings: ExportSettings): ExportReader {
  const notes = createExportNotes();
  return createHtmlReader((html) => readCampaign(html, '', undefined, settings, notes), notes);
}

function readCampaign(
  html: string,
  name: string,
  row: TableRow | undefined,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost {
  const own = decodeEntities(insideOf(html, (tag) => tag.name === 'title') ?? '').trim();
  const subject = row?.cell('subject', 'title') || (own.includes('*|') ? '' : own) || name;
  const publishedAt = readMoment(row?.cell('send_date', 'send_time', 'date'), settings.timeZone);
  const id = row?.cell('unique_id', 'campaign_id', 'id', 'web_id') || name || digestOf(html);
  const inside = insideOf(html, (tag) => tag.name === 'body') ?? html;
  const filled = { subject, year: publishedAt?.slice(0, 4) ?? '' };
  return postOf(
    {
      id,
      title: subject,
      publishedAt,
      kind: 'post',
      // The table has those that were sent.
      isDraft: row === undefined,
      addresses: [row?.cell('archive_url', 'long_archive_url') ?? ''],
      tags: [],
      authors: [],
      body: { form: 'html', value: withoutMergeTags(inside, filled, id, notes) },
    },
    notes,
  );
}
