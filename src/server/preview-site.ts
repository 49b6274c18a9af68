// One file of the built site: its path in the preview goes in, and what a web server would answer comes out. Files are looked
// up by name among those that were made, never on the disk, so no address can reach anything else.
import type { OutputFile } from '../model/rendered.ts';
import { reloadTag } from './preview-page.ts';
import type { PreviewState } from './preview-state.ts';
import { rewriteHtml, type StartTag } from './rewrite-html.ts';

const ROOT = 'site/';

const POLICY_HEADER = 'content-security-policy';

/**
 * @param path Below `/site/`, percent-decoded; a folder means its `index.html`.
 * @param version For the script that is added to pages so that they reload too.
 * @returns undefined when the site has no such file.
 */
export async function siteResponse(
  state: PreviewState,
  path: string,
  version: string,
): Promise<Response | undefined> {
  const name = `${ROOT}${path}${path === '' || path.endsWith('/') ? 'index.html' : ''}`;
  const files = await state.files();
  const file = files.find((each) => each.path === name) ?? draftImage(state, path);
  if (file === undefined) return undefined;
  return new Response(bodyOf(file, version), { headers: { 'Content-Type': file.mediaType } });
}

/** What the site's own server would show where there is nothing: its links begin at the host's root, where the preview has the desk. */
export async function missingResponse(state: PreviewState, version: string): Promise<Response | undefined> {
  const file = (await state.files()).find((each) => each.path === `${ROOT}404.html`);
  const contents = file?.contents;
  if (file === undefined || typeof contents !== 'string') return undefined;
  const { pathname } = new URL(state.siteUrl);
  const page = rewriteHtml(contents, {
    tag: (tag) => ledBelow(tag, pathname),
    styleSheet: (css) => css,
  });
  return new Response(withReload(page, version), {
    status: 404,
    headers: { 'Content-Type': file.mediaType },
  });
}

/** `href="/paper/feed.xml"` leads to `/site/feed.xml`. */
function ledBelow({ name, attributes }: StartTag, home: string): StartTag | undefined {
  const href = attributes.get('href');
  if (href === undefined || !href.startsWith(home)) return undefined;
  return { name, attributes: new Map(attributes).set('href', `/${ROOT}${href.slice(home.length)}`) };
}

/** A picture which so far only a draft's mail shows. */
function draftImage(state: PreviewState, path: string): OutputFile | undefined {
  return state.images.find((image) => image.path === path);
}

function bodyOf({ contents, mediaType }: OutputFile, version: string): string | Uint8Array<ArrayBuffer> {
  if (typeof contents !== 'string') return new Uint8Array(contents);
  return mediaType.startsWith('text/html') ? withReload(contents, version) : contents;
}

function withReload(html: string, version: string): string {
  const tag = String(reloadTag(version));
  const page = rewriteHtml(html, { tag: letReloadIn, styleSheet: (css) => css });
  const end = page.lastIndexOf('</body>');
  return end === -1 ? page + tag : page.slice(0, end) + tag + page.slice(end);
}

/** Pages forbid every script in a policy of their own; in this copy the preview's one script may run and listen. */
function letReloadIn({ name, attributes }: StartTag): StartTag | undefined {
  if (name !== 'meta' || attributes.get('http-equiv')?.toLowerCase() !== POLICY_HEADER) return undefined;
  const written = (attributes.get('content') ?? '').split(';').filter((directive) => directive.trim() !== '');
  const policy = [...written];
  for (const wanted of ['script-src', 'connect-src']) {
    const at = policy.findIndex((directive) => directive.trim().toLowerCase().startsWith(`${wanted} `));
    if (at === -1) policy.push(` ${wanted} 'self'`);
    // 'none' means nothing only when it stands alone (Content Security Policy Level 3 §2.3.1).
    else policy[at] = `${policy[at]?.replace(/'none'/giu, '').trimEnd()} 'self'`;
  }
  return { name, attributes: new Map(attributes).set('content', policy.join(';').trim()) };
}
