// Where a picture is found and how large it is shown. Only pictures of the newsletter's own are shown at all; one of another
// site becomes a link, because showing it would tell that site who reads the issue.
import { imagePathsOf } from '../model/image-path.ts';
import { linkTo } from '../model/site-paths.ts';
import type { Edition } from './edition.ts';
import { safeUrl } from './safe-url.ts';

export type FoundPicture =
  | { readonly kind: 'own'; readonly url: string; readonly widthPx: number; readonly heightPx: number }
  | { readonly kind: 'elsewhere'; readonly url: string }
  | { readonly kind: 'missing' };

/** @param url As the editor wrote it: `images/cranes.jpg`, or an address on the web. */
export function findPicture(url: string, edition: Edition): FoundPicture {
  const path = imagePathsOf(url).find((candidate) => edition.images.has(candidate));
  const image = path === undefined ? undefined : edition.images.get(path);
  if (image !== undefined) {
    const scale = Math.min(1, edition.widestPx / image.widthPx);
    return {
      kind: 'own',
      url: linkTo(edition.root, image.path),
      widthPx: Math.round(image.widthPx * scale),
      heightPx: Math.round(image.heightPx * scale),
    };
  }
  const elsewhere = safeUrl(url);
  return elsewhere === undefined || elsewhere.startsWith('mailto:')
    ? { kind: 'missing' }
    : { kind: 'elsewhere', url: elsewhere };
}
