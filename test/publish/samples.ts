// Small issues and renderings made by hand, so that publishing is tested without parsing or templates.
import type { PhrasingContent } from 'mdast';
import type { Block, Note } from '../../src/model/block.ts';
import { type Direction, directionOf } from '../../src/model/direction.ts';
import type { Entry, Item } from '../../src/model/entry.ts';
import type { Issue, Section } from '../../src/model/issue.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { PageContexts, PageFrame } from '../../src/model/pages.ts';
import { placeOf } from '../../src/model/place.ts';
import type { OutputFile, RenderedIssue, RenderedItem } from '../../src/model/rendered.ts';
import type { Source } from '../../src/model/source.ts';
import { sayer } from '../../src/model/words.ts';
import type { PublishInput } from '../../src/publish/publish-input.ts';
import { HOUSE_WORDS } from '../support/house-templates.ts';

const NOWHERE = placeOf('', 0, 0);

export const NEWSLETTER: Newsletter = {
  title: 'The Harbour & the Sea',
  shortTitle: 'Harbour',
  description: 'What the <ports> say',
  siteUrl: 'https://harbour.example.org/paper/',
  listUrl: 'https://list.harbour.example.org/',
  language: 'en',
  timeZone: 'Europe/London',
  from: { name: 'The Harbour', address: 'news@harbour.example.org' },
  unsubscribeAddress: 'leave@harbour.example.org',
  owner: 'owner@harbour.example.org',
  listId: 'news.harbour.example.org',
  postalAddress: ['Custom House', '1 Quay Street'],
  boilerplate: { subscribe: [prose('Subscribe here.')], disclaimer: [prose('We only quote.')] },
  statement: {
    title: 'What we stand for',
    adopted: '2008-07-19',
    place: 'London',
    body: [prose('Open harbours.')],
  },
  sectionOrder: [],
  delivery: { expiresAfterHours: 120 },
  maxReportAgeDays: 31,
  rules: {},
};

const SOURCES: readonly Source[] = [
  {
    id: 'tide',
    name: 'The Tide',
    variants: [],
    kind: 'newspaper',
    domains: ['tide.example'],
    home: 'https://tide.example/',
  },
  { id: 'wire', name: 'Coast Wire', variants: [], kind: 'agency', domains: [], qualifier: 'Lebanon' },
  { id: 'unused', name: 'Never Quoted', variants: [], kind: 'blog', domains: [] },
];

/** One entry, told in short. */
export interface EntrySample {
  readonly id: string;
  readonly headline: string;
  readonly section?: string;
  readonly kind?: RenderedItem['kind'];
  readonly tags?: readonly string[];
  readonly sourceIds?: readonly string[];
  readonly url?: string;
  readonly notes?: readonly Note[];
  readonly text?: string;
}

export interface IssueSample {
  readonly slug: string;
  readonly date: string;
  readonly title?: string;
  readonly isDraft?: boolean;
  readonly language?: string;
  readonly direction?: Direction;
  readonly tags?: readonly string[];
  readonly entries?: readonly EntrySample[];
  /** Notes outside of any entry. */
  readonly notes?: readonly Note[];
  readonly teaser?: string;
  readonly feedHtml?: string;
  readonly leadText?: string;
}

export function issueOf(sample: IssueSample): Issue {
  const number = /^\d+$/u.test(sample.slug) ? Number(sample.slug) : undefined;
  const entries = (sample.entries ?? []).map((entry) => ({
    section: entry.section ?? '',
    entry: entryOf(entry),
  }));
  const title = sample.title ?? `Newsletter No. ${number}`;
  return {
    slug: sample.slug,
    ...(number === undefined ? {} : { number }),
    date: sample.date,
    title,
    subject: title,
    language: sample.language ?? 'en',
    direction: sample.direction ?? 'ltr',
    timeZone: 'Europe/London',
    tags: sample.tags ?? [],
    isDraft: sample.isDraft ?? false,
    lead: [],
    sections: [...new Set(entries.map(({ section }) => section))].map((heading) =>
      sectionOf(
        heading,
        entries.filter(({ section }) => section === heading).map(({ entry }) => entry),
      ),
    ),
    corrections: [...(sample.notes ?? []), ...entries.flatMap(({ entry }) => entry.notes)],
    path: `issues/${sample.slug}.md`,
    text: '',
    tree: { type: 'root', children: [] },
    frontMatter: { fields: {} },
    silences: [],
  };
}

function sectionOf(heading: string, entries: readonly Entry[]): Section {
  return {
    kind: 'items',
    heading,
    anchor: heading.toLowerCase(),
    direction: 'ltr',
    body: [],
    entries,
    position: NOWHERE,
  };
}

function entryOf(sample: EntrySample): Item {
  return {
    kind: 'item',
    id: sample.id,
    headline: sample.headline,
    headlineChildren: [],
    ...(sample.url === undefined ? {} : { url: sample.url }),
    direction: directionOf(sample.headline) ?? 'ltr',
    tags: sample.tags ?? [],
    body: [],
    notes: sample.notes ?? [],
    position: NOWHERE,
    headlinePosition: NOWHERE,
    reports: [],
  };
}

export function renderedOf(sample: IssueSample): RenderedIssue {
  const { subject } = issueOf(sample);
  return {
    slug: sample.slug,
    subject,
    preheader: '',
    html: `<p>${subject}`,
    text: subject,
    page: `<p>Page of ${subject}</p>`,
    feedHtml: sample.feedHtml ?? '<p>Full text</p>',
    teaser: sample.teaser ?? `Teaser of ${subject}`,
    leadText: sample.leadText ?? '',
    items: (sample.entries ?? []).map((entry) => ({
      id: entry.id,
      kind: entry.kind ?? 'item',
      headline: entry.headline,
      direction: directionOf(entry.headline) ?? 'ltr',
      section: entry.section ?? '',
      html: `<article>${entry.headline}</article>`,
      text: entry.text ?? '',
      summary: `Summary of ${entry.headline}`,
      feedHtml: `<h3>${entry.headline.replaceAll('&', '&amp;')}</h3>\n<p>Its text.</p>`,
      tags: [...new Set([...(entry.tags ?? []), ...(sample.tags ?? [])])],
      sourceIds: entry.sourceIds ?? [],
      ...updatedOf(entry.notes ?? []),
    })),
  };
}

function updatedOf(notes: readonly Note[]): Pick<RenderedItem, 'updated'> {
  const [latest] = notes
    .flatMap(({ note, date }) => (note === 'disclaimer' || date === undefined ? [] : [date]))
    .sort()
    .reverse();
  return latest === undefined ? {} : { updated: latest };
}

/** `offset` tells notes apart, as their places do in a real issue. */
export function noteOf(note: Note['note'], text: string, offset: number, date?: string): Note {
  const point = { line: 1, column: offset + 1, offset };
  return {
    kind: 'note',
    note,
    direction: directionOf(text) ?? 'ltr',
    position: { start: point, end: point },
    children: [{ type: 'text', value: text }],
    ...(date === undefined ? {} : { date, dateAsWritten: date }),
  };
}

function prose(text: string): Block {
  return {
    kind: 'prose',
    position: NOWHERE,
    direction: directionOf(text) ?? 'ltr',
    node: { type: 'paragraph', children: [{ type: 'text', value: text }] },
  };
}

export function inputOf(samples: readonly IssueSample[], changes: Partial<PublishInput> = {}): PublishInput {
  return {
    newsletter: NEWSLETTER,
    sources: SOURCES,
    issues: samples.map(issueOf),
    rendered: new Map(samples.map((sample) => [sample.slug, renderedOf(sample)])),
    images: [],
    renderPage: (name, context) => JSON.stringify({ template: name, ...context }),
    renderBlocks: (blocks, { root }) =>
      blocks.map((block) => `<p data-root="${root}">${wordsOf(block)}</p>`).join(''),
    say: sayer(HOUSE_WORDS),
    siteStyles: 'p { margin: 0 }\n',
    siteScripts: new Map([
      ['live.js', '// live\n'],
      ['search.js', '// search\n'],
    ]),
    feedSheet: '<sheet/>\n',
    feedStyles: 'item { display: block }\n',
    ...changes,
  };
}

function wordsOf(block: Block): string {
  if (block.kind !== 'prose' || block.node.type !== 'paragraph') return '';
  return block.node.children.map((child: PhrasingContent) => ('value' in child ? child.value : '')).join('');
}

/** What `renderPage` was told for one page. */
export function contextOf<Name extends keyof PageContexts>(
  files: readonly OutputFile[],
  path: string,
  name: Name,
): PageContexts[Name] & PageFrame {
  const file = files.find((one) => one.path === path);
  if (file === undefined)
    throw new Error(`There is no ${path} among ${files.map((one) => one.path).join(', ')}`);
  const { template: found, ...context } = JSON.parse(String(file.contents));
  if (found !== name) throw new Error(`${path} is a page of ${found}`);
  return context;
}
