// `_redirects` of the built archive: an address in, the one to which it has moved out. The file is read again only when it has changed,
// for most requests are for what has not moved.
import { open } from 'node:fs/promises';

/** More than any archive has; what is larger is none of ours. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** @param file Absolute. It need not be there. */
export function readMoved(file: string): (url: string) => Promise<string | undefined> {
  let known: { readonly state: string; readonly moved: ReadonlyMap<string, string> } | undefined;
  const moved = async (): Promise<ReadonlyMap<string, string>> => {
    const handle = await open(file, 'r').catch(() => undefined);
    if (handle === undefined) return new Map();
    try {
      const { mtimeNs, size } = await handle.stat({ bigint: true });
      const state = `${mtimeNs} ${size}`;
      if (known?.state !== state)
        known = { state, moved: size > MOST_OCTETS ? new Map() : read(await handle.readFile('utf8')) };
      return known.moved;
    } finally {
      await handle.close();
    }
  };
  return async (url) => (await moved()).get(keyOf(new URL(url).pathname));
}

/** A line is an old address, a new one and `301`; whatever else it says is another server's. */
function read(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [from, to, status] = line.split(' ');
      if (from === undefined || to === undefined || status !== '301') return [];
      // Nothing that a header field could not hold, and no `//host` that only looks like a path.
      return /^(?:https?:\/\/|\/(?!\/))[\x21-\x7E]*$/u.test(to) ? [[keyOf(from), to] as const] : [];
    }),
  );
}

/** `/blog`, `/blog/` and `/blog/index.html` are one address. */
function keyOf(pathname: string): string {
  return pathname.replace(/\/index\.html$/u, '/').replace(/(?<=.)\/$/u, '');
}
