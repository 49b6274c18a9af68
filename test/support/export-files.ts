// Large and hostile export files, made piece by piece, and the process that reads them.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ImportNote } from '../../src/model/imported-post.ts';

export interface Reading {
  readonly posts: number;
  readonly bytes: number;
  readonly text: string;
  readonly notes: readonly ImportNote[];
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly rssBeforeMb: number;
}

export async function readInProcess(format: string, pieces: Iterable<string | Uint8Array>): Promise<Reading> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'read-export-process.ts'), format], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A reader that has read enough may be gone before all is written.
  child.stdin.on('error', () => undefined);
  Readable.from(asBytes(pieces)).pipe(child.stdin);
  const output = Buffer.concat(await Array.fromAsync(child.stdout)).toString();
  if (output === '') throw new Error(`The reader of ${format} ended without a word`);
  return JSON.parse(output) as Reading;
}

function* asBytes(pieces: Iterable<string | Uint8Array>): Generator<Buffer> {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
}

export const BLOGGER_HEAD =
  "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>";
export const WORDPRESS_HEAD =
  '<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>';

export function bloggerEntry(number: number, html: string): string {
  return `<entry><id>tag:blogger.com,1999:blog-1.post-${number}</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>No. ${number}</title><published>2009-01-16T09:30:00Z</published><content type='html'>${html}</content></entry>`;
}

export function wordpressItem(number: number, html: string): string {
  return `<item><title>No. ${number}</title><guid isPermaLink="false">https://quay.example.org/?p=${number}</guid><wp:post_id>${number}</wp:post_id><wp:post_date_gmt>2016-01-28 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[${html}]]></content:encoded></item>`;
}

export function* blogOf(posts: number, html: string): Generator<string> {
  yield BLOGGER_HEAD;
  for (let number = 1; number <= posts; number += 1) yield bloggerEntry(number, html);
  yield '</feed>';
}

export function* siteOf(posts: number, html: string): Generator<string> {
  yield WORDPRESS_HEAD;
  for (let number = 1; number <= posts; number += 1) yield wordpressItem(number, html);
  yield '</channel></rss>';
}

/** The same text again and again, in pieces of about 64 KB. */
export function* repeated(text: string, bytes: number): Generator<string> {
  const piece = text.repeat(Math.max(1, Math.floor(65_536 / text.length)));
  for (let given = 0; given < bytes; given += piece.length) yield piece;
}
