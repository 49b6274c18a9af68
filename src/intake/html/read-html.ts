// In: the HTML of a post, a mail or a saved page, of any making. Out: Markdown's nodes for what a reader saw in it, and a note for each
// thing that could not be carried. What the words mean (a headline, a source) is not asked here.
import type { Element, ElementContent, RootContent as HtmlNode } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import type { ListItem, RootContent } from 'mdast';
import type { NoteBook } from '../note-book.ts';
import { fragmentsIn, isContents } from './contents-list.ts';
import { guardHtml } from './guard-html.ts';
import { looksOf, styleOf, textOf } from './looks-of.ts';
import { marksOf, openInline } from './open-inline.ts';
import { filmParagraph, readEmbed } from './read-embed.ts';
import { captionedPicture, readPicture, smileyOf } from './read-picture.ts';
import { readTable } from './read-table.ts';
import { type Marks, NO_MARKS, phrasingOf, type Run, splitAtGaps } from './runs.ts';
import { lineBroken, rawText } from './typed-lines.ts';
import { elementsIn, type HtmlSettings, type Walk, wordsOf } from './walk.ts';
import { addBullet, isWordBullet } from './word-lists.ts';

export interface HtmlBlocks {
  readonly blocks: readonly RootContent[];
  /** Names under which others may link to a block: `<a name="dockers">`. */
  readonly anchors: ReadonlyMap<RootContent, string>;
  /** What a mail hid before its first words, for the list of letters. */
  readonly preheader?: string;
  /** BCP 47, where the page says it. */
  readonly language?: string;
}

/** No words of the page, or none that it shows. */
const UNREAD = new Set(
  'head title meta link base style template colgroup col param source track area map'.split(' '),
);
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['script', 'A script was left out: mails and pages run none.'],
  ['svg', 'A drawing was left out.'],
  ['canvas', 'A drawing was left out.'],
  ['math', 'A formula was left out.'],
  ['dialog', 'A window that opens over the page was left out.'],
  ...'input button select textarea output meter progress'
    .split(' ')
    .map((name) => [name, 'A part of a form was left out: mails and pages have none.'] as const),
]);
const EMBEDS = new Set(['iframe', 'embed', 'object', 'video', 'audio', 'frame']);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
/** Deeper lists are shown as paragraphs. */
const MAX_LISTS = 8;
/** Soft hyphens, blanks without width, the mark of an encoding, what stood for a lost picture. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff\ufffc]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that this takes away
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/gu;
const BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000\u2028\u2029\u0085\f]/gu;

export function readHtml(html: string, settings: HtmlSettings, notes: NoteBook): HtmlBlocks {
  const guarded = guardHtml(html);
  if (guarded.isFlattened)
    notes.add(
      'look',
      'The HTML was too large or too deeply nested: only its words were kept, without headings.',
    );
  const root = fromHtml(guarded.html, { fragment: true });
  const linked = fragmentsIn(root.children);
  const anchors = new Map<RootContent, string>();
  let pending: string | undefined;
  let preheader: string | undefined;
  let isBegun = false;
  let lists = 0;

  const walk: Walk = { settings, notes, blocksOf, runsOf };

  function blocksOf(nodes: readonly (HtmlNode | ElementContent)[], outer: Marks): RootContent[] {
    const out: RootContent[] = [];
    const runs: Run[] = [];
    const emit = (block: RootContent, anchor = takePending()): void => {
      out.push(block);
      if (anchor !== undefined) anchors.set(block, anchor);
    };
    const flush = (): void => {
      for (const paragraph of splitAtGaps(runs.splice(0))) {
        const children = phrasingOf(paragraph);
        if (children.length > 0) emit(filmParagraph(children, settings) ?? { type: 'paragraph', children });
      }
    };
    const container = (make: () => readonly RootContent[]): void => {
      flush();
      const anchor = takePending();
      const [first, ...rest] = make();
      if (first === undefined) pending ??= anchor;
      else {
        emit(first, anchor);
        for (const block of rest) emit(block);
      }
    };
    const visit = (node: HtmlNode | ElementContent, marks: Marks): void => {
      if (node.type === 'text') addWords(node.value, marks, runs);
      if (node.type !== 'element' || isUnseen(node)) return;
      if (anchorOf(node) !== undefined && endsInGap(runs)) flush();
      pending ??= anchorOf(node);
      const { tagName, children } = node;
      if (linked.size > 0 && isContents(node)) {
        notes.add('left-out', 'A list of contents was left out: pages have their own.', wordsOf(node));
        return;
      }
      const pictured = captionedPicture(node);
      if (pictured !== undefined) {
        const { image, caption } = pictured;
        const link = pictured.link ?? marks.url;
        container(() => listed(readPicture(image, withLink(link, caption), walk)));
      } else if (tagName === 'br') runs.push({ kind: 'break' });
      else if (tagName === 'hr') container(() => [{ type: 'thematicBreak' }]);
      else if (tagName === 'img') {
        const smiley = smileyOf(node);
        if (smiley !== undefined) addWords(smiley, marks, runs);
        else container(() => listed(readPicture(node, withLink(marks.url), walk)));
      } else if (EMBEDS.has(tagName)) container(() => readEmbed(node, walk));
      else if (/^h[1-6]$/u.test(tagName)) container(() => headingOf(node, marks));
      else if (/^(?:ul|ol|menu|dir)$/u.test(tagName)) container(() => listOf(node, marks));
      else if (tagName === 'blockquote' && !isIndent(node))
        container(() => quoteOf(blocksOf(children, marks)));
      else if (tagName === 'pre') container(() => typedOf(node, marks));
      else if (tagName === 'table') container(() => readTable(node, marks, walk));
      else if (isWordBullet(node)) {
        flush();
        addBullet(out, { type: 'listItem', spread: false, children: itemBlocks(blocksOf(children, marks)) });
      } else if (INLINE.has(tagName)) {
        for (const child of openInline(node, marks, walk)) visit(child.node, child.marks);
      } else {
        flush();
        const inside = marksOf(
          node,
          tagName === 'dt' || tagName === 'summary' ? { ...marks, isStrong: true } : marks,
        );
        for (const child of children) visit(child, inside);
        flush();
      }
    };
    for (const node of nodes) visit(node, outer);
    flush();
    return out;
  }

  /** Blocks inside are lines of it. */
  function runsOf(nodes: readonly (HtmlNode | ElementContent)[], outer: Marks): readonly Run[] {
    const runs: Run[] = [];
    const visit = (node: HtmlNode | ElementContent, marks: Marks): void => {
      if (node.type === 'text') addWords(node.value, marks, runs);
      if (node.type !== 'element' || isUnseen(node)) return;
      pending ??= anchorOf(node);
      if (node.tagName === 'br') runs.push({ kind: 'break' });
      else if (node.tagName === 'img') addWords(smileyOf(node) ?? '', marks, runs);
      else if (INLINE.has(node.tagName)) {
        for (const child of openInline(node, marks, walk)) visit(child.node, child.marks);
      } else {
        if (runs.length > 0) runs.push({ kind: 'break' });
        for (const child of node.children) visit(child, marksOf(node, marks));
      }
    };
    for (const node of nodes) visit(node, outer);
    return runs;
  }

  function addWords(value: string, marks: Marks, runs: Run[]): void {
    const text = settings.mendText(value.replace(INVISIBLE, '').replace(CONTROL, '').replace(BLANKS, ' '));
    if (text.trim() !== '') isBegun = true;
    if (text !== '') runs.push({ kind: 'words', ...marks, text });
  }

  /** True for what readers did not see; it is noted where it had words. */
  function isUnseen(element: Element): boolean {
    const { tagName } = element;
    if (UNREAD.has(tagName) || styleOf(element).includes('mso-list:ignore')) return true;
    const reason = LEFT_OUT.get(tagName);
    if (reason !== undefined) {
      const words = tagName === 'script' ? '' : wordsOf(element);
      notes.add('left-out', reason, words || textOf(element, 'value') || textOf(element, 'placeholder'));
      return true;
    }
    if (!looksOf(element).isHidden) return false;
    const words = wordsOf(element)
      .replace(/(?:\s|\u00ad|\u034f|\u200b|\u200c|\u200d|\u200e|\u200f|\ufeff)+/gu, ' ')
      .trim();
    if (words === '') return true;
    if (!isBegun && preheader === undefined && words.length <= 300) preheader = settings.mendText(words);
    else notes.add('left-out', 'Hidden words were left out: readers never saw them.', words);
    return true;
  }

  function headingOf(element: Element, marks: Marks): readonly RootContent[] {
    const pictures = elementsIn(element.children)
      .filter((one) => one.tagName === 'img' && smileyOf(one) === undefined)
      .flatMap((one) => listed(readPicture(one, {}, walk)));
    const runs = runsOf(element.children, { ...marksOf(element, marks), isStrong: false, isEmphasis: false });
    const children = phrasingOf(
      runs.map((run) =>
        run.kind === 'break' ? { kind: 'words', ...NO_MARKS, text: ' ' } : { ...run, isStrong: false },
      ),
    );
    if (children.length === 0) return pictures;
    const depth = Number(element.tagName.charAt(1)) as 1 | 2 | 3 | 4 | 5 | 6;
    return [{ type: 'heading', depth, children }, ...pictures];
  }

  function listOf(element: Element, marks: Marks): readonly RootContent[] {
    lists += 1;
    const items: ListItem[] = [];
    const loose: RootContent[] = [];
    for (const child of element.children) {
      const blocks = blocksOf(
        child.type === 'element' && child.tagName === 'li' ? child.children : [child],
        marks,
      );
      if (blocks.length === 0) continue;
      const last = items.at(-1);
      if (child.type === 'element' && child.tagName === 'li')
        items.push({ type: 'listItem', spread: false, children: itemBlocks(blocks) });
      else if (last !== undefined) last.children.push(...itemBlocks(blocks));
      else loose.push(...blocks);
    }
    lists -= 1;
    if (items.length === 0) return loose;
    if (lists >= MAX_LISTS) {
      notes.add('changed', 'Lists inside lists inside lists became paragraphs.');
      return [...loose, ...items.flatMap(({ children }) => children)];
    }
    const start = Number(textOf(element, 'start') || 1);
    const isOrdered = element.tagName === 'ol';
    return [
      ...loose,
      {
        type: 'list',
        ordered: isOrdered,
        ...(isOrdered ? { start: Number.isInteger(start) && start >= 0 && start < 1e6 ? start : 1 } : {}),
        spread: items.some(({ children }) => children.length > 1),
        children: items,
      },
    ];
  }

  /** Lines as they were typed: code, or an old mail. */
  function typedOf(element: Element, marks: Marks): readonly RootContent[] {
    const text = rawText(element).replace(/\r\n?/gu, '\n').replace(BLANKS, ' ').replace(CONTROL, '');
    if (elementsIn(element.children).some(({ tagName }) => tagName === 'code'))
      return text.trim() === '' ? [] : [{ type: 'code', value: text.replace(/^\n+/u, '').trimEnd() }];
    return blocksOf(element.children.map(lineBroken), marks);
  }

  function takePending(): string | undefined {
    const anchor = pending;
    pending = undefined;
    return anchor;
  }

  function anchorOf(element: Element): string | undefined {
    const named =
      element.tagName === 'a' ? textOf(element, 'name') || textOf(element, 'id') : textOf(element, 'id');
    return named !== '' && linked.has(named) ? named : undefined;
  }

  const language = /<html\b[^>]{0,400}?\slang=["']?([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3})/iu.exec(
    html.slice(0, 4000),
  )?.[1];
  const blocks = blocksOf(root.children, NO_MARKS);
  return {
    blocks,
    anchors,
    ...(preheader === undefined ? {} : { preheader }),
    ...(language === undefined ? {} : { language }),
  };
}

/** Mail programs move text to the right with it. */
function isIndent(element: Element): boolean {
  return (
    /(?:^|;)border(?:-left)?:(?:none|0)/u.test(styleOf(element)) ||
    /\bwebkit-indent-blockquote\b/u.test(textOf(element, 'className'))
  );
}

function quoteOf(blocks: RootContent[]): readonly RootContent[] {
  return blocks.length === 0 ? [] : [{ type: 'blockquote', children: itemBlocks(blocks) }];
}

/** Headings stand at the top of a page only: inside others they are bold lines. */
function itemBlocks(blocks: readonly RootContent[]): ListItem['children'] {
  return blocks.map((block) =>
    block.type === 'heading'
      ? { type: 'paragraph', children: [{ type: 'strong', children: block.children }] }
      : (block as ListItem['children'][number]),
  );
}

function endsInGap(runs: readonly Run[]): boolean {
  const filled = runs.filter((run) => run.kind === 'break' || run.text.trim() !== '');
  return filled.at(-1)?.kind === 'break' && filled.at(-2)?.kind === 'break';
}

function listed<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function withLink(link: string | undefined, caption: readonly ElementContent[] = []) {
  return { ...(link === undefined ? {} : { link }), caption };
}
