// HTML of a stranger goes in, its tags and words come out one after the other. No tree is built: however deep or broken a page is, it is
// read once from its beginning to its end, in time that grows with its length alone.
import { Tokenizer } from 'htmlparser2';

export type HtmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'words'; readonly words: string };

/** Of what a page may hold; the head of the longest is a tenth of it. */
const MAX_CHARACTERS = 3 * 1024 * 1024;
/** A tag with more is none that a person or a program meant. */
const MAX_ATTRIBUTES = 60;

/** Names in small letters, entities read. What stands in a script comes as words, as it was typed. */
export function readTokens(html: string, take: (token: HtmlToken) => void): void {
  const text = html.slice(0, MAX_CHARACTERS);
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  const open = (): void => {
    take({ kind: 'open', name, attributes });
    attributes = new Map();
  };
  const nothing = (): void => undefined;
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: (start, end) => {
        name = text.slice(start, end).toLowerCase();
      },
      onopentagend: open,
      onselfclosingtag: open,
      onclosetag: (start, end) => take({ kind: 'close', name: text.slice(start, end).toLowerCase() }),
      onattribname: (start, end) => {
        attribute = text.slice(start, end).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        value += text.slice(start, end);
      },
      onattribentity: (codepoint) => {
        value += String.fromCodePoint(codepoint);
      },
      // The first of two with one name counts (HTML Standard, 13.2.5.33).
      onattribend: () => {
        if (attributes.size < MAX_ATTRIBUTES && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      ontext: (start, end) => take({ kind: 'words', words: text.slice(start, end) }),
      ontextentity: (codepoint) => take({ kind: 'words', words: String.fromCodePoint(codepoint) }),
      oncomment: nothing,
      oncdata: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
}
