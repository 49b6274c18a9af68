// The list of sources goes in, the canonical addresses of their home pages come out. Remembered as long as the list is: it is asked for
// with every keystroke.
import type { Source } from '../../model/source.ts';
import { canonicalUrl } from './canonical-url.ts';

const REMEMBERED = new WeakMap<readonly Source[], ReadonlySet<string>>();

export function homePages(sources: readonly Source[]): ReadonlySet<string> {
  const known = REMEMBERED.get(sources);
  if (known !== undefined) return known;
  const made = new Set(sources.flatMap(({ home }) => (home === undefined ? [] : [canonicalUrl(home)])));
  REMEMBERED.set(sources, made);
  return made;
}
