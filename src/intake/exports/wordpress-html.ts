// What an author typed into WordPress in, HTML out: its older editor kept paragraphs as blank lines and made marks of them only when it
// showed them. Shortcodes that mean something here become HTML; of the others the report tells.
import { type ExportNotes, excerptOf } from './export-notes.ts';

const BLOCKS =
  'address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul';
const BLOCK_OPENS = new RegExp(`<(?:${BLOCKS})(?=[\\s/>])`, 'giu');
const BLOCK_CLOSES = new RegExp(`</(?:${BLOCKS})\\s{0,9}>|<hr\\s{0,9}/?>`, 'giu');
const BEGINS_WITH_BLOCK = new RegExp(`^</?(?:${BLOCKS})(?=[\\s/>])|^<!--`, 'iu');
/** Whose blank lines are their own. */
const VERBATIM = ['pre', 'script', 'style', 'textarea'];
const CAPTION = /\[(?:wp_)?caption[^\][]*\]([^[]*)\[\/(?:wp_)?caption\]/giu;
/** What a caption belongs to, with the link around it. */
const PICTURE = /^\s{0,99}(?:<a\b[^<>]{0,2000}>\s{0,99})?<img\b[^<>]{0,2000}>(?:\s{0,99}<\/a>)?/iu;
const EMBED = /\[embed[^\][]*\]([^[\]<>]*)\[\/embed\]/giu;
/** Set as WordPress sets them: a name alone may be somebody's bracket, "[sic]". */
const SHORTCODE = /\[([a-z][\w-]{1,40})((?:[ =][^\][<>]{1,500})?)\]/giu;
const KNOWN: readonly string[] = [
  'gallery',
  'playlist',
  'audio',
  'video',
  'contact-form-7',
  'contact-form',
  'contact-field',
  'subscribe',
  'jetpack_subscription_form',
  'sociable',
  'addtoany',
  'polldaddy',
  'youtube',
  'vimeo',
  'slideshow',
];
/** Blocks that WordPress fills when it shows the page. */
const DYNAMIC_BLOCK = /<!-- wp:([^<>]*)\/-->/gu;

export function htmlOfWordpress(text: string, postId: string, notes: ExportNotes): string {
  const html = withoutShortcodes(text.replaceAll('\r\n', '\n'), postId, notes);
  for (const [whole, name = ''] of html.matchAll(DYNAMIC_BLOCK))
    notes.add({
      kind: 'left-out',
      postId,
      reason: `A block "${name.split(' ', 1)[0]}" was left out: WordPress makes it when it shows the page.`,
      excerpt: excerptOf(whole),
    });
  return html.includes('<!-- wp:') ? html : withParagraphs(html);
}

function withoutShortcodes(text: string, postId: string, notes: ExportNotes): string {
  if (!text.includes('[')) return text;
  const told = text
    .replace(CAPTION, (_, inside: string) => {
      const end = PICTURE.exec(inside)?.[0].length ?? 0;
      const words = inside.slice(end).trim();
      return `<figure>${inside.slice(0, end)}${words === '' ? '' : `<figcaption>${words}</figcaption>`}</figure>`;
    })
    .replace(EMBED, (whole, inside: string) => embedded(inside.trim()) ?? whole);
  return told.replace(SHORTCODE, (whole: string, name: string, attributes: string) => {
    const isClosed = told.includes(`[/${name}]`);
    if (KNOWN.includes(name.toLowerCase())) {
      const url = /https?:\/\/[^\s"'<>\]]{1,2000}/u.exec(whole)?.[0];
      notes.add({
        kind: url === undefined ? 'left-out' : 'changed',
        postId,
        reason:
          url === undefined
            ? `A shortcode "${name}" was left out: a plug-in of WordPress fills it.`
            : `A shortcode "${name}" became a link to what it shows.`,
        excerpt: excerptOf(whole),
      });
      return url === undefined ? '' : `\n\n<a href="${url}">${url}</a>\n\n`;
    }
    if (attributes.includes('=') || isClosed)
      notes.add({
        kind: 'look',
        postId,
        reason: `A shortcode "${name}" stands in the text as it was typed.`,
        excerpt: excerptOf(whole),
      });
    return whole;
  });
}

function embedded(url: string): string | undefined {
  if (!/^https?:\/\/\S+$/iu.test(url)) return undefined;
  return `\n\n<a href="${url.replaceAll('"', '%22')}">${url}</a>\n\n`;
}

/** Blank lines between paragraphs, line ends within them, as WordPress shows them. */
function withParagraphs(html: string): string {
  return pieces(html)
    .map(({ text, isVerbatim }) => (isVerbatim ? text : paragraphsOf(text)))
    .join('\n');
}

function paragraphsOf(text: string): string {
  return text
    .replace(BLOCK_OPENS, '\n\n$&')
    .replace(BLOCK_CLOSES, '$&\n\n')
    .split(/\n[ \t\u00a0]*\n/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (BEGINS_WITH_BLOCK.test(part) ? part : `<p>${part.replaceAll('\n', '<br>\n')}</p>`))
    .join('\n');
}

function pieces(html: string): readonly { readonly text: string; readonly isVerbatim: boolean }[] {
  const lower = html.toLowerCase();
  const found: { text: string; isVerbatim: boolean }[] = [];
  let from = 0;
  for (;;) {
    const starts = VERBATIM.map((name) => ({ name, at: openingOf(lower, name, from) })).filter(
      ({ at }) => at !== -1,
    );
    const first = starts.sort((one, other) => one.at - other.at)[0];
    if (first === undefined) break;
    const closing = lower.indexOf(`</${first.name}>`, first.at);
    const end = closing === -1 ? html.length : closing + first.name.length + 3;
    found.push({ text: html.slice(from, first.at), isVerbatim: false });
    found.push({ text: html.slice(first.at, end), isVerbatim: true });
    from = end;
  }
  found.push({ text: html.slice(from), isVerbatim: false });
  return found;
}

function openingOf(lower: string, name: string, from: number): number {
  for (let at = lower.indexOf(`<${name}`, from); at !== -1; at = lower.indexOf(`<${name}`, at + 1))
    if (/[\s/>]/u.test(lower[at + name.length + 1] ?? '')) return at;
  return -1;
}
