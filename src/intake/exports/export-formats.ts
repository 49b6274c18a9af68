// The exports that are known, each with what it is told by; the telling ones first, for the first that knows a file is taken.
import type { ExportFormat } from '../../model/export-format.ts';
import { createBloggerReader } from './blogger.ts';
import { BUTTONDOWN_BODY, createButtondownFolderReader, createButtondownReader } from './buttondown.ts';
import { createGhostReader } from './ghost.ts';
import { createHugoReader, isHugoSite } from './hugo.ts';
import { createJekyllReader, isJekyllPost } from './jekyll.ts';
import { CAMPAIGN_BODY, createMailchimpFolderReader, createMailchimpReader } from './mailchimp.ts';
import { createMailingListReader } from './mailing-list.ts';
import { createPelicanReader, isPelicanSite } from './pelican.ts';
import {
  createPageArchiveReader,
  createPageFolderReader,
  createPageReader,
  isFolderOfPages,
} from './saved-page.ts';
import { createSubstackReader, SUBSTACK_TABLE } from './substack.ts';
import { createTextFolderReader, createTextReader, isBinary, isTextFile } from './text-file.ts';
import { createWordpressReader } from './wordpress.ts';

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    name: 'blogger',
    title: 'Blogger (Takeout, backup or API)',
    found: 'feed.atom from takeout.google.com, or the blog-….xml of an older backup.',
    file: {
      recognise: (_, firstBytes) => {
        const head = textOf(firstBytes);
        if (/^\s*[[{]/u.test(head))
          return /"kind"\s?:\s?"blogger#|schemas\.google\.com\/blogger|tag:blogger\.com/u.test(head);
        return (
          /<(?:\w{1,20}:)?feed\b/u.test(head) &&
          /schemas\.google\.com\/blogger|tag:blogger\.com|www\.blogger\.com/u.test(head)
        );
      },
      open: createBloggerReader,
    },
  },
  {
    name: 'wordpress',
    title: 'WordPress',
    found: 'The XML file from Tools → Export → All content.',
    file: {
      recognise: (_, firstBytes) => /wordpress\.org\/export\/\d/u.test(textOf(firstBytes)),
      open: createWordpressReader,
    },
  },
  {
    name: 'ghost',
    title: 'Ghost',
    found: 'The JSON file from Settings → Import/Export → Export content.',
    file: {
      recognise: (_, firstBytes) => {
        const head = textOf(firstBytes);
        return (
          /^\s*\{\s*"(?:db|meta|data)"\s*:/u.test(head) && /"exported_on"|"mobiledoc"|"posts"\s*:/u.test(head)
        );
      },
      open: createGhostReader,
    },
  },
  {
    name: 'substack',
    title: 'Substack',
    found: 'The zip from Settings → Exports, or the folder that it unpacks to.',
    folder: { recognise: (paths) => paths.includes(SUBSTACK_TABLE), open: createSubstackReader },
  },
  {
    name: 'buttondown',
    title: 'Buttondown',
    found: 'The zip from Settings → Exports, the folder of its command line, or an answer of its API.',
    file: {
      recognise: (_, firstBytes) => {
        const head = textOf(firstBytes);
        return (
          /^\s*[[{]/u.test(head) &&
          /"subject"\s*:/u.test(head) &&
          /"(?:publish_date|email_type|secondary_id)"\s*:/u.test(head)
        );
      },
      open: createButtondownReader,
    },
    folder: {
      recognise: (paths) => paths.some((path) => BUTTONDOWN_BODY.test(path)),
      open: createButtondownFolderReader,
    },
  },
  {
    name: 'mailchimp',
    title: 'Mailchimp',
    found: 'The zip from Account → Settings → Manage my data, or the HTML of one campaign.',
    file: {
      recognise: (name, firstBytes) => {
        const head = textOf(firstBytes);
        return (
          isHtml(name, head) &&
          (/\*\|[A-Z][^|\n]*\|\*/u.test(head) || /\bmcn(?:TextContent|PreviewText)\b|\bmceText\b/u.test(head))
        );
      },
      open: createMailchimpReader,
    },
    folder: {
      recognise: (paths) => paths.some((path) => CAMPAIGN_BODY.test(path)),
      open: createMailchimpFolderReader,
    },
  },
  {
    name: 'jekyll',
    title: 'Jekyll',
    found: 'The folder of the site, the one with _posts in it.',
    folder: { recognise: (paths) => paths.some(isJekyllPost), open: createJekyllReader },
  },
  {
    name: 'pelican',
    title: 'Pelican',
    found: 'The folder of the site, the one with pelicanconf.py in it.',
    folder: { recognise: isPelicanSite, open: createPelicanReader },
  },
  {
    name: 'hugo',
    title: 'Hugo',
    found: 'The folder of the site, the one with content and hugo.toml in it.',
    folder: { recognise: isHugoSite, open: createHugoReader },
  },
  {
    name: 'page',
    title: 'Saved web page',
    found: 'A page saved by a browser, as HTML or as one file (.mhtml), or a folder of these.',
    file: { recognise: (name, firstBytes) => isHtml(name, textOf(firstBytes)), open: createPageReader },
    folder: { recognise: isFolderOfPages, open: createPageFolderReader },
    mails: {
      recognise: (name, firstBytes) => isPageArchive(name, textOf(firstBytes)),
      recogniseFolder: (paths) => paths.length > 0 && paths.every((path) => /\.mht(?:ml)?$/iu.test(path)),
      open: createPageArchiveReader,
    },
  },
  {
    name: 'mbox',
    title: 'Mailing list (mbox)',
    found:
      'A mailbox file of the list, such as a month of its archive unpacked, a Maildir, or mails saved as .eml.',
    mails: {
      recognise: (name, firstBytes) => isMail(name, textOf(firstBytes)),
      recogniseFolder: (paths) =>
        paths.length > 0 &&
        (paths.some((path) => /^(?:cur|new)\//u.test(path)) ||
          paths.every((path) => /\.(?:eml|mbox)$|(?:^|\/)\d{4}-[A-Z][a-z]{2,8}\.txt$/u.test(path))),
      open: createMailingListReader,
    },
  },
  {
    name: 'text',
    title: 'Plain text',
    found:
      'Old newsletters as they were pasted or mailed, in files that end in .txt: one in each, or many in one.',
    file: {
      recognise: (name, firstBytes) => isTextFile(name) && !isBinary(firstBytes),
      open: (_, name) => createTextReader(name),
    },
    folder: {
      recognise: (paths) => paths.length > 0 && paths.every(isTextFile),
      open: createTextFolderReader,
    },
  },
];

/** As far as it is ASCII, which is all that is asked for. */
function textOf(firstBytes: Uint8Array): string {
  const text = Buffer.from(firstBytes).toString('latin1');
  const isWide = text.startsWith('\u00ff\u00fe') || text.startsWith('\u00fe\u00ff');
  return isWide ? text.replaceAll('\0', '') : text.replace(/^\u00ef\u00bb\u00bf/u, '');
}

function isHtml(name: string, head: string): boolean {
  // What Google puts beside an export, for looking at it.
  if (name === 'archive_browser.html') return false;
  if (isPageArchive(name, head)) return false;
  return (
    /^\s*(?:<!--[^>]*>\s*)?(?:<!doctype html|<html\b)/iu.test(head) ||
    (/\.x?html?$/iu.test(name) && /<\w/u.test(head))
  );
}

function isPageArchive(name: string, head: string): boolean {
  const isNamed = /\.mht(?:ml)?$/iu.test(name) && /^[\w-]{1,60}:/u.test(head);
  return isNamed || /^Snapshot-Content-Location:/imu.test(head.slice(0, 8192));
}

function isMail(name: string, head: string): boolean {
  if (/^From \S/u.test(head)) return true;
  return /\.(?:eml|mbox|mbx)$/iu.test(name) && /^[\w-]{1,60}:/u.test(head);
}
