// Markdown of a site in, with Liquid or shortcodes in it; what has a meaning of its own becomes Markdown, what a site's own address stands for is put
// in, and of all else the report tells: it stands in the text as it was typed.
import { attributeOf } from './cut-elements.ts';
import { type ExportNotes, excerptOf } from './export-notes.ts';

interface Marked {
  readonly postId: string;
  readonly notes: ExportNotes;
  /** Without a final slash; '' where it is not known. */
  readonly siteUrl: string;
}

const HIGHLIGHT = /\{% highlight ([^%\n]*)%\}\n?/gu;
const RAW = /\{%-? (?:end)?raw -?%\}\n?/gu;
const SITE_URL = /\{\{-? ?site\.(?:url|baseurl)(?: ?\| ?\w+)? ?-?\}\}/gu;
const RELATIVE = /\{\{-? ?["']([^"'{}\n]*)["']([^{}\n]*)\}\}/gu;
const OWN_ADDRESS = /\| ?(?:relative_url|absolute_url|prepend: ?site\.(?:url|baseurl))/u;
const LIQUID = /\{%[^%{}\n]+%\}|\{\{[^{}\n]+\}\}/gu;
/** Kramdown's, for style sheets. */
const ATTRIBUTE_LINE = /^\{:[^{}\n]*\}[ \t]*\n?/gmu;

export function withoutLiquid(text: string, { postId, notes, siteUrl }: Marked): string {
  const plain = withCode(text, HIGHLIGHT, '{% endhighlight %}')
    .replace(RAW, '')
    .replace(SITE_URL, siteUrl)
    .replace(RELATIVE, (whole: string, path: string, filters: string) =>
      OWN_ADDRESS.test(filters) ? `${siteUrl}${path}` : whole,
    )
    .replace(ATTRIBUTE_LINE, '');
  const reason = 'Liquid, by which the site filled in something, stands in the text as it was typed.';
  tell(plain, LIQUID, reason, postId, notes);
  return plain;
}

const FIGURE = /\{\{[<%] ?figure ([^{}\n]*)\}\}/gu;
const CODE = /\{\{[<%] ?highlight ([^{}\n]*)\}\}\n?/gu;
const CODE_END = /\{\{[<%] ?\/ ?highlight ?[>%]\}\}/gu;
/** One way to write the end of code, whichever way the author did. */
const CODE_CLOSED = '{{< /highlight >}}';
const FILM = /\{\{[<%] ?(youtube|vimeo) ([^{}\n]*)\}\}/gu;
const SHORTCODE = /\{\{[<%][^{}\n]+\}\}/gu;

export function withoutShortcodes(text: string, { postId, notes }: Marked): string {
  const plain = withCode(text.replace(CODE_END, CODE_CLOSED), CODE, CODE_CLOSED)
    .replace(FIGURE, (whole: string, attributes: string) => pictureOf(attributes) ?? whole)
    .replace(FILM, (whole: string, house: string, attributes: string) => filmOf(house, attributes) ?? whole);
  const reason = 'A shortcode, by which the site filled in something, stands in the text as it was typed.';
  tell(plain, SHORTCODE, reason, postId, notes);
  return plain;
}

function pictureOf(attributes: string): string | undefined {
  const value = (name: string): string => attributeOf(` ${attributes}`, name);
  const source = value('src').replace(/[()\s]/gu, encodeURIComponent);
  if (source === '') return undefined;
  const caption = value('caption') || value('title');
  const words = (value('alt') || caption).replace(/[[\]]/gu, '\\$&');
  return caption === ''
    ? `![${words}](${source})`
    : `![${words}](${source} "${caption.replaceAll('"', '\\"')}")`;
}

function filmOf(house: string, attributes: string): string | undefined {
  const id = /^(?:id=)?["']?([\w-]{4,20})/u.exec(attributes)?.[1];
  if (id === undefined) return undefined;
  return house === 'vimeo' ? `<https://vimeo.com/${id}>` : `<https://www.youtube.com/watch?v=${id}>`;
}

/** Marks around code become a fence; code that does not end stays as it is. */
function withCode(text: string, open: RegExp, close: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(open)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const end = text.indexOf(close, start);
    if (end === -1) break;
    const language = /[\w+#-]+/u.exec(match[1] ?? '')?.[0] ?? '';
    const code = text.slice(start, end);
    parts.push(text.slice(from, match.index));
    parts.push(`\`\`\`${language}\n${code.endsWith('\n') ? code : `${code}\n`}\`\`\``);
    from = end + close.length;
  }
  return parts.join('') + text.slice(from);
}

/** Each once: a site has the same one in many places. */
function tell(text: string, pattern: RegExp, reason: string, postId: string, notes: ExportNotes): void {
  const told = new Set<string>();
  for (const [whole] of text.matchAll(pattern)) {
    if (told.has(whole)) continue;
    told.add(whole);
    notes.add({ kind: 'look', postId, reason, excerpt: excerptOf(whole) });
  }
}
