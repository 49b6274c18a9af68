// What the W3C's feed validator complains of in Atom, errors and warnings alike, and what OPML 2.0 asks; written down again and independently of
// what makes the feeds.
import {
  checkArchive,
  checkFullUrl,
  checkHtml,
  type Element,
  type FeedExpectations,
  readXml,
  textOf,
} from './feed-checks.ts';

const ATOM = 'http://www.w3.org/2005/Atom';
/** Each with how often it may stand. */
const FEED_ELEMENTS = new Map([
  ...['id', 'title', 'subtitle', 'updated', 'generator', 'rights', 'fh:archive'].map(
    (name) => [name, 1] as const,
  ),
  ...['author', 'link', 'category', 'entry'].map((name) => [name, Number.POSITIVE_INFINITY] as const),
]);
const ENTRY_ELEMENTS = new Map([
  ...['id', 'title', 'updated', 'published', 'summary', 'content', 'rights'].map(
    (name) => [name, 1] as const,
  ),
  ...['author', 'link', 'category'].map((name) => [name, Number.POSITIVE_INFINITY] as const),
]);
/** IANA's register of link relations, as far as feeds of ours have them. */
const RELATIONS = ['self', 'alternate', 'hub', 'current', 'prev-archive', 'next-archive'];
const RFC_3339 = /^\d{4}-(?:0\d|1[0-2])-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;
/** Canonical: in lower case, as whatever compares ids sign by sign would write it. */
const CANONICAL_ID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export function checkAtom(xml: string, expected: FeedExpectations): readonly string[] {
  const problems: string[] = [];
  const feed = readXml(xml, problems);
  if (feed === undefined) return problems;
  if (!xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>')) problems.push('no XML declaration in UTF-8');
  if (/[\u0080-\u009F\uFFFD]/u.test(xml)) problems.push('characters that were decoded wrongly');
  if (feed.name !== 'feed' || feed.uri !== ATOM) problems.push('root is not an Atom feed');
  if (!/^[a-z]{2,3}(?:-|$)/iu.test(feed.attributes['xml:lang'] ?? '')) problems.push('no language');
  checkChildren(feed, FEED_ELEMENTS, problems);
  const names = feed.children.map((child) => child.name);
  const firstEntry = names.indexOf('entry');
  if (firstEntry >= 0 && names.slice(firstEntry).some((name) => name !== 'entry')) {
    problems.push('entries before the feed has said what it is');
  }
  for (const name of ['id', 'title', 'updated', 'author']) need(feed, name, problems);
  for (const author of feed.children.filter(({ name }) => name === 'author')) need(author, 'name', problems);
  checkId(feed, problems);
  checkMoment(feed, 'updated', expected, problems);
  for (const name of ['title', 'subtitle']) checkText(feed, name, problems);
  const links = feed.children.filter(({ name }) => name === 'link');
  checkLinks(links, problems);
  checkArchive(feed, links, problems);
  const self = links.find((link) => link.attributes['rel'] === 'self');
  if (self?.attributes['href'] !== expected.selfUrl) problems.push('the self link leads elsewhere');
  if (self?.attributes['type'] !== 'application/atom+xml') problems.push('the self link has another type');
  const entries = feed.children.filter(({ name }) => name === 'entry');
  for (const entry of entries) checkEntry(entry, expected, problems);
  for (const name of ['id', 'updated']) {
    const values = entries.map((entry) => textOf(entry, name));
    if (new Set(values).size < values.length) problems.push(`two entries with one ${name}`);
    if (name === 'updated' && values.some((value) => value > textOf(feed, 'updated'))) {
      problems.push('an entry younger than its feed');
    }
  }
  return problems;
}

function checkEntry(entry: Element, expected: FeedExpectations, problems: string[]): void {
  checkChildren(entry, ENTRY_ELEMENTS, problems);
  for (const name of ['id', 'title', 'updated', 'published', 'summary', 'content'])
    need(entry, name, problems);
  checkId(entry, problems);
  for (const name of ['updated', 'published']) checkMoment(entry, name, expected, problems);
  if (textOf(entry, 'published').replace('Z', '') > textOf(entry, 'updated').replace('Z', '')) {
    problems.push('updated before it was published');
  }
  for (const name of ['title', 'summary']) checkText(entry, name, problems);
  const links = entry.children.filter(({ name }) => name === 'link');
  checkLinks(links, problems);
  if (!links.some((link) => link.attributes['rel'] === 'alternate')) problems.push('entry without its page');
  for (const category of entry.children.filter(({ name }) => name === 'category')) {
    if ((category.attributes['term'] ?? '').trim() === '') problems.push('an empty category');
  }
  const content = entry.children.find(({ name }) => name === 'content');
  if (content?.attributes['type'] !== 'html') problems.push('content is not HTML');
  checkHtml(content?.text ?? '', 'content', problems);
}

function checkChildren(parent: Element, known: ReadonlyMap<string, number>, problems: string[]): void {
  const counts = new Map<string, number>();
  for (const { name } of parent.children) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) {
    const most = known.get(name);
    if (most === undefined) problems.push(`unknown element ${name} in ${parent.name}`);
    else if (count > most) problems.push(`${name} twice in ${parent.name}`);
  }
}

function need(parent: Element, name: string, problems: string[]): void {
  const child = parent.children.find((one) => one.name === name);
  if (child === undefined || (child.text.trim() === '' && child.children.length === 0)) {
    problems.push(`${parent.name} without ${name}`);
  }
}

function checkId(parent: Element, problems: string[]): void {
  const id = textOf(parent, 'id');
  if (!CANONICAL_ID.test(id)) problems.push(`an id that is no canonical address: ${id}`);
}

function checkMoment(parent: Element, name: string, expected: FeedExpectations, problems: string[]): void {
  const text = textOf(parent, name);
  if (!RFC_3339.test(text) || Number.isNaN(Date.parse(text)))
    problems.push(`${name} is not RFC 3339: ${text}`);
  if (text > expected.now || text < '1990') problems.push(`${name} is implausible`);
}

/** Text that looks like HTML says whether it is. */
function checkText(parent: Element, name: string, problems: string[]): void {
  const text = parent.children.find((child) => child.name === name);
  if (text === undefined) return;
  const type = text.attributes['type'] ?? 'text';
  if (!['text', 'html'].includes(type)) problems.push(`${name} of type ${type}`);
  if (type === 'text' && /<[/!a-z]|&#?\w+;/iu.test(text.text)) problems.push(`undeclared HTML in ${name}`);
  if (text.children.length > 0) problems.push(`elements in ${name}`);
  if (text.text !== text.text.trim()) problems.push(`spaces around ${name}`);
}

function checkLinks(links: readonly Element[], problems: string[]): void {
  for (const { attributes, text, children } of links) {
    const { rel = 'alternate', href = '', type } = attributes;
    if (!RELATIONS.includes(rel)) problems.push(`a relation that nobody knows: ${rel}`);
    if (type !== undefined && !/^[a-z]+\/[a-z.+-]+$/u.test(type)) problems.push(`no media type: ${type}`);
    if (text !== '' || children.length > 0) problems.push('a link that is not empty');
    checkFullUrl(href, `${rel} link`, problems);
  }
}

export function checkOpml(xml: string): readonly string[] {
  const problems: string[] = [];
  const opml = readXml(xml, problems);
  if (opml === undefined) return problems;
  if (opml.name !== 'opml' || opml.attributes['version'] !== '2.0') problems.push('root is not OPML 2.0');
  const [head, body, ...others] = opml.children;
  if (head?.name !== 'head' || body?.name !== 'body' || others.length > 0)
    problems.push('not one head and one body');
  if (head !== undefined) need(head, 'title', problems);
  const outlines = (parent: Element): readonly Element[] =>
    parent.children.flatMap((child) => [child, ...outlines(child)]);
  for (const outline of body === undefined ? [] : outlines(body)) {
    const { text = '', type, xmlUrl = '', htmlUrl = '' } = outline.attributes;
    if (outline.name !== 'outline') problems.push(`${outline.name} in the body`);
    if (text.trim() === '') problems.push('an outline without text');
    if (outline.children.length > 0) continue;
    if (type !== 'rss') problems.push(`an outline of type ${type}`);
    checkFullUrl(xmlUrl, 'xmlUrl', problems);
    checkFullUrl(htmlUrl, 'htmlUrl', problems);
  }
  return problems;
}
