// In: one of Markdown's nodes. Out: its text, in which nothing has turned into another mark: `2003. ` begins no list, `[Update, 2/7]: done`
// no definition. Apart from the library's own way only where that escapes what needs no escape, for editors read it too.
import type { Nodes, RootContent, Text } from 'mdast';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { MarkdownBlock } from '../../model/draft.ts';

const OPTIONS: Options = {
  bullet: '-',
  emphasis: '*',
  strong: '*',
  fence: '`',
  fences: true,
  listItemIndent: 'one',
  resourceLink: true,
  rule: '-',
  incrementListMarker: true,
  handlers: {
    text: (node: Text, _parent, state, info) => {
      const safe = state.safe(node.value, info);
      return state.stack.includes('label') ? safe : unescaped(safe, info.after);
    },
  },
};

export function writeMarkdown(node: RootContent): MarkdownBlock {
  return toMarkdown(node as Nodes, OPTIONS).trim();
}

/**
 * Takes the backslash from brackets that can be no link (no definitions are ever written, so words in brackets alone are none), from
 * ampersands that begin no character reference and from underscores inside words.
 */
function unescaped(safe: string, after: string): string {
  return safe.replace(/\\([\s\S])/gu, (pair, sign: string, at: number) => {
    const rest = safe.slice(at + 2, at + 2 + LONGEST_BRACKET);
    if (sign === '[') {
      const words = /^[^[\]\\\n]*\]/u.exec(rest)?.[0];
      if (words === undefined) return pair;
      const next = rest.charAt(words.length) || after.charAt(0);
      return next !== '(' && next !== '[' && next !== ':' && safe.charAt(at - 1) !== '!' ? sign : pair;
    }
    if (sign === '&') return /^(?:#|[a-z][a-z0-9]{1,31};)/iu.test(rest) || rest === '' ? pair : sign;
    if (sign === '_')
      return /[\p{L}\p{N}]$/u.test(safe.slice(0, at)) && /^[\p{L}\p{N}]/u.test(rest) ? sign : pair;
    // A signature: `-- Ines Roca`.
    if (sign === '-') return /^- +[^\s-]/u.test(rest) ? sign : pair;
    return pair;
  });
}

/** Such as `[Credit: M. Okoro / Coast Wire]`. */
const LONGEST_BRACKET = 200;
