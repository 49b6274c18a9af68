// Where posts stood goes in; lines for `issues/redirects.yaml` come out, which lead from there to where they stand now, and what cannot be
// led. What stands in the file already is never changed.
import { isPathName, type Redirect, redirectKey } from '../../model/redirect.ts';
import { issuePath, SITE_PATHS } from '../../model/site-paths.ts';

export interface AddressBook {
  /** Every one that is new, in the order in which they were added. */
  lines(): readonly { readonly from: string; readonly to: string }[];
  /** @returns What an editor has to know of it; undefined where all is well. */
  add(address: string, slug: string): string | undefined;
}

const OWN_PAGES = new Set<string>(Object.values(SITE_PATHS).map(redirectKey));

export function createAddressBook(
  standing: readonly Pick<Redirect, 'from' | 'to'>[],
  siteUrl: string,
): AddressBook {
  const targets = new Map(standing.map(({ from, to }) => [redirectKey(from), to]));
  const added: { from: string; to: string }[] = [];
  return {
    lines: () => added,
    add: (address, slug) => {
      const to = issuePath(slug);
      const from = pathOf(address, siteUrl);
      if (from === undefined)
        return 'An old address cannot lead to the new one: a static archive cannot tell such addresses apart.';
      const key = redirectKey(from);
      if (key === redirectKey(to)) return undefined;
      if (key === '' || OWN_PAGES.has(key))
        return 'An old address cannot lead to the new one: the archive has a page of its own there.';
      const known = targets.get(key);
      if (known === to) return undefined;
      if (known !== undefined) return `An old address is claimed twice; it leads to ${known}.`;
      targets.set(key, to);
      added.push({ from, to });
      return undefined;
    },
  };
}

/** Below the archive's root, decoded; undefined for what `redirects.yaml` cannot hold. */
function pathOf(address: string, siteUrl: string): string | undefined {
  const url = URL.parse(address, siteUrl);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.search !== '') return undefined;
  const below = new URL(siteUrl).pathname;
  const isBelow = url.href.startsWith(siteUrl);
  const path = decoded((isBelow ? url.pathname.slice(below.length) : url.pathname).replace(/^\/+/u, ''));
  if (path === undefined) return undefined;
  const isUsable = path === '' || path.replace(/\/$/u, '').split('/').every(isPathName);
  return isUsable ? path : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const HEADING = `# Where old addresses lead: the old one, below the archive's root, and where it is now.
`;

/** The file with more lines at its end; everything that stands in it stays. */
export function withRedirects(
  before: string,
  lines: readonly { readonly from: string; readonly to: string }[],
): string {
  return withLines(
    before,
    HEADING,
    lines.map(({ from, to }) => [from, to]),
  );
}

export function withLines(
  before: string,
  heading: string,
  lines: readonly (readonly [key: string, value: string])[],
): string {
  if (lines.length === 0) return before;
  const standing = before === '' ? heading : before.endsWith('\n') ? before : `${before}\n`;
  return (
    standing + lines.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}\n`).join('')
  );
}
