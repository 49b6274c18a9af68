// Issues built by hand, so that the press is tested without the reader of Markdown: every construct of the format, both
// directions of writing, and the templates as they stand in the repository.
import type { Blockquote, Definition, Paragraph, PhrasingContent, Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Block, Note, Picture } from '../../src/model/block.ts';
import { directionOf } from '../../src/model/direction.ts';
import type { Entry, Item, LiveEntry, Report } from '../../src/model/entry.ts';
import type { Issue, Section } from '../../src/model/issue.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { Place } from '../../src/model/place.ts';
import type { ImageFile, TemplateSet } from '../../src/model/rendered.ts';
import { slugOf } from '../../src/model/slug.ts';
import { createPress, type Press } from '../../src/render/create-press.ts';
import { HOUSE_TEMPLATES, HOUSE_WORDS } from '../support/house-templates.ts';

export const PLACE: Place = {
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1, column: 1, offset: 0 },
};

export function treeOf(markdown: string): Root {
  return unified().use(remarkParse).parse(markdown);
}

export function words(markdown: string): PhrasingContent[] {
  const first = treeOf(markdown).children[0];
  return first?.type === 'paragraph' ? first.children : [];
}

function base(text: string) {
  return { position: PLACE, direction: directionOf(text) ?? 'ltr' } as const;
}

/** Blocks of plain Markdown; a block quotation becomes a quote, and `-- NAME` on its last line its speaker. */
export function prose(markdown: string): Block[] {
  return treeOf(markdown).children.flatMap((node): Block[] => {
    if (node.type === 'definition') return [];
    if (node.type === 'blockquote') return [quote(node, markdown)];
    return [{ ...base(textOf(node)), kind: 'prose', node }];
  });
}

function textOf(node: object): string {
  if ('value' in node && typeof node.value === 'string') return node.value;
  return 'children' in node && Array.isArray(node.children) ? node.children.map(textOf).join('') : '';
}

function quote(node: Blockquote, markdown: string): Block {
  const speaker = /^> -- (.+)$/mu.exec(markdown)?.[1];
  const children = node.children.map((child): Block => {
    const last = child.type === 'paragraph' ? child.children.at(-1) : undefined;
    if (child.type !== 'paragraph' || speaker === undefined || last?.type !== 'text') {
      return { ...base(textOf(child)), kind: 'prose', node: child };
    }
    const said: Paragraph = {
      ...child,
      children: [...child.children.slice(0, -1), { ...last, value: last.value.replace(/\n?-- .+$/u, '') }],
    };
    return { ...base(textOf(child)), kind: 'prose', node: said };
  });
  return {
    ...base(textOf(node)),
    kind: 'quote',
    children,
    ...(speaker !== undefined && { speaker: words(speaker) }),
  };
}

export function picture(url: string, alt: string, caption = '', credit?: string): Picture {
  return {
    ...base(caption || alt),
    kind: 'picture',
    url,
    alt,
    caption: words(caption),
    ...(credit !== undefined && { credit }),
  };
}

export function note(kind: Note['note'], text: string, date?: string, dateAsWritten?: string): Note {
  return {
    ...base(text),
    kind: 'note',
    note: kind,
    children: words(text),
    ...(date !== undefined && { date }),
    ...(dateAsWritten !== undefined && { dateAsWritten }),
  };
}

export function report(
  attribution: string,
  source: string,
  body: Block[],
  extra: Partial<Report> = {},
): Report {
  return { attribution, source: { written: source }, body, position: PLACE, ...extra };
}

function entryBase(headline: string, extra: Partial<Entry>) {
  return {
    id: `no-12-${slugOf(headline, 'entry')}`,
    headline: headline.replaceAll('*', ''),
    headlineChildren: words(headline),
    direction: directionOf(headline) ?? ('ltr' as const),
    tags: [],
    body: [],
    notes: [],
    position: PLACE,
    headlinePosition: PLACE,
    ...extra,
  };
}

export function item(headline: string, reports: Report[], extra: Partial<Item> = {}): Item {
  return { ...entryBase(headline, extra), kind: 'item', reports, ...extra } as Item;
}

export function live(
  time: string,
  headline: string,
  body: Block[],
  extra: Partial<LiveEntry> = {},
): LiveEntry {
  return {
    ...entryBase(headline, extra),
    id: `no-12-live-${time.replace(':', '')}`,
    kind: 'live',
    body,
    isKey: false,
    at: `2025-12-30T${time}:00Z`,
    localDate: '2025-12-30',
    localTime: time,
    ...extra,
  } as LiveEntry;
}

export function section(
  kind: Section['kind'],
  heading: string,
  entries: Entry[],
  body: Block[] = [],
): Section {
  return {
    kind,
    heading,
    anchor: slugOf(heading, 'items'),
    direction: directionOf(heading) ?? 'ltr',
    body,
    entries,
    position: PLACE,
  };
}

export function issue(extra: Partial<Issue> = {}, definitions: Definition[] = []): Issue {
  return {
    slug: '0012',
    number: 12,
    date: '2026-01-09',
    title: 'Newsletter No. 12',
    subject: 'Harbour News: Newsletter No. 12',
    language: 'en',
    direction: 'ltr',
    timeZone: 'Europe/London',
    tags: [],
    isDraft: false,
    lead: [],
    sections: [],
    corrections: [],
    path: 'issues/0012.md',
    text: '',
    tree: { type: 'root', children: definitions },
    frontMatter: { fields: {} },
    silences: [],
    ...extra,
  };
}

export const NEWSLETTER: Newsletter = {
  title: 'Harbour News',
  shortTitle: 'Harbour',
  description: 'What the harbour papers write, once a week.',
  siteUrl: 'https://news.example.org/',
  listUrl: 'https://list.example.org/',
  language: 'en',
  timeZone: 'Europe/London',
  from: { name: 'Harbour News', address: 'news@example.org' },
  unsubscribeAddress: 'leave@example.org',
  owner: 'owner@example.org',
  listId: 'harbour.example.org',
  postalAddress: ['Harbour News', '1 Example Street', 'London EX1 1EX'],
  boilerplate: {
    subscribe: prose(
      'Were you handed this by a friend? [Ask for your own](https://news.example.org/); it costs nothing.',
    ),
    disclaimer: prose('What the reports say is said by those who wrote them.'),
  },
  statement: {
    title: 'What we ask for',
    adopted: '2025-05-01',
    place: 'Hull',
    body: prose('1. **Open books.** All of them.'),
  },
  sectionOrder: [],
  delivery: { expiresAfterHours: 120 },
  maxReportAgeDays: 31,
  rules: {},
};

/** The templates of the repository, `more` laid over them; undefined takes one away. */
export function templates(more: Readonly<Record<string, string | undefined>> = {}): TemplateSet {
  const set = new Map(HOUSE_TEMPLATES);
  for (const [path, source] of Object.entries(more)) {
    if (source === undefined) set.delete(path);
    else set.set(path, { shownPath: `templates/${path}`, source });
  }
  return set;
}

export const CRANES: ImageFile = {
  path: 'images/cranes.jpg',
  contents: new Uint8Array(),
  mediaType: 'image/jpeg',
  widthPx: 1600,
  heightPx: 900,
};

export function press(more: Readonly<Record<string, string | undefined>> = {}): Press {
  return createPress({
    templates: templates(more),
    words: HOUSE_WORDS,
    newsletter: NEWSLETTER,
    sources: [],
    images: [CRANES, { ...CRANES, path: 'images/small.jpg', widthPx: 300, heightPx: 200 }],
  });
}

/** Every construct that an issue may hold. */
export const WHOLE: Issue = issue({
  preheader: 'The strike ends, and the harbour opens on Monday.',
  tags: ['harbour'],
  lead: prose(
    'The strike ends this week -- but the harbour is still shut. "Thank you" to everyone who wrote in.\n\nMore in [our list](https://news.example.org/list) and at <https://wire.example/today>.',
  ),
  sections: [
    section('items', 'Ports and trade', [
      item(
        'Dockers vote to end *nine-week* strike',
        [
          report(
            'Harbour Post reports (30 December):',
            'Harbour Post',
            prose(
              'Crane crews voted by four to one to go back...\n\n"We got the rota, not the money," the branch secretary said.',
            ),
            {
              source: { written: 'Harbour Post', id: 'harbour-post' },
              verb: 'reports',
              url: 'https://harbourpost.example/dockers-vote',
            },
          ),
          report('The Tide adds (2 January):', 'The Tide', prose('The new rota starts in March.'), {
            url: 'https://tide.example/rota?a=1&b=2',
          }),
        ],
        { url: 'https://harbourpost.example/dockers-vote', tags: ['strike', 'wages'] },
      ),
      item(
        'Customs hall was empty for a year',
        [
          report('Coast Wire report (27 December):', 'Coast Wire', [
            ...prose(
              'Nobody had the keys.\n\n> "I asked for them every Friday."\n> -- Ines Roca, night porter',
            ),
            picture(
              'images/cranes.jpg',
              'Three cranes at dusk',
              "Cranes idle on New Year's Eve.",
              'M. Okoro / Coast Wire',
            ),
            {
              ...base('ميناء'),
              direction: 'ltr',
              kind: 'video',
              title: 'ميناء بلا سفن',
              url: 'https://video.example/v/77',
              channel: 'Quay TV',
              host: 'VideoSite',
              caption: words('Six minutes on the closed quay.'),
            },
            note('disclaimer', 'We could not check where this film was made.'),
            note('update', 'The hall opened on Friday.', '2026-01-11', '11 January 2026'),
            note('correction', 'An earlier version gave the vote as *five* to one.', '2026-01-12'),
          ]),
        ],
        {
          label: 'Exclusive',
          url: 'https://wire.example/hall',
          notes: [
            note('update', 'The hall opened on Friday.', '2026-01-11'),
            note('correction', 'x', '2026-01-12'),
          ],
        },
      ),
      item(
        'عمال الميناء ينهون إضرابهم',
        [
          report(
            'الجزيرة (٣ يناير):',
            'الجزيرة',
            prose(
              'صوت عمال الرافعات بأغلبية كبيرة لصالح العودة إلى العمل. وقال أمين الفرع: "حصلنا على الجدول، لا على المال".',
            ),
            {
              url: 'https://ar.example/strike',
            },
          ),
        ],
        { url: 'https://ar.example/strike', language: 'ar', tags: ['ميناء'] },
      ),
    ]),
    section('live', 'Live: the vote count', [
      live('16:40', 'Result is in', prose('Back to work by 412 to 103.'), {
        isKey: true,
        byline: { authors: ['A. Lind'], editors: ['P. Sato'], position: PLACE },
        credit: { source: { written: 'Harbour Post', id: 'harbour-post' }, position: PLACE },
      }),
      live('16:05', '', prose('The last box has been carried in, and the doors are shut.'), {
        credit: { source: { written: 'AFP' }, position: PLACE },
      }),
    ]),
    section(
      'gallery',
      'Pictures',
      [],
      [
        {
          ...base('x'),
          kind: 'gallery',
          pictures: [
            picture('images/small.jpg', 'Ballot boxes', 'Boxes arrive.', 'A. Lind'),
            picture('images/small.jpg', 'Tellers', 'Tellers count.', ''),
            picture('https://elsewhere.example/c.jpg', 'A crowd'),
            picture('images/lost.jpg', 'Not there'),
          ],
        },
      ],
    ),
    section('events', 'Events', [
      {
        ...entryBase('Harbour walk', {}),
        url: 'https://walks.example/12',
        kind: 'event',
        when: { written: 'Saturday 17 January 2026, 2pm to 4pm', date: '2026-01-17', position: PLACE },
        where: { written: 'Custom House steps', position: PLACE },
      },
    ]),
    section('interest', 'Of interest to readers', [
      {
        ...entryBase('A short history of cranes', {}),
        url: 'https://books.example/cranes',
        kind: 'listing',
        body: [...prose('[A short history of cranes](https://books.example/cranes), free online.')],
        disclaimer: note('disclaimer', 'listing is not endorsement.'),
      },
    ]),
  ],
});

export { base, entryBase };

const WHOLE_TRADE = WHOLE.sections.slice(0, 1);

/** An issue in Arabic, with one English item in it. */
export const ARABIC: Issue = issue({
  slug: '0013',
  number: 13,
  date: '2026-01-16',
  title: 'النشرة رقم ١٣',
  subject: 'أخبار الميناء: النشرة رقم ١٣',
  language: 'ar',
  direction: 'rtl',
  lead: prose('ينتهي الإضراب هذا الأسبوع، لكن الميناء لا يزال مغلقًا. شكرًا لكل من كتب إلينا.'),
  sections: WHOLE_TRADE.map((trade) => ({
    ...trade,
    heading: 'الموانئ والتجارة',
    direction: 'rtl',
    entries: trade.entries.slice(1).reverse(),
  })),
});

/** The printed newsletter's plainest form: no section, no lead, no tags; a report without words of its own. */
export const PLAIN: Issue = issue({
  slug: '0011',
  number: 11,
  title: 'Newsletter No. 11',
  sections: [
    section('items', '', [
      item(
        'Tug owners ask for a lower fee',
        [report('Coast Wire report (29 December):', 'Coast Wire', [], { url: 'https://wire.example/tugs' })],
        { url: 'https://wire.example/tugs' },
      ),
      item('Pilots to train on shore', [
        report(
          'The Daily Star (Lebanon)\n25 June 2014',
          'The Daily Star (Lebanon)',
          prose(
            'A room full of screens:\n\n- the bridge,\n- the engine\n  and its noise.\n\n1. First\n\n   and more\n\n2. Second\n\n```sh\nls\n\n  -l\n```\n\n***\n\nWith `code`, a line\\\nbreak and <b>typed</b> tags.',
          ),
        ),
      ]),
    ]),
  ],
});

/** A special without a number. */
export const SPECIAL: Issue = (() => {
  const { number, ...rest } = WHOLE;
  return {
    ...rest,
    slug: '2026-01-05-live-vote',
    title: 'Live: the dockers count their votes, hour by hour',
    lead: [],
    sections: WHOLE.sections.filter(({ kind }) => kind === 'live'),
  };
})();

export const CASES: Readonly<Record<string, Issue>> = {
  whole: WHOLE,
  arabic: ARABIC,
  plain: PLAIN,
  special: SPECIAL,
};
