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

const HIGHLIGHT = /\{% highlight ([\w+#-]{0,30})[^%\n]{0,100}%\}\n?([\s\S]{0,20000}?)\{% endhighlight %\}/gu;
const RAW = /\{%-? (?:end)?raw -?%\}\n?/gu;
const SITE_URL = /\{\{-? ?site\.(?:url|baseurl)(?: ?\| ?\w{1,30})? ?-?\}\}/gu;
const RELATIVE =
  /\{\{-? ?["']([^"'{}\n]{0,500})["'] ?\| ?(?:relative_url|absolute_url|prepend: ?site\.(?:url|baseurl))(?: ?\| ?prepend: ?site\.url)? ?-?\}\}/gu;
const LIQUID = /\{%[^%{}\n]{1,500}%\}|\{\{[^{}\n]{1,500}\}\}/gu;
const ATTRIBUTE_LINE = /^\{:[^}\n]{0,300}\}[ \t]*\n?/gmu;

export function withoutLiquid(text: string, { postId, notes, siteUrl }: Marked): string {
  const plain = text
    .replace(
      HIGHLIGHT,
      (_, language: string, code: string) => `\`\`\`${language}\n${code.replace(/\n?$/u, '\n')}\`\`\``,
    )
    .replace(RAW, '')
    .replace(SITE_URL, siteUrl)
    .replace(RELATIVE, (_, path: string) => `${siteUrl}${path}`)
    .replace(ATTRIBUTE_LINE, '');
  tell(
    plain,
    LIQUID,
    'Liquid, by which the site filled in something, stands in the text as it was typed.',
    postId,
    notes,
  );
  return plain;
}

const FIGURE = /\{\{[<%] ?figure ([^{}\n]{1,1000}?)\/?[>%]\}\}/gu;
const CODE =
  /\{\{[<%] ?highlight ["']?([\w+#-]{0,30})[^{}\n]{0,100}[>%]\}\}\n?([\s\S]{0,20000}?)\{\{[<%] ?\/ ?highlight ?[>%]\}\}/gu;
const YOUTUBE = /\{\{[<%] ?youtube (?:id=)?["']?([\w-]{6,20})["']?[^{}\n]{0,100}[>%]\}\}/gu;
const VIMEO = /\{\{[<%] ?vimeo (?:id=)?["']?(\d{4,15})["']?[^{}\n]{0,100}[>%]\}\}/gu;
const SHORTCODE = /\{\{[<%][^{}\n]{1,500}[>%]\}\}/gu;

export function withoutShortcodes(text: string, { postId, notes }: Marked): string {
  const plain = text
    .replace(
      CODE,
      (_, language: string, code: string) => `\`\`\`${language}\n${code.replace(/\n?$/u, '\n')}\`\`\``,
    )
    .replace(FIGURE, (whole: string, attributes: string) => {
      const source = attributeOf(` ${attributes}`, 'src');
      if (source === '') return whole;
      const caption = attributeOf(` ${attributes}`, 'caption') || attributeOf(` ${attributes}`, 'title');
      const words = (attributeOf(` ${attributes}`, 'alt') || caption).replace(/[[\]]/gu, '\\$&');
      return `![${words}](${source.replace(/[()\s]/gu, encodeURIComponent)}${caption === '' ? '' : ` "${caption.replaceAll('"', '\\"')}"`})`;
    })
    .replace(YOUTUBE, (_, id: string) => `<https://www.youtube.com/watch?v=${id}>`)
    .replace(VIMEO, (_, id: string) => `<https://vimeo.com/${id}>`);
  tell(
    plain,
    SHORTCODE,
    'A shortcode, by which the site filled in something, stands in the text as it was typed.',
    postId,
    notes,
  );
  return plain;
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
