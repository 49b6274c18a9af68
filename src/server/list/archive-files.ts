// The folder that `build` has written, as a web server sees it: an address in, a file out, looked up on the disk at every request, for a build may
// happen at any time. Nothing outside the folder, nothing hidden, nothing by a link that leads out.
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { FEED_MEDIA_TYPES, feedFormatOf } from '../../publish/feeds/feed-paths.ts';
import { readMoved } from './moved-addresses.ts';
import type { ServedFile } from './served-file.ts';

export interface SiteFiles {
  /** @param url Of the request. @param home Path of the archive's home, with a final slash. Undefined: there is no such file. */
  find(url: string, home: string): Promise<ServedFile | undefined>;
  /** Where what stood at this address is now: an address, absolute or from the host's root. Undefined: it has not moved. */
  moved(url: string): Promise<string | undefined>;
}

/** @param folder Absolute. It need not be there yet. */
export function siteFiles(folder: string): SiteFiles {
  return {
    find: async (url, home) => {
      const names = namesIn(url, home);
      return names === undefined ? undefined : openFile(folder, names);
    },
    moved: readMoved(path.join(folder, '_redirects')),
  };
}

/** Segments below the home, decoded once; undefined for what no file of an archive is called. */
function namesIn(url: string, home: string): readonly string[] | undefined {
  const { pathname } = new URL(url);
  if (!pathname.startsWith(home)) return undefined;
  try {
    const names = pathname.slice(home.length).split('/').map(decodeURIComponent);
    if (names.at(-1) === '') names[names.length - 1] = 'index.html';
    return names.every(isPlainName) ? names : undefined;
  } catch {
    // Not UTF-8 (RFC 3986 §2.5).
    return undefined;
  }
}

/** Hidden files begin with a dot, and so do `.` and `..`; Windows has other separators, drives and streams. */
function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[\p{Cc}/\\:]/u.test(name);
}

async function openFile(folder: string, names: readonly string[]): Promise<ServedFile | undefined> {
  try {
    const root = await realpath(folder);
    const place = await realpath(path.join(root, ...names));
    if (!place.startsWith(root + path.sep)) return undefined;
    const handle = await open(place, 'r');
    try {
      const facts = await handle.stat({ bigint: true });
      if (!facts.isFile()) return undefined;
      return {
        mediaType: mediaTypeOf(names),
        tag: `W/"${facts.mtimeNs.toString(36)}-${facts.size.toString(36)}"`,
        changedAt: facts.mtime,
        octets: Number(facts.size),
        contents: async () => new Uint8Array(await readWhole(place)),
        stream: async () => Readable.toWeb((await open(place, 'r')).createReadStream()) as ReadableStream,
      };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EISDIR', 'EINVAL']);

async function readWhole(place: string): Promise<Buffer> {
  const handle = await open(place, 'r');
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const UTF8 = '; charset=utf-8';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: `text/html${UTF8}`,
  css: `text/css${UTF8}`,
  js: `text/javascript${UTF8}`,
  txt: `text/plain${UTF8}`,
  xml: `application/xml${UTF8}`,
  xsl: `application/xml${UTF8}`,
  opml: `text/x-opml${UTF8}`,
  json: `application/json${UTF8}`,
  svg: `image/svg+xml${UTF8}`,
  ics: `text/calendar${UTF8}`,
  bib: `application/x-bibtex${UTF8}`,
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
};
function mediaTypeOf(names: readonly string[]): string {
  const feed = feedFormatOf(names.join('/'));
  if (feed !== undefined) return `${FEED_MEDIA_TYPES[feed]}${UTF8}`;
  const name = (names.at(-1) ?? '').toLowerCase();
  return MEDIA_TYPES[path.extname(name).slice(1)] ?? 'application/octet-stream';
}
