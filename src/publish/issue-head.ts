// The masthead's three facts of an issue, as every list and page shows them.
import { formatDate } from '../model/calendar.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueHead } from '../model/pages.ts';
import { issuePath, linkTo } from '../model/site-paths.ts';

/** `root` leads from the page that shows it to the archive's root; `language` is that page's. */
export function issueHead(
  issue: Issue,
  page: { readonly root: string; readonly language: string },
): IssueHead {
  return {
    title: issue.title,
    date: formatDate(issue.date, page.language),
    isoDate: issue.date,
    url: linkTo(page.root, issuePath(issue.slug)),
    ...(issue.number === undefined ? {} : { number: issue.number }),
    language: issue.language,
    direction: issue.direction,
  };
}
