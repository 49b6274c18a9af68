// What the W3C's feed validator complains of, errors and warnings alike, written down again and independently of what makes the
// feeds: XML is read with saxes, HTML with jsdom. A feed without fault gives no problem; each problem is one short line.
import { HtmlValidate } from 'html-validate';
import { JSDOM } from 'jsdom';
import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
  hasCdata: boolean;
  /** The element's source, tags included. */
  source: string;
}

export interface FeedExpectations {
  /** Where the feed will be fetched. */
  readonly selfUrl: string;
  /** Dates after it are implausible. */
  readonly now: string;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  fh: 'http://purl.org/syndication/history/1.0',
};

const CHANNEL_ELEMENTS = [
  ...['title', 'link', 'description', 'language', 'copyright', 'managingEditor', 'webMaster', 'pubDate'],
  ...['lastBuildDate', 'category', 'generator', 'docs', 'ttl', 'image', 'atom:link', 'fh:archive', 'item'],
];
const ITEM_ELEMENTS = [
  ...[
    'title',
    'link',
    'description',
    'author',
    'category',
    'comments',
    'enclosure',
    'guid',
    'pubDate',
    'source',
  ],
  ...['dc:creator', 'content:encoded', 'atom:updated'],
];
const REPEATABLE = ['category', 'item', 'atom:link', 'dc:creator'];

export function checkRss(xml: string, expected: FeedExpectations): readonly string[] {
  const problems: string[] = [];
  const rss = readXml(xml, problems);
  if (rss === undefined) return problems;
  if (!xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>')) problems.push('no XML declaration in UTF-8');
  if (/[\u0080-\u009F\uFFFD]/u.test(xml)) problems.push('characters that were decoded wrongly');
  if (rss.name !== 'rss' || rss.attributes['version'] !== '2.0') problems.push('root is not rss 2.0');
  const [channel, ...others] = rss.children;
  if (channel?.name !== 'channel' || others.length > 0) return [...problems, 'not exactly one channel'];
  checkChannel(channel, expected, problems);
  const items = channel.children.filter((child) => child.name === 'item');
  for (const item of items) checkItem(item, expected, problems);
  const guids = items.map((item) => textOf(item, 'guid'));
  if (new Set(guids).size < guids.length) problems.push('two items with one guid');
  return problems;
}

function checkChannel(channel: Element, expected: FeedExpectations, problems: string[]): void {
  checkChildren(channel, CHANNEL_ELEMENTS, problems);
  for (const name of ['title', 'link', 'description', 'language']) {
    if (textOf(channel, name).trim() === '') problems.push(`channel without ${name}`);
  }
  const names = channel.children.map((child) => child.name);
  const firstItem = names.indexOf('item');
  if (firstItem >= 0 && names.slice(firstItem).some((name) => name !== 'item')) {
    problems.push('items before the channel has said what it is');
  }
  for (const name of ['title', 'description', 'copyright', 'category']) checkPlain(channel, name, problems);
  checkFullUrl(textOf(channel, 'link'), 'channel link', problems);
  if (!/^[a-z]{2,3}(?:-|$)/iu.test(textOf(channel, 'language'))) problems.push('channel language is none');
  for (const name of ['lastBuildDate', 'pubDate']) checkDate(channel, name, expected, problems);
  const self = channel.children.filter(
    (child) => child.name === 'atom:link' && child.attributes['rel'] === 'self',
  );
  if (self.length !== 1) problems.push('not exactly one atom:link rel=self');
  if (self[0]?.attributes['href'] !== expected.selfUrl) problems.push('the self link leads elsewhere');
  if (self[0]?.attributes['type'] !== 'application/rss+xml') problems.push('the self link has another type');
  checkArchive(
    channel,
    channel.children.filter((child) => child.name === 'atom:link'),
    problems,
  );
}

/** RFC 5005 §4, as the validator asks it. */
export function checkArchive(parent: Element, links: readonly Element[], problems: string[]): void {
  const rels = links.map((link) => link.attributes['rel']);
  for (const link of links)
    checkFullUrl(link.attributes['href'] ?? '', `${link.attributes['rel']} link`, problems);
  if (new Set(rels).size < rels.length) problems.push('two links of one kind');
  if (!parent.children.some((child) => child.name === 'fh:archive')) return;
  if (!rels.includes('current')) problems.push('an archive without its current feed');
  if (!rels.includes('prev-archive') && !rels.includes('next-archive'))
    problems.push('an archive that leads nowhere');
  if (rels.includes('hub')) problems.push('a hub of an archive');
}

function checkItem(item: Element, expected: FeedExpectations, problems: string[]): void {
  checkChildren(item, ITEM_ELEMENTS, problems);
  const names = item.children.map((child) => child.name);
  for (const name of ['title', 'link', 'description', 'guid', 'pubDate', 'content:encoded']) {
    if (textOf(item, name).trim() === '') problems.push(`item without ${name}`);
  }
  for (const name of ['title', 'category']) checkPlain(item, name, problems);
  if (item.children.some((child) => child.name === 'category' && child.text.trim() === '')) {
    problems.push('an empty category');
  }
  if (names.includes('author') && names.includes('dc:creator')) problems.push('author and dc:creator both');
  if (names.indexOf('description') > names.indexOf('content:encoded')) {
    problems.push('content:encoded before description');
  }
  checkFullUrl(textOf(item, 'link'), 'item link', problems);
  checkGuid(item, problems);
  checkDate(item, 'pubDate', expected, problems);
  const updated = textOf(item, 'atom:updated');
  if (updated !== '' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u.test(updated)) {
    problems.push('atom:updated is not RFC 3339');
  }
  if (updated > expected.now) problems.push('atom:updated lies in the future');
  for (const name of ['description', 'content:encoded']) checkHtml(textOf(item, name), name, problems);
}

function checkGuid(item: Element, problems: string[]): void {
  const guid = item.children.find((child) => child.name === 'guid');
  if (guid === undefined) return;
  const isPermaLink = guid.attributes['isPermaLink'] ?? 'true';
  if (!['true', 'false'].includes(isPermaLink)) problems.push('isPermaLink is neither true nor false');
  if (isPermaLink === 'true') checkFullUrl(guid.text, 'guid', problems);
  if (/^\d{1,8}$/u.test(guid.text)) problems.push('guid is a bare number');
}

function checkChildren(element: Element, known: readonly string[], problems: string[]): void {
  const names = element.children.map((child) => child.name);
  for (const name of new Set(names)) {
    if (!known.includes(name)) problems.push(`unknown element ${name} in ${element.name}`);
    const isRepeated = names.filter((other) => other === name).length > 1;
    if (isRepeated && !REPEATABLE.includes(name)) problems.push(`${name} twice in ${element.name}`);
  }
}

/** Where HTML is not expected, markup in the text must stand in hexadecimal references. */
function checkPlain(parent: Element, name: string, problems: string[]): void {
  for (const element of parent.children.filter((child) => child.name === name)) {
    const looksLikeMarkup = /<\/?[a-z]|&#?\w/iu.test(element.text);
    if (element.hasCdata) problems.push(`${parent.name} ${name} in CDATA`);
    if (looksLikeMarkup && !element.source.includes('&#x')) problems.push(`HTML in ${parent.name} ${name}`);
    if (element.children.length > 0) problems.push(`elements in ${parent.name} ${name}`);
  }
}

/** The characters of RFC 2396, and a scheme. */
export function checkFullUrl(url: string, what: string, problems: string[]): void {
  if (!/^https?:\/\/[\w.-]+[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]*$/u.test(url)) {
    problems.push(`${what} is no full address: ${url}`);
  }
}

const RFC_822 =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT)$/u;

function checkDate(parent: Element, name: string, expected: FeedExpectations, problems: string[]): void {
  const text = textOf(parent, name);
  if (text === '') return;
  const date = new Date(text);
  if (!RFC_822.test(text) || Number.isNaN(date.getTime())) {
    problems.push(`${name} is not RFC 822: ${text}`);
    return;
  }
  if (text.includes(',') && !date.toUTCString().startsWith(text.slice(0, 3)) && text.endsWith('GMT')) {
    problems.push(`${name} has the wrong weekday`);
  }
  if (date.getUTCFullYear() < 1990 || date > new Date(expected.now)) problems.push(`${name} is implausible`);
}

const SAFE_ELEMENTS = new Set(
  `a abbr address article aside b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure footer
  h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q s samp section small span strong sub summary sup
  table tbody td tfoot th thead time tr u ul var wbr`.split(/\s+/u),
);
/** Neither `role` nor `aria-*` nor event handlers are on the validator's list. */
const SAFE_ATTRIBUTES = new Set(
  `abbr align alt cite class colspan datetime dir headers height href hreflang id lang rel reversed rowspan scope span src start
  title type value width`.split(/\s+/u),
);
/** What a strict parser of HTML stumbles over. */
const MARKUP = new HtmlValidate({
  root: true,
  elements: ['html5'],
  rules: {
    'attr-delimiter': 'error',
    'close-attr': 'error',
    'close-order': 'error',
    'element-name': 'error',
    'element-permitted-content': 'error',
    'no-dup-attr': 'error',
    'unrecognized-char-ref': 'error',
    'void-content': 'error',
  },
});
const ADDRESSES = ['href', 'src', 'cite', 'srcset', 'poster', 'data', 'action'];

/** One text stands in several feeds. */
const CHECKED = new Map<string, readonly string[]>();
const { document } = new JSDOM('').window;

export function checkHtml(html: string, where: string, problems: string[]): void {
  const found = CHECKED.get(html) ?? htmlProblems(html);
  CHECKED.set(html, found);
  problems.push(...found.map((problem) => `in ${where}: ${problem}`));
}

function htmlProblems(html: string): readonly string[] {
  const problems: string[] = [];
  for (const { messages } of MARKUP.validateStringSync(html).results) {
    for (const { ruleId, message } of messages) problems.push(`broken HTML, ${ruleId}, ${message}`);
  }
  document.body.innerHTML = html;
  for (const element of document.body.querySelectorAll('*')) {
    if (!SAFE_ELEMENTS.has(element.localName)) problems.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (!SAFE_ATTRIBUTES.has(name)) problems.push(`attribute ${name}`);
      if (ADDRESSES.includes(name) && !/^(?:https?:\/\/|mailto:)/u.test(value)) {
        problems.push(`address that is not absolute: ${value}`);
      }
    }
  }
  return problems;
}

export function checkJsonFeed(text: string, selfUrl: string): readonly string[] {
  const problems: string[] = [];
  const feed = JSON.parse(text);
  if (feed.version !== 'https://jsonfeed.org/version/1.1') problems.push('another version');
  if (typeof feed.title !== 'string' || feed.title === '') problems.push('no title');
  if (feed.feed_url !== selfUrl) problems.push('feed_url leads elsewhere');
  checkFullUrl(feed.home_page_url, 'home_page_url', problems);
  if (feed.next_url !== undefined) checkFullUrl(feed.next_url, 'next_url', problems);
  if (feed.next_url === selfUrl) problems.push('next_url leads in a circle');
  for (const hub of feed.hubs ?? []) {
    if (typeof hub.type !== 'string') problems.push('a hub without type');
    checkFullUrl(hub.url, 'hub', problems);
  }
  if (!Array.isArray(feed.authors) || feed.authors.some((author: { name?: unknown }) => !author.name)) {
    problems.push('no authors');
  }
  const ids = new Set<unknown>();
  for (const item of feed.items) {
    if (typeof item.id !== 'string' || item.id === '') problems.push('item without id');
    if (ids.has(item.id)) problems.push('two items with one id');
    ids.add(item.id);
    checkFullUrl(item.url, 'item url', problems);
    if (typeof item.content_html !== 'string' || item.content_html === '')
      problems.push('item without content');
    checkHtml(item.content_html, 'content_html', problems);
    for (const name of ['date_published', 'date_modified']) {
      const date = item[name];
      const isGood =
        typeof date === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/u.test(date);
      if (date !== undefined && !isGood) problems.push(`${name} is not RFC 3339`);
    }
    const areTags = Array.isArray(item.tags) && item.tags.every((tag: unknown) => typeof tag === 'string');
    if (!areTags) problems.push('tags are not texts');
  }
  return problems;
}

export function readXml(xml: string, problems: string[] = []): Element | undefined {
  const open: Element[] = [];
  const starts: number[] = [];
  let root: Element | undefined;
  const parser = new SaxesParser({ xmlns: true });
  let tagStart = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentagstart', () => {
    tagStart = xml.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    const element: Element = {
      name: tag.name,
      uri: tag.uri,
      attributes: Object.fromEntries(
        Object.entries(tag.attributes).map(([name, { value }]) => [name, value]),
      ),
      children: [],
      text: '',
      hasCdata: false,
      source: '',
    };
    const expected = NAMESPACES[tag.prefix];
    if (tag.prefix !== '' && tag.uri !== expected)
      problems.push(`prefix ${tag.prefix} for another namespace`);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
    starts.push(tagStart);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    const start = starts.pop() ?? 0;
    if (element !== undefined) element.source = xml.slice(start, parser.position);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('cdata', (text) => {
    const element = open.at(-1);
    if (element === undefined) return;
    element.text += text;
    element.hasCdata = true;
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    problems.push(`not well-formed: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  return root;
}

export function textOf(parent: Element, name: string): string {
  return parent.children.find((child) => child.name === name)?.text ?? '';
}
