// Words of an old text go in, Markdown comes out that reads as those words: addresses become links, and marks of our own format that were
// typed (`[Update, 4 July]`) keep their meaning.

import type { MarkdownBlock } from '../../model/draft.ts';
import { escapeAddress, escapeParagraph, escapeWords } from '../escape-markdown.ts';

const LINK = /\[([^[\]]{1,200})\]\((https?:\/\/[^\s()]{3,2000})\)|<?(https?:\/\/[^\s<>()[\]]{3,2000})>?/giu;
const MARK = /^\[((?:update|correction)),?\s([^[\]]{3,40})\]:?\s*/iu;

export function paragraphOf(text: string): MarkdownBlock {
  const mark = MARK.exec(text);
  if (mark !== null) {
    const [whole, kind = '', day = ''] = mark;
    return `[${kind.charAt(0).toUpperCase()}${kind.slice(1).toLowerCase()}, ${day}] ${pieces(text.slice(whole.length), escapeWords)}`;
  }
  return pieces(text, escapeParagraph);
}

/** For words behind an attribution, where nothing begins a block. */
export function wordsBehind(text: string): MarkdownBlock {
  return pieces(text, escapeWords);
}

function pieces(text: string, escapeFirst: (text: string) => string): string {
  const found: string[] = [];
  let at = 0;
  const shown = (words: string): string => {
    if (words === '') return '';
    const escaped = (found.length === 0 ? escapeFirst : escapeWords)(words);
    return `${/^\s/u.test(words) ? ' ' : ''}${escaped}${/\s$/u.test(words) ? ' ' : ''}`;
  };
  for (const match of text.matchAll(LINK)) {
    const [whole, words, target, written] = match;
    // A stop behind an address ends the sentence.
    const bare = written?.replace(/[.,;:!?'"”’]{1,3}$/u, '');
    found.push(shown(text.slice(at, match.index)));
    found.push(
      bare === undefined ? `[${escapeWords(words ?? '')}](${escapeAddress(target ?? '')})` : `<${bare}>`,
    );
    const end = written === undefined || whole.endsWith('>') ? 0 : written.length - (bare?.length ?? 0);
    at = match.index + whole.length - end;
  }
  found.push(shown(text.slice(at)));
  return found.join('').replace(/ {2,}/gu, ' ').trim();
}
