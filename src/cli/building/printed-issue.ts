// An issue that was compiled goes in; what the rest of a build asks about every issue comes out, small and plain (the rest is in the
// issue's own file, `issue-file.ts`), and both together are the compiled issue again.
import type { CompiledIssue } from '../../compile.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { fingerprint } from '../../model/digest-of-text.ts';
import type { Issue, IssueFile } from '../../model/issue.ts';
import { LaterText } from '../../model/later-text.ts';
import type { RenderedIssue, RenderedItem, TextMark } from '../../model/rendered.ts';
import { type PublishedIds, publishedIds } from '../../publish/kept-ids.ts';
import { asLongAsThereIsRoom, once } from '../once.ts';
import type { IssueParts } from './issue-file.ts';

type LightItem = Omit<RenderedItem, 'html' | 'feedHtml' | 'text'>;

/** JSON, one line. */
export interface IssueCard {
  readonly issue: Omit<Issue, keyof IssueParts['issue'] | 'text' | 'tree' | 'path'>;
  readonly rendered: Omit<
    RenderedIssue,
    'html' | 'text' | 'page' | 'feedHtml' | 'items' | 'laterPage' | 'leadText'
  > & {
    readonly items: readonly LightItem[];
  };
  /** Most issues have none: then nobody need read the others' parts to know. */
  readonly isCorrected: boolean;
  /** Empty of a draft. */
  readonly published: readonly PublishedIds[];
}

export function cardOf({ issue, rendered }: Pick<CompiledIssue, 'issue' | 'rendered'>): IssueCard {
  const { lead, sections, corrections, frontMatter, silences, text, tree, path, ...light } = issue;
  const { html, text: mailText, page, feedHtml, items, laterPage, leadText, ...said } = rendered;
  const { slug, title, date, number, language, direction } = light;
  return {
    issue: light,
    rendered: {
      ...said,
      items: items.map((item) => {
        const { html: itemHtml, feedHtml: itemFeedHtml, text: itemText, ...rest } = item;
        return { ...rest, mark: markOf(item, itemText) };
      }),
      headPrint: fingerprint(JSON.stringify([slug, title, date, number, language, direction])),
      mark: markOf([title, leadText], leadText),
    },
    isCorrected: issue.corrections.length > 0,
    published: publishedIds([issue]),
  };
}

function markOf(all: object, text: string): TextMark {
  return { print: fingerprint(JSON.stringify(all)), textBytes: Buffer.byteLength(text) };
}

export function partsOf({ issue, rendered }: Pick<CompiledIssue, 'issue' | 'rendered'>): IssueParts {
  const { lead, sections, corrections, frontMatter, silences } = issue;
  return {
    issue: { lead, sections, corrections, frontMatter, silences },
    itemHtml: rendered.items.map(({ html }) => html),
    page: rendered.page,
    feedHtml: rendered.feedHtml,
    itemFeedHtml: rendered.items.map(({ feedHtml }) => feedHtml),
    texts: { lead: rendered.leadText, items: rendered.items.map(({ text }) => text) },
  };
}

export interface Remembered {
  readonly file: IssueFile;
  /** Print of everything that the issue is compiled from. */
  readonly print: string;
  readonly card: IssueCard;
  readonly diagnostics: readonly Diagnostic[];
  /** One part of the issue's file; undefined where it cannot be had. */
  readonly part: <Name extends keyof IssueParts>(name: Name) => IssueParts[Name] | undefined;
  /** Compiles it once more: what nobody remembers is found so. */
  readonly again: () => CompiledIssue;
}

/** The same as was compiled. What is long is read, or made again, when somebody asks for it. */
export function recall(remembered: Remembered): CompiledIssue {
  const { file, print, card, diagnostics, part } = remembered;
  const again = once(remembered.again);
  const parsed = once(() => part('issue') ?? again().issue);
  const htmls = asLongAsThereIsRoom(() => part('itemHtml') ?? again().rendered.items.map(({ html }) => html));
  const feedHtmls = asLongAsThereIsRoom(
    () => part('itemFeedHtml') ?? again().rendered.items.map(({ feedHtml }) => feedHtml),
  );
  const texts = asLongAsThereIsRoom(() => part('texts') ?? partsOf(again()).texts);
  const page = (): string => part('page') ?? again().rendered.page;
  const issue: Issue = {
    ...card.issue,
    path: file.path,
    text: file.value,
    get lead() {
      return parsed().lead;
    },
    get sections() {
      return parsed().sections;
    },
    get corrections() {
      return card.isCorrected ? parsed().corrections : [];
    },
    get frontMatter() {
      return parsed().frontMatter;
    },
    get silences() {
      return parsed().silences;
    },
    get tree() {
      return again().issue.tree;
    },
  };
  const items = card.rendered.items.map(
    (item, index): RenderedItem => ({
      ...item,
      get html() {
        return htmls()[index] ?? '';
      },
      get feedHtml() {
        return feedHtmls()[index] ?? '';
      },
      get text() {
        return texts().items[index] ?? '';
      },
    }),
  );
  const rendered: RenderedIssue = {
    ...card.rendered,
    items,
    laterPage: new LaterText(print, page),
    get html() {
      return again().rendered.html;
    },
    get text() {
      return again().rendered.text;
    },
    get page() {
      return page();
    },
    get feedHtml() {
      return part('feedHtml') ?? again().rendered.feedHtml;
    },
    get leadText() {
      return texts().lead;
    },
  };
  return { issue, rendered, diagnostics };
}
