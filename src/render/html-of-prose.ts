// Markdown's tree → HTML of one edition. What an editor wrote cannot carry anything live into a mail or a page: HTML is shown
// as the text that it is, links lead to the web or a mailbox or are no links, and the last step before writing the HTML out
// is a sanitiser that knows the few tags, attributes and styles which running text may have.
import type { Element, ElementContent, Nodes as HastNodes, Root as HastRoot } from 'hast';
import { defaultSchema, type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { Definition, Nodes, Parents, PhrasingContent, RootContent } from 'mdast';
import { type Handlers, type State, toHast } from 'mdast-util-to-hast';
import type { Direction } from '../model/direction.ts';
import { type Edition, RUNNING_PARTS, type RunningPart } from './edition.ts';
import { findPicture } from './find-picture.ts';
import { safeUrl } from './safe-url.ts';
import { typesetter } from './set-type.ts';

export interface ProseSetting {
  /** BCP 47. */
  readonly language: string;
  readonly direction: Direction;
  /** What `[words][name]` links refer to. */
  readonly definitions: readonly Definition[];
}

export interface HtmlOfProse {
  /** A paragraph, a list, code. */
  readonly block: (node: RootContent, setting: ProseSetting) => string;
  /** Words inside a line. */
  readonly phrasing: (nodes: readonly PhrasingContent[], setting: ProseSetting) => string;
}

const TAGS: Readonly<Record<string, RunningPart>> = {
  p: 'text',
  a: 'link',
  ul: 'list',
  ol: 'list',
  li: 'entry',
  code: 'code',
  pre: 'listing',
  blockquote: 'indented',
  hr: 'hairline',
  img: 'picture',
};

export function htmlOfProse(edition: Edition): HtmlOfProse {
  const schema = schemaOf(edition);
  const handlers = handlersOf(edition);
  const html = (children: readonly RootContent[], setting: ProseSetting): string => {
    const tree = toHast({ type: 'root', children: [...children, ...setting.definitions] }, { handlers });
    dress(tree, edition, setting);
    // Last, so that nothing made above escapes it (hast-util-sanitize's own advice).
    return keepLines(toHtml(sanitize(tree, schema)).trim());
  };
  return {
    block: (node, setting) => html([node], setting),
    phrasing: (nodes, setting) => {
      if (nodes.length === 0) return '';
      const paragraph = html([{ type: 'paragraph', children: [...nodes] }], setting);
      return paragraph.replace(/^<p[^>]*>|<\/p>$/gu, '');
    },
  };
}

function handlersOf(edition: Edition): Handlers {
  const linked = (state: State, node: Parents, url: string | undefined): ElementContent[] => {
    const href = safeUrl(url);
    const children = state.all(node) as ElementContent[];
    return href === undefined ? children : [element('a', { href }, children)];
  };
  const pictured = (url: string | undefined, alt: string): ElementContent => {
    const found = url === undefined ? { kind: 'missing' as const } : findPicture(url, edition);
    if (found.kind === 'missing') return { type: 'text', value: `[Picture: ${alt}]` };
    if (found.kind === 'elsewhere') {
      return element('a', { href: found.url }, [
        { type: 'text', value: `Picture: ${alt === '' ? found.url : alt}` },
      ]);
    }
    return element('img', { src: found.url, alt, width: found.widthPx, height: found.heightPx }, []);
  };
  return {
    html: (_state: State, node: { value: string }, parent: Nodes | undefined) => {
      const text: ElementContent = { type: 'text', value: node.value };
      return isPhrasingParent(parent) ? text : element('p', {}, [text]);
    },
    heading: (state: State, node: Parents) =>
      element('p', {}, [element('strong', {}, state.all(node) as ElementContent[])]),
    link: (state: State, node: Parents & { url: string }) => linked(state, node, node.url),
    linkReference: (state: State, node: Parents & { identifier: string }) =>
      linked(state, node, definitionOf(state, node.identifier)?.url),
    image: (_state: State, node: { url: string; alt?: string | null }) => pictured(node.url, node.alt ?? ''),
    imageReference: (state: State, node: { identifier: string; alt?: string | null }) =>
      pictured(definitionOf(state, node.identifier)?.url, node.alt ?? ''),
  };
}

function definitionOf(state: State, identifier: string): Definition | undefined {
  return state.definitionById.get(identifier.toUpperCase());
}

function isPhrasingParent(parent: Nodes | undefined): boolean {
  return parent !== undefined && !['root', 'blockquote', 'listItem'].includes(parent.type);
}

/** Sets the type and gives every tag its part's attributes. */
function dress(tree: HastNodes, edition: Edition, setting: ProseSetting): void {
  let set = typesetter(setting.language);
  const visit = (node: HastNodes | HastRoot['children'][number]): void => {
    if (node.type === 'text') {
      node.value = set(node.value);
      return;
    }
    if (node.type !== 'element' && node.type !== 'root') return;
    if (node.type === 'element') {
      if (node.tagName === 'p' || node.tagName === 'li') set = typesetter(setting.language);
      const part = TAGS[node.tagName];
      if (part !== undefined)
        Object.assign(node.properties, propertiesOf(edition, part, setting.direction === 'rtl'));
      if (node.tagName === 'code' || node.tagName === 'pre') {
        node.properties['dir'] = 'ltr';
        if (node.tagName === 'code') return;
      }
    }
    for (const child of node.children) visit(child);
  };
  visit(tree);
}

function propertiesOf(edition: Edition, part: RunningPart, isRtl: boolean) {
  const { class: className, style } = edition.dress(part, isRtl);
  return { className: className?.split(' ') ?? null, style: style ?? null };
}

function schemaOf(edition: Edition): Schema {
  const dresses = RUNNING_PARTS.flatMap((part) => [edition.dress(part, false), edition.dress(part, true)]);
  const styles = dresses.flatMap(({ style }) => (style === undefined ? [] : [style]));
  const classes = dresses.flatMap(({ class: names }) => names?.split(' ') ?? []);
  return {
    ...defaultSchema,
    strip: ['script', 'style', 'template', 'iframe', 'noscript'],
    clobberPrefix: '',
    clobber: [],
    tagNames: ['p', 'a', 'em', 'strong', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'br', 'hr', 'img'],
    ancestors: { li: ['ul', 'ol'] },
    required: {},
    protocols: { href: ['http', 'https', 'mailto'], src: ['http', 'https'] },
    attributes: {
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
      ol: ['start'],
      // Only the values that the program's own style sheet gives.
      '*': [
        ['style', ...styles],
        ['className', ...classes],
        ['dir', 'ltr'],
      ],
    },
  };
}

/** Line breaks in code are written out, so that tidying the page around it leaves them alone. */
function keepLines(html: string): string {
  const [before = '', ...rest] = html.split('<pre');
  const kept = rest.map((piece) => {
    const end = piece.indexOf('</pre>');
    if (end === -1) return piece;
    const code = piece.slice(0, end).replace(/\n(?=<\/code>$)/u, '');
    return code.replaceAll('\n', '&#10;') + piece.slice(end);
  });
  return [before, ...kept].join('<pre');
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}
