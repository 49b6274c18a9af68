// A text of Lexical, the editor that Ghost has today, in (JSON: nodes in nodes, and letters with the bits of their looks), HTML out.
import type { ExportNotes } from './export-notes.ts';
import { htmlOfCard } from './ghost-card.ts';
import { type JsonObject, objectsIn, textAt, valueAt } from './json-values.ts';
import { quoteHtml } from './quote-html.ts';

/** `format` of a text node; the outermost first. */
const LOOKS: readonly (readonly [bit: number, name: string])[] = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [8, 'u'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
];
const MOST_DEPTH = 100;

export function htmlOfLexical(json: string, postId: string, notes: ExportNotes): string {
  try {
    const root = valueAt(JSON.parse(json), 'root');
    return htmlOfAll(root, { postId, notes, depth: 0 }, '\n');
  } catch {
    notes.add({ kind: 'left-out', postId, reason: 'Its text is no Lexical that can be read.' });
    return '';
  }
}

interface Setting {
  readonly postId: string;
  readonly notes: ExportNotes;
  readonly depth: number;
}

function htmlOfAll(node: unknown, setting: Setting, between = ''): string {
  if (setting.depth > MOST_DEPTH) return '';
  const deeper = { ...setting, depth: setting.depth + 1 };
  return objectsIn(valueAt(node, 'children'))
    .map((child) => htmlOfNode(child, deeper))
    .filter((html) => html !== '')
    .join(between);
}

function htmlOfNode(node: JsonObject, setting: Setting): string {
  const type = textAt(node, 'type');
  const inside = (): string => htmlOfAll(node, setting);
  switch (type.replace(/^extended-/u, '')) {
    case 'paragraph': {
      const words = inside();
      return words === '' ? '' : `<p>${words}</p>`;
    }
    case 'heading': {
      const tag = /^h[1-6]$/u.test(textAt(node, 'tag')) ? textAt(node, 'tag') : 'h2';
      return `<${tag}>${inside()}</${tag}>`;
    }
    case 'quote':
    case 'aside':
      return `<blockquote><p>${inside()}</p></blockquote>`;
    case 'list': {
      const tag = textAt(node, 'tag') === 'ol' || textAt(node, 'listType') === 'number' ? 'ol' : 'ul';
      return `<${tag}>${inside()}</${tag}>`;
    }
    case 'listitem':
      return `<li>${inside()}</li>`;
    case 'link':
    case 'autolink':
      return `<a href="${quoteHtml(textAt(node, 'url'))}">${inside()}</a>`;
    case 'linebreak':
      return '<br>';
    case 'tab':
      return ' ';
    case 'text':
      return htmlOfText(node);
    case 'at-link':
    case 'zwnj':
      return inside();
    default:
      return htmlOfCard(type, node, setting.postId, setting.notes);
  }
}

function htmlOfText(node: JsonObject): string {
  const format = Number(textAt(node, 'format')) || 0;
  return LOOKS.toReversed().reduce(
    (html, [bit, name]) => ((format & bit) === 0 ? html : `<${name}>${html}</${name}>`),
    quoteHtml(textAt(node, 'text')),
  );
}
