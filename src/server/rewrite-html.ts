// Walks the tags of an HTML document and writes them anew as told; text, comments and everything else pass through as they
// stand. It reads only what our own templates make (quoted attributes, balanced comments), which is why it is no parser.

export interface StartTag {
  /** Lower-case. */
  readonly name: string;
  /** Names lower-case, values as written in the file, so still escaped. */
  readonly attributes: ReadonlyMap<string, string>;
}

export interface HtmlEdits {
  /** The tag as it should stand, or undefined to leave it exactly as it is. */
  readonly tag: (tag: StartTag) => StartTag | undefined;
  /** What a style sheet should say, or undefined to take the whole element out. */
  readonly styleSheet: (css: string) => string | undefined;
}

const PIECES =
  /(<!--[\s\S]*?-->)|(<style\b(?:[^>"']|"[^"]*"|'[^']*')*>)([\s\S]*?)(<\/style\s*>)|<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/giu;
const ATTRIBUTES = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gu;

export function rewriteHtml(html: string, edits: HtmlEdits): string {
  return html.replace(PIECES, (whole: string, ...groups: (string | undefined)[]) => {
    const [comment, styleStart, css = '', styleEnd = '', name = '', rest = ''] = groups;
    if (comment !== undefined) return whole;
    if (styleStart === undefined) return rewriteTag(whole, name.toLowerCase(), rest, edits);
    const rewritten = edits.styleSheet(css);
    if (rewritten === undefined) return '';
    const start = styleStart.replace(/^<style/iu, '').replace(/>$/u, '');
    return `${rewriteTag(styleStart, 'style', start, edits)}${rewritten}${styleEnd}`;
  });
}

function rewriteTag(whole: string, name: string, rest: string, edits: HtmlEdits): string {
  const tag = edits.tag({ name, attributes: readAttributes(rest) });
  return tag === undefined ? whole : writeTag(tag, rest.trimEnd().endsWith('/') ? ' /' : '');
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTES)) {
    // The first of two counts (WHATWG HTML §13.2.5.33).
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, double ?? single?.replaceAll('"', '&quot;') ?? bare ?? '');
  }
  return attributes;
}

function writeTag(tag: StartTag, end: string): string {
  const attributes = [...tag.attributes].map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag.name}${attributes.join('')}${end}>`;
}
