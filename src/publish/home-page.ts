// The front page: the latest issues, each with its teaser, its first headlines and the way on.
import type { HomeIssue, HomePage } from '../model/pages.ts';
import type { RenderedItem } from '../model/rendered.ts';
import { issuePath, linkTo, SITE_PATHS } from '../model/site-paths.ts';
import { changed } from './changed-on.ts';
import { issueHead } from './issue-head.ts';
import { siteData } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';

const ISSUES_SHOWN = 10;
/** Enough to see what an issue is about; one more than that is shown too, for "and one more" says less than it takes. */
const HEADLINES_SHOWN = 6;

/** @param issues The newest first. */
export function homePage(input: PublishInput, issues: readonly PublishedIssue[]): Page<'home'> {
  const { description, language } = input.newsletter;
  const shown = issues.slice(0, ISSUES_SHOWN);
  const context: HomePage = {
    issues: shown.map((published) => homeIssue(published, language)),
    olderUrl: linkTo('', SITE_PATHS.archive),
  };
  return {
    path: SITE_PATHS.home,
    template: 'home',
    here: 'home',
    title: '',
    description,
    ...changed(shown),
    linkedData: [siteData(input.newsletter)],
    context,
  };
}

function homeIssue({ issue, rendered }: PublishedIssue, language: string): HomeIssue {
  const stories = storiesOf(rendered.items);
  const shown = stories.length === HEADLINES_SHOWN + 1 ? stories.length : HEADLINES_SHOWN;
  const more = Math.max(0, stories.length - shown);
  return {
    ...issueHead(issue, { root: '', language }),
    teaser: rendered.teaser,
    headlines: stories.slice(0, shown).map(({ headline, id, direction }) => ({
      text: headline,
      url: linkTo('', issuePath(issue.slug), id),
      direction,
    })),
    more,
    hasMore: more > 0,
  };
}

/** News before notices: events and listings stand for an issue only if it has nothing else. */
export function storiesOf(items: readonly RenderedItem[]): readonly RenderedItem[] {
  const stories = items.filter((item) => item.kind === 'item' || item.kind === 'live');
  return stories.length > 0 ? stories : items;
}
