// The mail as one kind of mail program would show it: the sent HTML and the circumstances go in, and HTML for a frame comes
// out. A page cannot make a browser prefer dark colours, so the mail's own questions about them are answered beforehand, in this
// copy only. Links that would reach the published site or the list's pages lead to the preview's.
import { LINK_PATHS, MARKERS, type MarkerName } from '../model/markers.ts';
import { rewriteHtml, type StartTag } from './rewrite-html.ts';

export interface Circumstances {
  readonly scheme: 'light' | 'dark';
  readonly images: 'on' | 'off';
  readonly styles: 'on' | 'off';
}

/** Always true and never true, as media features: they keep their meaning inside `and`, `not` and lists. */
const ALWAYS = '(min-width: 0)';
const NEVER = '(max-width: 0)';

const PICTURE_ATTRIBUTES = ['src', 'srcset', 'background', 'poster'];
const STYLE_ATTRIBUTES = ['style', 'class', 'bgcolor', 'background', 'color', 'face', 'border'];

/** @param siteUrl Absolute, with a final slash. */
export function framedMail(html: string, circumstances: Circumstances, siteUrl: string): string {
  const { scheme, images, styles } = circumstances;
  return rewriteHtml(html, {
    styleSheet: (css) => (styles === 'off' ? undefined : answerScheme(css, scheme)),
    tag: ({ name, attributes: written }) => {
      const attributes = new Map(written);
      if (styles === 'off') for (const attribute of STYLE_ATTRIBUTES) attributes.delete(attribute);
      if (images === 'off') for (const attribute of PICTURE_ATTRIBUTES) attributes.delete(attribute);
      settleScheme(name, attributes, scheme);
      settleLinks(name, attributes, siteUrl);
      return { name, attributes } satisfies StartTag;
    },
  });
}

/** Answers every `prefers-color-scheme` (Media Queries 5 §12.5) and every `color-scheme: light dark` of a style sheet. */
function answerScheme(css: string, scheme: Circumstances['scheme']): string {
  return css
    .replace(/\(\s*prefers-color-scheme\s*(?::\s*(\w+)\s*)?\)/giu, (_, asked: string | undefined) =>
      asked === undefined || asked.toLowerCase() === scheme ? ALWAYS : NEVER,
    )
    .replace(
      /(?<![\w-])((?:supported-)?color-schemes?\s*:\s*)([^;}"']+)/giu,
      (whole, property: string, value: string) => (isBoth(value) ? `${property}${scheme}` : whole),
    );
}

function settleScheme(name: string, attributes: Map<string, string>, scheme: Circumstances['scheme']): void {
  for (const attribute of ['media', 'style']) {
    const value = attributes.get(attribute);
    if (value !== undefined) attributes.set(attribute, answerScheme(value, scheme));
  }
  const meta = name === 'meta' ? attributes.get('name')?.toLowerCase() : undefined;
  if (meta !== 'color-scheme' && meta !== 'supported-color-schemes') return;
  if (isBoth(attributes.get('content') ?? '')) attributes.set('content', scheme);
}

function isBoth(value: string): boolean {
  return /\blight\b/iu.test(value) && /\bdark\b/iu.test(value);
}

function settleLinks(name: string, attributes: Map<string, string>, siteUrl: string): void {
  for (const attribute of ['href', 'src', 'background']) {
    const value = attributes.get(attribute);
    if (value !== undefined) attributes.set(attribute, localUrl(value, siteUrl));
  }
  if (name !== 'a' || !attributes.has('href') || attributes.get('href')?.startsWith('#')) return;
  // As in a mail program: the mail stays where it is, the link opens beside it.
  attributes.set('target', '_blank').set('rel', 'noopener noreferrer');
}

function localUrl(url: string, siteUrl: string): string {
  for (const name of Object.keys(MARKERS) as MarkerName[]) {
    if (url.startsWith('http') && url.includes(MARKERS[name])) return `/${LINK_PATHS[name]}${MARKERS[name]}`;
  }
  return siteUrl !== '' && url.startsWith(siteUrl) ? `/site/${url.slice(siteUrl.length)}` : url;
}
