// One page per issue, with the way to its neighbours and to the pages of its tags.
import type { IssueHead, IssuePage, SharedPicture } from '../model/pages.ts';
import { issuePath, rootOf } from '../model/site-paths.ts';
import { periodSteps } from './archive-pages.ts';
import { citationOnPage } from './citations.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs, issueData } from './linked-data.ts';
import { liveScripts } from './live-news.ts';
import type { Page } from './page-writer.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';
import { type Topic, topicLink } from './topics.ts';

/**
 * @param issues The newest first.
 * @param known All tags of the archive; by slug, the pictures that stand for issues where somebody passes them on.
 */
export function issuePages(
  input: PublishInput,
  issues: readonly PublishedIssue[],
  { tags, cards }: { readonly tags: readonly Topic[]; readonly cards: ReadonlyMap<string, SharedPicture> },
): readonly Page<'issue'>[] {
  const neighbours = neighboursOf(issues);
  const tagsBySlug = new Map<string, Topic[]>();
  for (const tag of tags) {
    for (const { published } of tag.groups) {
      const { slug } = published.issue;
      tagsBySlug.set(slug, [...(tagsBySlug.get(slug) ?? []), tag]);
    }
  }
  const { newsletter, say } = input;
  return issues.map((published) => {
    const { issue, rendered, changedOn } = published;
    const path = issuePath(issue.slug);
    const page = { root: rootOf(path), language: issue.language };
    const { previous, next } = neighbours.get(issue.slug) ?? {};
    const head = (neighbour: PublishedIssue): IssueHead => issueHead(neighbour.issue, page);
    const own = tagsBySlug.get(issue.slug) ?? [];
    const names = own.map(({ name }) => name);
    const picture = cards.get(issue.slug);
    const makeContext = (): IssuePage => ({
      issue: head(published),
      bodyHtml: rendered.laterPage ?? rendered.page,
      ...(previous === undefined ? {} : { previous: head(previous) }),
      ...(next === undefined ? {} : { next: head(next) }),
      tags: own.map((tag) => topicLink(tag, page.root)),
      citation: citationOnPage(newsletter, published, page.root),
    });
    const told = toldOf(published, [previous, next], own);
    return {
      path,
      template: 'issue',
      here: 'issue',
      title: issue.title,
      description: rendered.teaser,
      language: issue.language,
      direction: issue.direction,
      changedOn,
      article: { publishedOn: issue.date, modifiedOn: changedOn, tags: names },
      get linkedData() {
        return [
          issueData(newsletter, published, { tags: names, picture }),
          breadcrumbs(newsletter, [
            ...periodSteps(issue.date.slice(0, 7), newsletter.language, say),
            { name: issue.title, path },
          ]),
        ];
      },
      scripts: liveScripts(published),
      ...(picture === undefined ? {} : { picture }),
      get context() {
        return makeContext();
      },
      told,
    };
  });
}

/** Of what is remembered of the issue and its neighbours; undefined where nobody remembers. */
function toldOf(
  { rendered }: PublishedIssue,
  neighbours: readonly (PublishedIssue | undefined)[],
  tags: readonly Topic[],
): string | undefined {
  if (rendered.laterPage === undefined) return undefined;
  const beside = neighbours.map((one) => (one === undefined ? '' : one.rendered.headPrint));
  if (beside.includes(undefined)) return undefined;
  const links = tags.map(({ kind, id, name, count, direction }) => [kind, id, name, count, direction]);
  return JSON.stringify([rendered.laterPage.print, beside, links]);
}

interface Neighbours {
  readonly previous?: PublishedIssue;
  readonly next?: PublishedIssue;
}

/** Number follows number: a special between two of them has both as its neighbours, and is neither's. */
function neighboursOf(issues: readonly PublishedIssue[]): ReadonlyMap<string, Neighbours> {
  const numbered = issues.filter(({ issue }) => issue.number !== undefined);
  const positions = new Map(numbered.map(({ issue }, index) => [issue.slug, index]));
  return new Map(
    issues.map(({ issue }, index) => {
      const inNumbers = positions.get(issue.slug);
      const [list, position] = inNumbers === undefined ? [issues, index] : [numbered, inNumbers];
      const [next, previous] = [list[position - 1], list[position + 1]];
      return [
        issue.slug,
        { ...(previous === undefined ? {} : { previous }), ...(next === undefined ? {} : { next }) },
      ];
    }),
  );
}
