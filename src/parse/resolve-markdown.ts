// In: the tree as CommonMark reads it. Out: the nodes that a reader should see, so that no word is lost: link definitions that
// were meant as text, HTML, years that became list numbers, underlined text that became a heading, all return to the words as
// typed. Comments are taken out, and those which silence a rule are read. The tree itself is not changed.
import type {
  BlockContent,
  Code,
  Definition,
  DefinitionContent,
  List,
  ListItem,
  Node,
  Nodes,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Silence } from '../model/issue.ts';
import type { SourceText } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import { commentsIn, readSilences } from './read-silences.ts';

type Flow = RootContent | BlockContent | DefinitionContent;

export interface Resolved {
  readonly nodes: readonly RootContent[];
  readonly silences: readonly Silence[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Scene extends SourceText {
  readonly path: string;
  /** By label; only those that a reference uses and that lead somewhere. */
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly silences: Silence[];
  readonly diagnostics: Diagnostic[];
}

export function resolveMarkdown(root: Root, source: SourceText & { readonly path: string }): Resolved {
  const scene: Scene = { ...source, definitions: findDefinitions(root), silences: [], diagnostics: [] };
  const nodes = root.children.flatMap((node) => resolveFlow(node, scene)) as RootContent[];
  return { nodes, silences: scene.silences, diagnostics: scene.diagnostics };
}

/** Real reference links: used, the first of their label, and with an address. `[Update, 2/7]: text` is none of that. */
function findDefinitions(root: Root): ReadonlyMap<string, Definition> {
  const used = new Set<string>();
  const found = new Map<string, Definition>();
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier);
    if (node.type === 'definition' && !found.has(node.identifier) && isAddress(node)) {
      found.set(node.identifier, node);
    }
    if ('children' in node) waiting.push(...node.children.toReversed());
  }
  return new Map([...found].filter(([label]) => used.has(label)));
}

function isAddress({ url, identifier }: Definition): boolean {
  if (/^(?:update|correction|credit|video|source|disclaimer)\b/iu.test(identifier)) return false;
  return (
    /^(?:[a-z][a-z0-9+.-]*:\S|\.{0,2}\/|#)/iu.test(url) ||
    /^[^\s/]+(?:\.[\p{L}\d-]+)+(?:[/?#]|$)|^[^\s/]+\/\S/u.test(url)
  );
}

function resolveFlow(node: Flow, scene: Scene): Flow[] {
  switch (node.type) {
    case 'paragraph':
      return resolveParagraph(node, scene);
    case 'heading': {
      const children = resolvePhrasing(node.children, scene);
      // `---` right under a line: no heading of ours, for those begin with ##.
      const typed = scene.text.slice(startOf(node), startOf(node) + 8);
      if (!/^#{1,6}(?=[ \t\r\n]|$)/u.test(typed))
        return [{ type: 'paragraph', children, ...placeOfNode(node) }];
      return [{ ...node, children }];
    }
    case 'blockquote':
      return [{ ...node, children: resolveChildren(node.children, scene) }];
    case 'list':
      return resolveList(node, scene);
    case 'code':
      return [resolveCode(node, scene)];
    case 'html':
      return resolveHtml(node, scene);
    case 'definition':
      return resolveDefinition(node, scene);
    default:
      return [node];
  }
}

function resolveChildren<T extends BlockContent | DefinitionContent>(
  children: readonly T[],
  scene: Scene,
): T[] {
  return children.flatMap((child) => resolveFlow(child, scene)) as T[];
}

/** A paragraph that held nothing but comments is gone. */
function resolveParagraph(node: Paragraph, scene: Scene): Paragraph[] {
  const children = resolvePhrasing(node.children, scene);
  return children.some((child) => child.type !== 'text' || child.value.trim() !== '')
    ? [{ ...node, children }]
    : [];
}

function resolvePhrasing(nodes: readonly PhrasingContent[], scene: Scene): PhrasingContent[] {
  return nodes.flatMap((node): PhrasingContent[] => {
    if (node.type === 'html') return resolveInlineHtml(node, scene);
    if (node.type === 'linkReference') {
      const children = resolvePhrasing(node.children, scene);
      const definition = scene.definitions.get(node.identifier);
      if (definition === undefined) return asTyped(node, children, scene);
      return [
        {
          type: 'link',
          url: definition.url,
          ...(definition.title ? { title: definition.title } : {}),
          children: children as Extract<PhrasingContent, { type: 'link' }>['children'],
          ...placeOfNode(node),
        },
      ];
    }
    if (node.type === 'imageReference') {
      const definition = scene.definitions.get(node.identifier);
      if (definition === undefined) return [textAsTyped(startOf(node), endOf(node), scene)];
      const { url, title } = definition;
      return [{ type: 'image', url, alt: node.alt ?? '', ...(title ? { title } : {}), ...placeOfNode(node) }];
    }
    if ('children' in node)
      return [{ ...node, children: resolvePhrasing(node.children, scene) } as PhrasingContent];
    return [node];
  });
}

/** `[Update, 2/7]` where another line became a definition of that name: the brackets come back, what is inside stays. */
function asTyped(node: Node, children: PhrasingContent[], scene: Scene): PhrasingContent[] {
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return [textAsTyped(startOf(node), endOf(node), scene)];
  return [
    textAsTyped(startOf(node), startOf(first), scene),
    ...children,
    textAsTyped(endOf(last), endOf(node), scene),
  ];
}

function textAsTyped(start: number, end: number, scene: Scene): PhrasingContent {
  return { type: 'text', value: scene.text.slice(start, end), position: scene.placeAt(start, end) };
}

function paragraphAsTyped(start: number, end: number, scene: Scene): Paragraph {
  return {
    type: 'paragraph',
    children: [textAsTyped(start, end, scene)],
    position: scene.placeAt(start, end),
  };
}

function resolveInlineHtml(node: Node & { value: string }, scene: Scene): PhrasingContent[] {
  if (!node.value.startsWith('<!--')) {
    // `<b>` and `</b>` are one slip: the first tells of both.
    if (!node.value.startsWith('</')) reportHtml(node, scene);
    return [textAsTyped(startOf(node), endOf(node), scene)];
  }
  return takeComments(node, scene).map(({ start, end }) => textAsTyped(start, end, scene));
}

/** A block of HTML may hold comments, tags and words: comments go, the stretches between them are shown as typed. */
function resolveHtml(node: Node, scene: Scene): Paragraph[] {
  return takeComments(node, scene).map(({ start, end }) => paragraphAsTyped(start, end, scene));
}

/** Reads the silences of a piece of HTML and gives the offsets of what it holds besides comments, which is reported. */
function takeComments(node: Node, scene: Scene): { start: number; end: number }[] {
  const start = startOf(node);
  const raw = scene.text.slice(start, endOf(node));
  readSilences(node, scene);
  const kept: { start: number; end: number }[] = [];
  let from = 0;
  for (const comment of [...commentsIn(raw), { start: raw.length, end: raw.length }]) {
    const piece = raw.slice(from, comment.start);
    const blanks = piece.length - piece.trimStart().length;
    if (piece.trim() !== '')
      kept.push({ start: start + from + blanks, end: start + from + piece.trimEnd().length });
    from = comment.end;
  }
  const [first] = kept;
  if (first !== undefined) {
    const hasTags = kept.some((piece) => /<[/a-z!?]/iu.test(scene.text.slice(piece.start, piece.end)));
    reportHtml({ type: 'html', position: scene.placeAt(first.start, first.end) }, scene, !hasTags);
  }
  return kept;
}

function reportHtml(node: Node, scene: Scene, isTextBesideComment = false): void {
  const start = startOf(node);
  const typed = scene.text.slice(start, endOf(node));
  const actual = shorten(typed);
  const isOpenComment = typed.startsWith('<!--');
  scene.diagnostics.push({
    ruleId: 'raw-html',
    severity: 'warning',
    path: scene.path,
    place: scene.placeAt(start, endOf(node)),
    actual,
    ...(isTextBesideComment
      ? {
          reason: `Unexpected text behind a comment: "${actual}", expected the comment at the end of the line or alone on its own`,
          note: 'The text is shown as you typed it, without links and emphasis. Move the comment to the end of the line.',
        }
      : isOpenComment
        ? {
            reason: 'Unexpected end of the text inside a comment, expected -->',
            note: 'Everything after <!-- is shown as you typed it. Close the comment with -->.',
          }
        : {
            reason: `Unexpected HTML "${actual}", expected plain Markdown`,
            note: 'HTML is never used; readers see the signs as you typed them. Delete the tags, or write Markdown: *emphasis*, [link](https://…).',
          }),
  });
}

/** A list whose numbers Markdown would change: `2003. The year …`, or 3. followed by 5. Its numbers come back as text. */
function resolveList(list: List, scene: Scene): Flow[] {
  const children = list.children.map((item) => ({
    ...item,
    children: resolveChildren(item.children, scene),
  }));
  if (list.ordered !== true) return [{ ...list, children }];
  const first = list.start ?? 1;
  const typed = children.map(
    (item) => /^\d+/u.exec(scene.text.slice(startOf(item), startOf(item) + 10))?.[0] ?? '',
  );
  const isCounted = typed.every(
    (number, index) => Number(number) === first + index && String(Number(number)) === number,
  );
  const isRepeated = typed.every((number) => number === String(first)) && first <= 1;
  if (first < LOWEST_SENTENCE_NUMBER && (isCounted || isRepeated)) return [{ ...list, children }];
  if (first < LOWEST_SENTENCE_NUMBER) {
    scene.diagnostics.push({
      ruleId: 'markdown-lost',
      severity: 'warning',
      path: scene.path,
      place: scene.placeAt(startOf(list), startOf(list) + (typed[0] ?? '').length),
      reason: `Unexpected numbers ${shorten(typed.join(', '))} in a list, expected ${first}, ${first + 1}, ${first + 2} and so on`,
      actual: typed.join(', '),
      note: 'Markdown counts lists by itself and would change your numbers, so they are shown as plain text. Number the list without gaps, or write a backslash before each stop: 5\\.',
    });
  }
  return children.flatMap((item) => withNumber(item, scene));
}

/** As in check: lists begin with small numbers, sentences with years and counts. */
const LOWEST_SENTENCE_NUMBER = 100;

/** The entry's paragraphs, the first with its number in front, as typed. */
function withNumber(item: ListItem, scene: Scene): Flow[] {
  const start = startOf(item);
  const marker = /^\d+[.)][ \t]*/u.exec(scene.text.slice(start, endOf(item)))?.[0] ?? '';
  const number: PhrasingContent = textAsTyped(start, start + marker.length, scene);
  const [first, ...rest] = item.children;
  if (first?.type === 'paragraph') {
    const place = scene.placeAt(start, endOf(first));
    return [{ ...first, children: [number, ...first.children], position: place }, ...rest];
  }
  return [
    { type: 'paragraph', children: [number], position: scene.placeAt(start, start + marker.length) },
    ...item.children,
  ];
}

/** Four spaces before a line make no code of it: nobody sends code, and a letter's line would run off the page. */
function resolveCode(node: Code, scene: Scene): Paragraph | Code {
  const isFenced = /^[ \t]*(?:`{3}|~{3})/u.test(scene.text.slice(startOf(node), startOf(node) + 8));
  if (!isFenced) {
    return {
      type: 'paragraph',
      children: [{ type: 'text', value: node.value, ...placeOfNode(node) }],
      ...placeOfNode(node),
    };
  }
  const info = [node.lang, node.meta].filter((word) => word).join(' ');
  if (info === '') return node;
  // Words behind the fence name a language; no reader would see them.
  return { ...node, lang: null, meta: null, value: `${info}\n${node.value}` };
}

function resolveDefinition(node: Definition, scene: Scene): Flow[] {
  if (scene.definitions.get(node.identifier) === node) return [];
  const [start, end] = [startOf(node), endOf(node)];
  const typed = scene.text.slice(start, end);
  const bracket = typed.indexOf(']:');
  scene.diagnostics.push({
    ruleId: 'markdown-lost',
    severity: 'error',
    path: scene.path,
    place: scene.placeAt(start, end),
    reason: `Unexpected colon after "${shorten(typed.slice(0, bracket + 1))}", expected none`,
    actual: shorten(typed),
    note: 'In Markdown such a line only names an address and is never printed. Here it is shown as you typed it. Delete the colon.',
    ...(bracket < 0
      ? {}
      : {
          fix: {
            title: 'Delete the colon',
            edits: [{ start: start + bracket + 1, end: start + bracket + 2, text: '' }],
          },
        }),
  });
  return [paragraphAsTyped(start, end, scene)];
}

function placeOfNode(node: Node) {
  return node.position === undefined ? {} : { position: node.position };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
