// The scripts of linked data of a page go in (schema.org as JSON-LD), what they say of the article comes out. They are written by many
// programs, not all of which know JSON: what can be put right is, and the rest is passed over.
import { htmlToText } from '../html-to-text.ts';

export interface LinkedArticle {
  readonly headline?: string;
  readonly published?: string;
  readonly description?: string;
  readonly publisher?: string;
  readonly publisherType?: string;
  readonly language?: string;
  readonly url?: string;
}

type Node = Readonly<Record<string, unknown>>;

/** Of pages that may be anything. */
const PLAIN_TYPES = new Set(['WebPage', 'ItemPage', 'MediaObject']);
const OTHER_TYPES = new Set([
  'Report',
  'SocialMediaPosting',
  'DiscussionForumPosting',
  'VideoObject',
  'PodcastEpisode',
  'CreativeWork',
]);
const MOST_NODES = 2000;
const MOST_CHARACTERS = 512 * 1024;

/** @param isThisPage Of an address in the data: is it the page's own? */
export function readLinkedArticle(
  scripts: readonly string[],
  isThisPage: (url: string) => boolean,
): LinkedArticle {
  const nodes = scripts.flatMap((script) => nodesIn(parseJson(script)));
  const byId = new Map(
    nodes.flatMap((node) => (typeof node['@id'] === 'string' ? [[node['@id'], node] as const] : [])),
  );
  const ranked = nodes
    .map((node) => ({ node, rank: rankOf(node, isThisPage) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  const [best] = ranked;
  if (best === undefined) return {};
  const { node } = best;
  const publisher = nodeOf(node['publisher'] ?? node['sourceOrganization'], byId);
  const language = textOf(node['inLanguage']) || textOf(nodeOf(node['inLanguage'], byId)?.['alternateName']);
  // "WebPage" is said of every page, and its name is the site's as often as not.
  const headline = textOf(node['headline']) || (storyOf(node) === 1 ? '' : textOf(node['name']));
  return {
    ...filled('headline', headline),
    ...filled(
      'published',
      textOf(node['datePublished']) || textOf(node['uploadDate']) || textOf(node['dateCreated']),
    ),
    ...filled('description', textOf(node['description'])),
    ...filled('publisher', textOf(publisher?.['name']) || textOf(node['publisher'])),
    ...filled('publisherType', typesOf(publisher ?? {})[0] ?? ''),
    ...filled('language', language),
    ...filled('url', textOf(node['url'])),
  };
}

function rankOf(node: Node, isThisPage: (url: string) => boolean): number {
  const story = storyOf(node);
  if (story === 0) return 0;
  const page = node['mainEntityOfPage'];
  const addresses = [
    node['url'],
    node['@id'],
    page,
    isNode(page) ? page['@id'] : undefined,
    isNode(page) ? page['url'] : undefined,
  ];
  const isOwn = addresses.some((url) => typeof url === 'string' && isThisPage(url));
  const isTold = typeof node['headline'] === 'string' ? 1 : 0;
  return story * 10 + (isOwn ? 8 : 0) + isTold;
}

/** The more it says that it is a story, the more: 3 news, 2 an article of some kind, 1 a page, 0 none. */
function storyOf(node: Node): number {
  return Math.max(
    0,
    ...typesOf(node).map((type) => {
      if (type.endsWith('BlogPosting') || (type.endsWith('Article') && /News|Opinion|Report/u.test(type)))
        return 3;
      if (type.endsWith('Article') || OTHER_TYPES.has(type)) return 2;
      return PLAIN_TYPES.has(type) ? 1 : 0;
    }),
  );
}

/** Without the address before it: `http://schema.org/NewsArticle`, `schema:NewsArticle`. */
function typesOf(node: Node): readonly string[] {
  const type = node['@type'];
  return (Array.isArray(type) ? type : [type])
    .filter((one) => typeof one === 'string')
    .map((one) => one.split(/[/#:]/u).at(-1) ?? '');
}

/** Top-level ones, those of `@graph` and of lists, and what a page says it is about. Other stories (`itemListElement`, `hasPart`) are not. */
function nodesIn(value: unknown): readonly Node[] {
  const found: Node[] = [];
  const waiting: unknown[] = [value];
  for (let next = waiting.shift(); waiting.length > 0 || next !== undefined; next = waiting.shift()) {
    if (found.length >= MOST_NODES) break;
    if (Array.isArray(next)) waiting.push(...next.slice(0, MOST_NODES));
    else if (isNode(next)) {
      found.push(next);
      for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'publisher']) {
        const inner = next[key];
        if (typeof inner === 'object' && inner !== null) waiting.push(inner);
      }
    }
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The node itself, the first of a list, or the one that it names. */
function nodeOf(value: unknown, byId: ReadonlyMap<string, Node>): Node | undefined {
  const one = Array.isArray(value) ? value[0] : value;
  if (!isNode(one)) return undefined;
  const id = one['@id'];
  return one['name'] === undefined && typeof id === 'string' ? (byId.get(id) ?? one) : one;
}

/** The words of a value: a text, the first of a list, or `{"@value": …}`. */
function textOf(value: unknown): string {
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'number') return String(one);
  if (typeof one === 'string') return htmlToText(one.slice(0, 4000));
  return isNode(one) && typeof one['@value'] === 'string' ? htmlToText(one['@value'].slice(0, 4000)) : '';
}

function filled<Key extends string>(key: Key, value: string): { readonly [K in Key]?: string } {
  return value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}

/** JSON, or what was meant as JSON: in comments or CDATA, with line ends in texts, a comma or a semicolon too many. */
function parseJson(script: string): unknown {
  const text = script
    .slice(0, MOST_CHARACTERS)
    .trim()
    .replace(/^(?:\/\/)? ?(?:<!--|<!\[CDATA\[|\/\* ?<!\[CDATA\[ ?\*\/)/u, '')
    .trim()
    .replace(/(?:(?:\/\/)? ?(?:-->|\]\]>)|\/\* ?\]\]> ?\*\/|;)$/u, '');
  const forms = [
    () => text,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: line ends and tabs inside of texts are what is wrong
    () => text.replace(/[\u0000-\u001f]+/gu, ' '),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
    () => text.replace(/[\u0000-\u001f]+/gu, ' ').replace(/,\s{0,20}(?=[}\]])/gu, ''),
  ];
  for (const form of forms) {
    try {
      return JSON.parse(form());
    } catch {
      // The next form, or nothing.
    }
  }
  return undefined;
}
