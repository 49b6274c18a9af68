// The next number, as a file that is a draft: its head, and a note that says what to do with it.
import type { IsoDate } from '../../model/calendar.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { numberedSlug } from '../../model/issue-names.ts';
import type { Newsletter } from '../../model/newsletter.ts';

export interface NewIssue {
  /** POSIX, relative to the project. */
  readonly path: string;
  readonly number: number;
  readonly text: string;
}

const HOW_TO = `<!--
An item is a ### heading with its link, then the source and its date, then what it says:

### [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)

Harbour Post reports (30 December): Crane crews voted by four to one to go back.

Tags: strike, wages

Delete this note, and the line "draft: true" above when the issue is ready.
-->`;

const WITH_ITEMS = `<!--
Write here what the issue is about, in a sentence or two. [source?], [date?] and [text?] below are for you to fill in, and
tags marked as proposed for you to look at. Delete this note, and the line "draft: true" above when the issue is ready.
-->`;

/** An empty one, for whoever writes by hand. */
export function emptyIssue(
  issues: readonly Pick<IssueDigest, 'number'>[],
  date: IsoDate,
  newsletter: Newsletter,
): NewIssue {
  const section = newsletter.sectionOrder.find(({ kind }) => kind === 'items');
  const heading = section === undefined ? '' : `\n## ${section.name}\n`;
  return newIssue(issues, date, `${HOW_TO}\n${heading}`);
}

/** One that items are about to be put into. */
export function issueForItems(issues: readonly Pick<IssueDigest, 'number'>[], date: IsoDate): NewIssue {
  return newIssue(issues, date, `${WITH_ITEMS}\n`);
}

export function emptySpecial(slug: string, date: IsoDate): string {
  const title = slug.replaceAll('-', ' ').replace(/^./u, (letter) => letter.toUpperCase());
  return `---\ntitle: ${JSON.stringify(title)}\ndate: ${date}\ndraft: true\ntags: []\n---\n\n${HOW_TO}\n`;
}

function newIssue(issues: readonly Pick<IssueDigest, 'number'>[], date: IsoDate, body: string): NewIssue {
  const number = Math.max(0, ...issues.map((issue) => issue.number ?? 0)) + 1;
  const path = `issues/${numberedSlug(number)}.md`;
  return {
    path,
    number,
    text: `---\nnumber: ${number}\ndate: ${date}\ndraft: true\ntags: []\n---\n\n${body}`,
  };
}
