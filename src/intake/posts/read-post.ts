// In: a post of any program. Out: its blocks, as HTML and Markdown alike give them, with what was noted on the way. The first half of the
// work; what the blocks mean is `draft-of-post.ts`.
import type { ImportedPost } from '../../model/imported-post.ts';
import { readHtml } from '../html/read-html.ts';
import type { NoteBook } from '../note-book.ts';
import { type PostBlock, postBlocks } from './post-block.ts';
import { foldWords, type PostHouse } from './post-house.ts';

export interface ReadPost {
  readonly blocks: readonly PostBlock[];
  /** Hidden in a mail before its first words. */
  readonly preheader?: string;
  readonly language?: string;
}

export type HouseOfBlocks = Pick<
  PostHouse,
  'newsletter' | 'readAttribution' | 'cleanUrl' | 'mendText' | 'htmlOfMarkdown'
>;

export function readPost(post: ImportedPost, house: HouseOfBlocks, notes: NoteBook): ReadPost {
  const { form, value } = post.body;
  // Where only its path is known, the old site's pages are led on below the new one.
  const [first = ''] = post.addresses;
  const base = URL.parse(first, house.newsletter.siteUrl)?.href ?? house.newsletter.siteUrl;
  const html =
    form === 'html' ? value : form === 'markdown' ? house.htmlOfMarkdown(value) : htmlOfText(value);
  const read = readHtml(html, { cleanUrl: house.cleanUrl, mendText: house.mendText, base }, notes);
  return {
    blocks: postBlocks(read.blocks, read.anchors, house),
    ...(read.preheader === undefined ? {} : { preheader: read.preheader }),
    ...(read.language === undefined ? {} : { language: read.language }),
  };
}

/** Paragraphs that stand in every issue are long enough to be told from a headline or an attribution, and the same to the letter. */
const FEWEST_WORDS = 8;
const FEWEST_LETTERS = 40;

/** The folded words of a block by which it is known again; undefined for what is too short, and for headings. */
export function boilerplateKey({ node, words }: Pick<PostBlock, 'node' | 'words'>): string | undefined {
  if (node.type === 'heading') return undefined;
  const folded = foldWords(words);
  return folded.length >= FEWEST_LETTERS && folded.split(' ').length >= FEWEST_WORDS ? folded : undefined;
}

/** Blank lines part paragraphs. What else the lines mean is for `old-text/` to say; here they only tell whether two texts are the same. */
function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replace(/\r\n?/gu, '\n').replace(/\n(?:[ \t]*\n)+/gu, '</p><p>')}</p>`;
}
