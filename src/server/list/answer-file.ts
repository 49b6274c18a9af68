// A file in, the answer out: whole, compressed, or "you have it already" (RFC 9110 §13, §8.4).
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { DoorContext } from './list-desk.ts';
import { archivePolicy } from './page-headers.ts';
import type { ServedFile } from './served-file.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** An archive changes when an issue comes out, and then readers should see it soon. */
const CACHE_CONTROL = 'public, max-age=300';
/** What an open live page asks for again and again: asked of us each time, and sent only when it is new. */
const LIVE_NEWS = '.live.json';
const LIVE_CACHE_CONTROL = 'no-cache';
/** Below it compression saves no packet. */
const LEAST_COMPRESSED_OCTETS = 1024;
/** What is larger is passed on from the disk as it is. */
const MOST_HELD_OCTETS = 2 * 1024 * 1024;
/** Of compressed forms that are kept, the oldest go first. */
const MOST_KEPT_OCTETS = 32 * 1024 * 1024;
/** A good half of the best that brotli can do, in a tenth of the time. */
const BROTLI_QUALITY = 5;

export type FileAnswer = (
  c: DoorContext,
  file: ServedFile,
  /** `instead`: the file stands for one that is not there. */
  options?: { readonly instead: true },
) => Promise<Response>;

/** @param listOrigin Where forms of its pages may lead. */
export function createFileAnswer(listOrigin: string): FileAnswer {
  const policy = archivePolicy(listOrigin);
  const compressedForm = keepCompressed();
  return async (c, file, options) => {
    const { tag, changedAt, mediaType, octets } = file;
    const isText = /^text\/|[/+](?:xml|json)\b/u.test(mediaType);
    const isFound = options?.instead !== true;
    if (isFound) c.header('ETag', tag);
    else c.status(404);
    if (isFound && changedAt !== undefined) c.header('Last-Modified', changedAt.toUTCString());
    c.header('Cache-Control', cacheControlOf(c));
    c.header('Content-Security-Policy', policy);
    if (isText) c.header('Vary', 'Accept-Encoding');
    if (isFound && isKnown(c, file)) return c.body(null, 304);
    c.header('Content-Type', mediaType);
    if (octets > MOST_HELD_OCTETS) {
      c.header('Content-Length', String(octets));
      return c.req.method === 'HEAD' ? c.body(null) : c.body(await file.stream());
    }
    const accepted = c.req.header('accept-encoding') ?? '';
    const encoding = isText && octets >= LEAST_COMPRESSED_OCTETS ? encodingFor(accepted) : undefined;
    if (encoding === undefined) return c.body(await file.contents());
    c.header('Content-Encoding', encoding);
    return c.body(await compressedForm(file, encoding, new URL(c.req.raw.url).pathname));
  };
}

function cacheControlOf(c: DoorContext): string {
  const { pathname } = new URL(c.req.raw.url);
  return pathname.endsWith(LIVE_NEWS) ? LIVE_CACHE_CONTROL : CACHE_CONTROL;
}

/** RFC 9110 §13.2.2: a tag goes before a time. */
function isKnown(c: DoorContext, { tag, changedAt }: ServedFile): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined)
    return tags.split(',').some((one) => one.trim() === '*' || weak(one.trim()) === weak(tag));
  const since = Date.parse(c.req.header('if-modified-since') ?? '');
  return changedAt !== undefined && Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}

function weak(tag: string): string {
  return tag.replace(/^W\//u, '');
}

/** Undefined: as it is. */
function encodingFor(accepted: string): Encoding | undefined {
  const refused = /^\s*(\S+?)\s*;\s*q=0(?:\.0*)?\s*$/iu;
  const names = accepted
    .split(',')
    .filter((one) => !refused.test(one))
    .map((one) => one.split(';')[0]?.trim().toLowerCase());
  if (names.includes('br')) return 'br';
  return names.includes('gzip') ? 'gzip' : undefined;
}

type Encoding = 'br' | 'gzip';

function keepCompressed(): (
  file: ServedFile,
  encoding: Encoding,
  path: string,
) => Promise<Uint8Array<ArrayBuffer>> {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  let keptOctets = 0;
  const keep = (name: string, made: Uint8Array<ArrayBuffer>): void => {
    if (kept.has(name)) return;
    kept.set(name, made);
    keptOctets += made.length;
    for (const [oldest, { length }] of kept) {
      if (keptOctets <= MOST_KEPT_OCTETS) break;
      kept.delete(oldest);
      keptOctets -= length;
    }
  };
  return async (file, encoding, path) => {
    const name = `${encoding} ${path} ${file.tag}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = await compress(await file.contents(), encoding);
    keep(name, made);
    return made;
  };
}

async function compress(
  contents: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'gzip') return new Uint8Array(await gzipped(contents));
  return new Uint8Array(
    await brotli(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  );
}
