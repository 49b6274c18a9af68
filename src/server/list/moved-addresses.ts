// `_redirects` of the built archive: an address in, the one to which it has moved out. The file is read again only when it has changed,
// for most requests are for what has not moved.
import { readFile, stat } from 'node:fs/promises';
import { redirectKey } from '../../model/redirect.ts';

/** More than any archive has; what is larger is none of ours. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** @param file Absolute. It need not be there. */
export function readMoved(file: string): (url: string) => Promise<string | undefined> {
  let known: { readonly state: string; readonly moved: ReadonlyMap<string, string> } | undefined;
  const moved = async (): Promise<ReadonlyMap<string, string>> => {
    const facts = await stat(file, { bigint: true }).catch(() => undefined);
    if (facts === undefined) return new Map();
    const state = `${facts.mtimeNs} ${facts.size}`;
    if (known?.state !== state)
      known = { state, moved: facts.size > MOST_OCTETS ? new Map() : read(await readFile(file, 'utf8')) };
    return known.moved;
  };
  return async (url) => (await moved()).get(redirectKey(new URL(url).pathname));
}

/** A line is an old address, a new one and `301`; whatever else it says is another server's. */
function read(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [from, to, status] = line.split(' ');
      if (from === undefined || to === undefined || status !== '301') return [];
      // Nothing that a header field could not hold, and no `//host` that only looks like a path.
      return /^(?:https?:\/\/|\/(?!\/))[\x21-\x7E]*$/u.test(to) ? [[redirectKey(from), to] as const] : [];
    }),
  );
}
