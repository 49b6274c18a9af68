// `issues/images/` goes in, measured pictures come out. Only the formats that mail programs and browsers show are read: what
// else an editor keeps there (a layered original, a note) is nobody's business.
import { imageSize } from 'image-size';
import { BroadsideError } from '../model/errors.ts';
import type { ImageFile } from '../model/rendered.ts';
import { eachLimited } from './each-limited.ts';
import { listFiles } from './list-files.ts';
import { readBytes } from './read-text.ts';

const WEB_IMAGE = /\.(?:avif|gif|jpe?g|png|svg|webp)$/iu;

/** By the bytes, as `image-size` names them. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** EXIF orientations 5 to 8 lie on their side: shown width and height are swapped (EXIF 2.32, tag 0112). */
const FIRST_SIDEWAYS = 5;

/**
 * The pictures of the project at `root`, by path.
 * @throws BroadsideError FILE_UNREADABLE, naming the picture that cannot be measured
 */
export async function readImages(root: string): Promise<readonly ImageFile[]> {
  return eachLimited(await listImages(root), (path) => readImage(root, path));
}

/** Their paths alone, relative to `root`. */
export async function listImages(root: string): Promise<readonly string[]> {
  return (await listFiles(root, 'issues/images')).filter((path) => WEB_IMAGE.test(path));
}

async function readImage(root: string, path: string): Promise<ImageFile> {
  const contents = await readBytes(root, path);
  const size = measure(contents, path);
  const mediaType = MEDIA_TYPES[size.type ?? ''];
  if (mediaType === undefined) throw unusable(path, `it is a ${size.type} picture`);
  const isSideways = (size.orientation ?? 1) >= FIRST_SIDEWAYS;
  return {
    path: path.slice('issues/'.length),
    contents,
    mediaType,
    widthPx: isSideways ? size.height : size.width,
    heightPx: isSideways ? size.width : size.height,
  };
}

function measure(contents: Uint8Array, path: string): ReturnType<typeof imageSize> {
  try {
    const size = imageSize(contents);
    if (size.width > 0 && size.height > 0) return size;
  } catch (error) {
    throw unusable(path, 'the file is broken, or is no picture', error);
  }
  throw unusable(path, 'it has no width or no height');
}

function unusable(path: string, reason: string, cause?: unknown): BroadsideError {
  return new BroadsideError('FILE_UNREADABLE', `${path} cannot be shown: ${reason}`, {
    cause,
    place: path,
    hint: 'Save the picture again as JPEG, PNG, GIF, WebP, AVIF or SVG, or take it out of the folder.',
  });
}
