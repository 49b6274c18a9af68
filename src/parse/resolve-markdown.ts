// In: the tree as CommonMark reads it. Out: the nodes that a reader should see, so that no word is lost: link definitions that
// were meant as text, HTML, years that became list numbers, underlined text that became a heading, all return to the words as
// typed. Comments are taken out, and those which silence a rule are read. The tree itself is not changed.
import type {
  BlockContent,
  Code,
  Definition,
  DefinitionContent,
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
import { resolveHtml, resolveInlineHtml } from './resolve-html.ts';
import { resolveList } from './resolve-list.ts';
import { paragraphAsTyped, type ResolveScene, shorten, textAsTyped } from './text-as-typed.ts';

type Flow = RootContent | BlockContent | DefinitionContent;

export interface Resolved {
  readonly nodes: readonly RootContent[];
  readonly silences: readonly Silence[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ResolveOptions {
  /** A line underlined with === or --- is a heading, as some dialects have it. */
  readonly areUnderlinesHeadings?: true;
}

export function resolveMarkdown(
  root: Root,
  source: SourceText & { readonly path: string },
  options: ResolveOptions = {},
): Resolved {
  const scene: ResolveScene = {
    ...source,
    ...options,
    definitions: findDefinitions(root),
    silences: [],
    diagnostics: [],
  };
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
  if (/^(?:[a-z][a-z0-9+.-]{0,30}:\S|\.{0,2}\/|#)/iu.test(url)) return true;
  // "example.org", "example.org/page", "images/crane.jpg"; "text." is none.
  const [host = '', ...path] = url.split('/');
  return path.length > 0 ? host !== '' : /^[^\s.]+(?:\.[\p{L}\d-]+)+$/u.test(host);
}

function resolveFlow(node: Flow, scene: ResolveScene): Flow[] {
  switch (node.type) {
    case 'paragraph':
      return resolveParagraph(node, scene);
    case 'heading': {
      const children = resolvePhrasing(node.children, scene);
      // `---` right under a line: no heading of ours, for those begin with ##.
      const typed = scene.text.slice(startOf(node), startOf(node) + 8);
      if (!/^#{1,6}(?=[ \t\r\n]|$)/u.test(typed) && !isUnderlinedLine(node, scene))
        return [{ type: 'paragraph', children, ...placeOfNode(node) }];
      return [{ ...node, children }];
    }
    case 'blockquote':
      return [{ ...node, children: resolveChildren(node.children, scene) }];
    case 'list':
      return resolveList(
        {
          ...node,
          children: node.children.map((item) => ({
            ...item,
            children: resolveChildren(item.children, scene),
          })),
        },
        scene,
      );
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

/** One line with a line of signs below it; a whole paragraph over such a line is none. */
function isUnderlinedLine(node: Nodes, { areUnderlinesHeadings, text }: ResolveScene): boolean {
  if (areUnderlinesHeadings !== true) return false;
  return text.slice(startOf(node), endOf(node)).split(/\r\n|\n|\r/u).length === 2;
}

function resolveChildren<T extends BlockContent | DefinitionContent>(
  children: readonly T[],
  scene: ResolveScene,
): T[] {
  return children.flatMap((child) => resolveFlow(child, scene)) as T[];
}

/** A paragraph that held nothing but comments is gone. */
function resolveParagraph(node: Paragraph, scene: ResolveScene): Paragraph[] {
  const children = resolvePhrasing(node.children, scene);
  return children.some((child) => child.type !== 'text' || child.value.trim() !== '')
    ? [{ ...node, children }]
    : [];
}

function resolvePhrasing(nodes: readonly PhrasingContent[], scene: ResolveScene): PhrasingContent[] {
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
function asTyped(node: Node, children: PhrasingContent[], scene: ResolveScene): PhrasingContent[] {
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return [textAsTyped(startOf(node), endOf(node), scene)];
  return [
    textAsTyped(startOf(node), startOf(first), scene),
    ...children,
    textAsTyped(endOf(last), endOf(node), scene),
  ];
}

/** Four spaces before a line make no code of it: nobody sends code, and a letter's line would run off the page. */
function resolveCode(node: Code, scene: ResolveScene): Paragraph | Code {
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

function resolveDefinition(node: Definition, scene: ResolveScene): Flow[] {
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
