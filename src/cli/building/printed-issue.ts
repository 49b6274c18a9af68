// An issue that was compiled goes in; what the rest of a build asks about every issue comes out, small and plain (the rest is in the
// issue's own file, `issue-file.ts`), and both together are the compiled issue again.
import type { CompiledIssue } from '../../compile.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Issue, IssueFile } from '../../model/issue.ts';
import { LaterText } from '../../model/later-text.ts';
import type { RenderedIssue, RenderedItem } from '../../model/rendered.ts';
import { type PublishedIds, publishedIds } from '../../publish/kept-ids.ts';
import { once } from '../once.ts';
import type { IssueParts } from './issue-file.ts';

/** JSON, one line. */
export interface IssueCard {
  readonly issue: Omit<Issue, keyof IssueParts['issue'] | 'text' | 'tree' | 'path'>;
  readonly rendered: Omit<RenderedIssue, 'html' | 'text' | 'page' | 'feedHtml' | 'items' | 'laterPage'> & {
    readonly items: readonly Omit<RenderedItem, 'html'>[];
  };
  /** Most issues have none: then nobody need read the others' parts to know. */
  readonly isCorrected: boolean;
  /** Empty of a draft. */
  readonly published: readonly PublishedIds[];
}

export function cardOf({ issue, rendered }: Pick<CompiledIssue, 'issue' | 'rendered'>): IssueCard {
  const { lead, sections, corrections, frontMatter, silences, text, tree, path, ...light } = issue;
  const { html, text: mailText, page, feedHtml, items, laterPage, ...said } = rendered;
  return {
    issue: light,
    rendered: { ...said, items: items.map(({ html: _, ...item }) => item) },
    isCorrected: issue.corrections.length > 0,
    published: publishedIds([issue]),
  };
}

export function partsOf({ issue, rendered }: Pick<CompiledIssue, 'issue' | 'rendered'>): IssueParts {
  const { lead, sections, corrections, frontMatter, silences } = issue;
  return {
    issue: { lead, sections, corrections, frontMatter, silences },
    itemHtml: rendered.items.map(({ html }) => html),
    page: rendered.page,
    feedHtml: rendered.feedHtml,
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
  const htmls = once(() => part('itemHtml') ?? again().rendered.items.map(({ html }) => html));
  const page = (): string => part('page') ?? again().rendered.page;
  const issue: Issue = withLater(card.issue, {
    lead: () => parsed().lead,
    sections: () => parsed().sections,
    corrections: () => (card.isCorrected ? parsed().corrections : []),
    frontMatter: () => parsed().frontMatter,
    silences: () => parsed().silences,
    text: () => file.value,
    tree: () => again().issue.tree,
    path: () => file.path,
  });
  const items = card.rendered.items.map((item, index) =>
    withLater(item, { html: () => htmls()[index] ?? '' }),
  );
  const rendered: RenderedIssue = withLater(
    { ...card.rendered, items, laterPage: new LaterText(print, page) },
    {
      html: () => again().rendered.html,
      text: () => again().rendered.text,
      page,
      feedHtml: () => part('feedHtml') ?? again().rendered.feedHtml,
    },
  );
  return { issue, rendered, diagnostics };
}

/** The fields that are there, and those that are found when somebody asks. */
function withLater<T extends object, L extends Record<string, () => unknown>>(
  fields: T,
  later: L,
): T & { readonly [Name in keyof L]: ReturnType<L[Name]> } {
  const all = Object.entries(later).map(([name, get]) => [name, { get, enumerable: true }]);
  return Object.defineProperties({ ...fields }, Object.fromEntries(all)) as ReturnType<
    typeof withLater<T, L>
  >;
}
