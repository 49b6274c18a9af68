// Markdown's tree → paragraphs of the plain-text mail. Links become numbers in brackets, counted through the whole issue in
// the order in which a reader meets them; the addresses are listed at the end of the entry.
import type { Definition, PhrasingContent, RootContent } from 'mdast';
import type { WordValues } from '../model/words.ts';
import { safeUrl } from './safe-url.ts';
import { typesetter } from './set-type.ts';
import type { TextParagraph } from './template-helpers.ts';

export interface TextSetting {
  /** BCP 47. */
  readonly language: string;
  readonly definitions: readonly Definition[];
  readonly links: LinkList;
  readonly label: Label;
}

/** What the house says, in the language of the whole. */
export type Label = (key: string, values?: WordValues) => string;

/** Numbers links, and hands out those of one entry at a time. */
export interface LinkList {
  /** The number of that address; the same one where the entry has named it already. Undefined for what is no link. */
  readonly number: (url: string | undefined) => number | undefined;
  /** Those numbered since the last call, in order. */
  readonly take: () => readonly { readonly number: number; readonly url: string }[];
}

export function createLinkList(): LinkList {
  let last = 0;
  let open = new Map<string, number>();
  return {
    number: (url) => {
      const safe = safeUrl(url);
      if (safe === undefined) return undefined;
      const known = open.get(safe);
      if (known !== undefined) return known;
      last += 1;
      open.set(safe, last);
      return last;
    },
    take: () => {
      const taken = [...open].map(([url, number]) => ({ number, url }));
      open = new Map();
      return taken;
    },
  };
}

/** Words inside a line. A hard break stays a line break; every other one is a space. */
export function textOfPhrasing(nodes: readonly PhrasingContent[], setting: TextSetting): string {
  const set = typesetter(setting.language);
  const write = (node: PhrasingContent): string => {
    switch (node.type) {
      case 'text':
        return set(node.value.replace(/(?<!\s)\s*\n\s*/gu, ' '));
      case 'break':
        return '\n';
      case 'inlineCode':
      case 'html':
        return node.value;
      case 'image':
        return pictured(node.alt, node.url);
      case 'imageReference':
        return pictured(node.alt, definitionUrl(node.identifier));
      case 'link':
        return linked(node.children, node.url);
      case 'linkReference':
        return linked(node.children, definitionUrl(node.identifier));
      case 'emphasis':
      case 'strong':
      case 'delete':
        return node.children.map(write).join('');
      default:
        return '';
    }
  };
  const pictured = (alt: string | null | undefined, url: string | undefined): string =>
    withNumber(`[${named(alt)}]`, setting.links.number(url));
  const named = (alt: string | null | undefined): string =>
    alt ? setting.label('picture-named', { picture: alt }) : setting.label('picture');
  const linked = (children: readonly PhrasingContent[], url: string | undefined): string => {
    const words = children.map(write).join('');
    // An address that is its own words (`<https://…>`) can be read where it stands.
    return url === undefined || words === url || url === `mailto:${words}`
      ? words
      : withNumber(words, setting.links.number(url));
  };
  const definitionUrl = (identifier: string): string | undefined =>
    setting.definitions.find((each) => each.identifier === identifier)?.url;
  return nodes.map(write).join('').trim();
}

/** A paragraph, a list, code. */
export function textOfBlock(node: RootContent, setting: TextSetting): readonly TextParagraph[] {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return [paragraph(textOfPhrasing(node.children, setting))];
    case 'html':
      return [paragraph(node.value)];
    case 'code':
      return [{ ...paragraph(node.value), rest: '  ', isVerbatim: true }];
    case 'thematicBreak':
      return [paragraph('* * *')];
    case 'blockquote':
      return node.children.flatMap((child) => indented(textOfBlock(child, setting), '  ', '  '));
    case 'list':
      return node.children.flatMap((entry, index) => {
        const bullet = node.ordered === true ? `${(node.start ?? 1) + index}. ` : '- ';
        const paragraphs = entry.children.flatMap((child) => textOfBlock(child, setting));
        const isTight = index > 0 && node.spread !== true;
        return indented(paragraphs, bullet, ' '.repeat(bullet.length)).map((each, place) =>
          place === 0 ? { ...each, isTight } : each,
        );
      });
    default:
      return [];
  }
}

/** The text with ` [3]` behind it. */
export function withNumber(text: string, number: number | undefined): string {
  return number === undefined ? text : `${text} [${number}]`;
}

export function paragraph(text: string): TextParagraph {
  return { text, first: '', rest: '', isVerbatim: false, isTight: false };
}

function indented(paragraphs: readonly TextParagraph[], first: string, rest: string): TextParagraph[] {
  return paragraphs.map((each, index) => ({
    ...each,
    first: (index === 0 ? first : rest) + each.first,
    rest: rest + each.rest,
  }));
}
