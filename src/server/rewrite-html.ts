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

/** From a `<` on: nothing but a whole start tag, whose quoted values may hold anything. */
const START_TAG = /<([a-z][^\s<>/]*)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*)>/iuy;
const STYLE_END = /<\/style\s*>/giu;
const ATTRIBUTES = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gu;

export function rewriteHtml(html: string, edits: HtmlEdits): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', from)) {
    pieces.push(html.slice(from, at));
    const piece = pieceAt(html, at, edits);
    pieces.push(piece.rewritten);
    from = piece.end;
  }
  return pieces.join('') + html.slice(from);
}

/** The comment, style sheet or start tag that begins at `at`; of anything else, the one sign. */
function pieceAt(html: string, at: number, edits: HtmlEdits): { rewritten: string; end: number } {
  if (html.startsWith('<!--', at)) {
    const close = html.indexOf('-->', at + 4);
    const end = close === -1 ? html.length : close + 3;
    return { rewritten: html.slice(at, end), end };
  }
  START_TAG.lastIndex = at;
  const match = START_TAG.exec(html);
  if (match === null) return { rewritten: '<', end: at + 1 };
  const [whole, name = '', rest = ''] = match;
  const start = rewriteTag(whole, name.toLowerCase(), rest, edits);
  const end = at + whole.length;
  return name.toLowerCase() === 'style' ? styleSheetAt(html, end, start, edits) : { rewritten: start, end };
}

/** @param from Behind the start tag, which `start` stands for. */
function styleSheetAt(
  html: string,
  from: number,
  start: string,
  edits: HtmlEdits,
): { rewritten: string; end: number } {
  STYLE_END.lastIndex = from;
  const close = STYLE_END.exec(html);
  const css = html.slice(from, close?.index ?? html.length);
  const end = from + css.length + (close?.[0].length ?? 0);
  const rewritten = edits.styleSheet(css);
  return { rewritten: rewritten === undefined ? '' : `${start}${rewritten}${close?.[0] ?? ''}`, end };
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
