// What has moved: a page at each old address, which leads on by itself and without a script, and `_redirects`, a list that servers
// read (Netlify, Cloudflare Pages, and our own `serve`) and answer with a 301.

import { isElsewhere, type Redirect, redirectKey } from '../model/redirect.ts';
import type { OutputFile } from '../model/rendered.ts';
import { absoluteUrl, linkTo, rootOf, SITE_PATHS } from '../model/site-paths.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';

/** Longer ways than any that people make; a loop, which the proofreader stops, ends too. */
const MOST_STEPS = 20;

/** @param taken Paths of the archive's own pages and files: what stands there is shown. */
export function redirectPages(input: PublishInput, taken: ReadonlySet<string>): readonly Page<'moved'>[] {
  const { newsletter, say } = input;
  const { language } = newsletter;
  return settled(input).flatMap(({ from, to }) => {
    const path = pageAt(from);
    if (path === undefined || taken.has(path)) return [];
    const toUrl = targetUrl(newsletter.siteUrl, to);
    const [target = '', anchor] = to.split('#');
    const url = isElsewhere({ to }) ? toUrl : linkTo(rootOf(path), target || SITE_PATHS.home, anchor);
    return [
      {
        path,
        template: 'moved',
        here: 'nowhere',
        title: say(language, 'moved-title'),
        description: say(language, 'moved-lead'),
        isUnlisted: true,
        movedTo: { url, absoluteUrl: toUrl },
        context: { url, shownUrl: decodeURI(toUrl) },
      },
    ];
  });
}

/** No file where nothing has moved. */
export function redirectFiles(input: PublishInput): readonly OutputFile[] {
  const { siteUrl } = input.newsletter;
  const { pathname, origin } = new URL(siteUrl);
  const lines = settled(input).map(({ from, to }) => {
    const target = targetUrl(siteUrl, to);
    const own = target.startsWith(siteUrl) ? target.slice(origin.length) : target;
    return `${linkTo(pathname, from)} ${own} 301\n`;
  });
  if (lines.length === 0) return [];
  return [
    {
      path: `site/${SITE_PATHS.redirects}`,
      contents: lines.join(''),
      mediaType: 'text/plain; charset=utf-8',
    },
  ];
}

/** Each led to its end at once, in the order of their addresses; one that has none is left out. */
function settled({ redirects = [] }: PublishInput): readonly Pick<Redirect, 'from' | 'to'>[] {
  const byKey = new Map<string, Redirect>();
  for (const redirect of redirects) {
    const key = redirectKey(redirect.from);
    if (!byKey.has(key)) byKey.set(key, redirect);
  }
  return [...byKey.values()]
    .flatMap((redirect) => {
      let at = redirect;
      for (let step = 0; step < MOST_STEPS; step += 1) {
        const next = isElsewhere(at) ? undefined : byKey.get(redirectKey(at.to));
        if (next === undefined) return [{ from: redirect.from, to: at.to }];
        at = next;
      }
      return [];
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** An address without an ending is a folder's; one that ends otherwise (`.xml`, `.jpg`) is no page's, and only servers can lead on from it. */
function pageAt(from: string): string | undefined {
  if (/\.html?$/iu.test(from)) return from;
  if (from.endsWith('/') || !/\.[A-Za-z0-9]{1,5}$/u.test(from))
    return `${from.replace(/\/$/u, '')}/index.html`;
  return undefined;
}

function targetUrl(siteUrl: string, to: string): string {
  if (isElsewhere({ to })) return to;
  const [path = '', anchor] = to.split('#');
  return absoluteUrl(siteUrl, path || SITE_PATHS.home, anchor);
}
