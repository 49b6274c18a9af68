// A text of Mobiledoc 0.3, the editor that Ghost had for years, in (JSON: sections made of markers that open and close looks by number), HTML
// out; or Markdown, where all of it is one card of Markdown, as it was in every post before 2018.
import type { ImportedPost } from '../../model/imported-post.ts';
import type { ExportNotes } from './export-notes.ts';
import { htmlOfCard } from './ghost-card.ts';
import { textAt, valueAt } from './json-values.ts';
import { pictureParagraph, quoteHtml } from './quote-html.ts';

const MARKUP = 1;
const PICTURE = 2;
const LIST = 3;
const CARD = 10;
const TEXT_MARKER = 0;
const INLINE = ['a', 'b', 'strong', 'i', 'em', 's', 'strike', 'code', 'sub', 'sup', 'u'];
const BLOCKS = ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'aside', 'pull-quote'];

interface Parts {
  readonly markups: readonly unknown[];
  readonly atoms: readonly unknown[];
  readonly cards: readonly unknown[];
}

export function htmlOfMobiledoc(json: string, postId: string, notes: ExportNotes): ImportedPost['body'] {
  try {
    const document: unknown = JSON.parse(json);
    const parts: Parts = {
      markups: listAt(document, 'markups'),
      atoms: listAt(document, 'atoms'),
      cards: listAt(document, 'cards'),
    };
    const sections = listAt(document, 'sections').filter((section) => !isEmpty(section));
    const [only] = sections;
    const card = sections.length === 1 ? cardOf(only, parts) : undefined;
    if (card?.name === 'card-markdown' || card?.name === 'markdown')
      return { form: 'markdown', value: textAt(card.payload, 'markdown') };
    const html = sections.map((section) => htmlOfSection(section, parts, postId, notes));
    return { form: 'html', value: html.filter((one) => one !== '').join('\n') };
  } catch {
    notes.add({ kind: 'left-out', postId, reason: 'Its text is no Mobiledoc that can be read.' });
    return { form: 'html', value: '' };
  }
}

/** The editor puts an empty paragraph behind a card. */
function isEmpty(section: unknown): boolean {
  return Array.isArray(section) && section[0] === MARKUP && listIn(section[2]).length === 0;
}

function htmlOfSection(section: unknown, parts: Parts, postId: string, notes: ExportNotes): string {
  if (!Array.isArray(section)) return '';
  const [kind, first, second] = section as readonly unknown[];
  if (kind === MARKUP) {
    const name = BLOCKS.includes(String(first)) ? String(first) : 'p';
    const words = htmlOfMarkers(second, parts);
    if (words.trim() === '') return '';
    return name === 'aside' || name === 'pull-quote' || name === 'blockquote'
      ? `<blockquote><p>${words}</p></blockquote>`
      : `<${name}>${words}</${name}>`;
  }
  if (kind === PICTURE) return pictureParagraph(String(first), '', '');
  if (kind === LIST) {
    const name = first === 'ol' ? 'ol' : 'ul';
    const lines = listIn(second).map((markers) => `<li>${htmlOfMarkers(markers, parts)}</li>`);
    return `<${name}>${lines.join('')}</${name}>`;
  }
  const card = cardOf(section, parts);
  return card === undefined ? '' : htmlOfCard(card.name, card.payload, postId, notes);
}

function cardOf(
  section: unknown,
  { cards }: Parts,
): { readonly name: string; readonly payload: unknown } | undefined {
  if (!Array.isArray(section) || section[0] !== CARD) return undefined;
  const [name, payload] = listIn(cards[Number(section[1])]);
  return typeof name === 'string' ? { name, payload } : undefined;
}

/** A marker: what it is, which markups open before it, how many close behind it, and its words or the number of its atom. */
function htmlOfMarkers(markers: unknown, { markups, atoms }: Parts): string {
  const open: string[] = [];
  let html = '';
  for (const marker of listIn(markers)) {
    const [kind, opened, closed, value] = listIn(marker);
    for (const index of listIn(opened)) {
      const [name, attributes] = listIn(markups[Number(index)]);
      const tag = INLINE.includes(String(name)) ? String(name) : 'span';
      open.push(tag);
      html += tag === 'a' ? `<a href="${quoteHtml(hrefIn(attributes))}">` : `<${tag}>`;
    }
    if (kind === TEXT_MARKER) html += quoteHtml(String(value ?? ''));
    else {
      const [name, words] = listIn(atoms[Number(value)]);
      html += name === 'soft-return' ? '<br>' : quoteHtml(typeof words === 'string' ? words : '');
    }
    for (let left = Math.min(Number(closed) || 0, open.length); left > 0; left -= 1)
      html += `</${open.pop()}>`;
  }
  return (
    html +
    open
      .reverse()
      .map((tag) => `</${tag}>`)
      .join('')
  );
}

/** Attributes are names and values in turn. */
function hrefIn(attributes: unknown): string {
  const list = listIn(attributes);
  const at = list.indexOf('href');
  return at === -1 ? '' : String(list[at + 1] ?? '');
}

function listAt(value: unknown, key: string): readonly unknown[] {
  return listIn(valueAt(value, key));
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
