// The stream of an answer goes in, its decoded bytes come out, never more than `maxBytes` of them. Counted while decoding: a bomb
// of 200 KB on the wire is stopped where it has become too large, not where it ends.
import { pipeline, type Readable, type Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import type { BodyFault } from './fetch-outcome.ts';

export interface ReadBody {
  readonly bytes: Uint8Array;
  readonly fault?: BodyFault;
}

/** RFC 9659 §3: who decodes zstd from the web need not offer more than 8 MB (2^23) of window. */
const ZSTD_MAX_WINDOW_LOG = 23;
/** Nobody encodes thrice in earnest. */
const MAX_CODINGS = 2;

/** @param contentEncoding As the field has it: `gzip`, `br, gzip`. */
export async function readBody(
  wire: Readable,
  contentEncoding: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadBody> {
  const decoders = decodersOf(contentEncoding);
  if (decoders === undefined) {
    wire.on('error', () => undefined).destroy();
    return { bytes: new Uint8Array(), fault: 'garbled' };
  }
  const last = decoders.at(-1);
  const decoded: Readable = last ?? wire;
  if (last !== undefined) pipeline([wire, ...decoders], () => undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const bytes = (): Uint8Array => Buffer.concat(chunks, size);
  try {
    for await (const chunk of decoded as AsyncIterable<Uint8Array>) {
      const room = maxBytes - size;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += Math.min(chunk.length, room);
      if (chunk.length > room) return { bytes: bytes(), fault: 'too-large' };
    }
    return { bytes: bytes() };
  } catch (error) {
    if (signal.aborted) return { bytes: bytes(), fault: 'too-slow' };
    return { bytes: bytes(), fault: isOfDecoder(error) ? 'garbled' : 'broken-off' };
  } finally {
    for (const stream of [wire, ...decoders]) stream.on('error', () => undefined).destroy();
  }
}

/** In the order in which they are undone; undefined for a coding that we have not asked for. */
function decodersOf(contentEncoding: string): readonly Transform[] | undefined {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) return undefined;
  const decoders = codings.toReversed().map(decoderOf);
  return decoders.every((decoder) => decoder !== undefined) ? decoders : undefined;
}

function decoderOf(coding: string): Transform | undefined {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_MAX_WINDOW_LOG } });
    case 'deflate':
      return createInflate();
    default:
      return undefined;
  }
}

function isOfDecoder(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR_BROTLI|ERR__ERROR|ZSTD_|ERR_ZSTD)/u.test(code);
}
