// Every correction and update of every issue in one list, each with the entry it speaks of: the newest first.
import type { Block, Note } from '../model/block.ts';
import { formatDate } from '../model/calendar.ts';
import type { Entry } from '../model/entry.ts';
import type { CorrectionsPage } from '../model/pages.ts';
import { issuePath, linkTo, SITE_PATHS } from '../model/site-paths.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';

type Correction = CorrectionsPage['corrections'][number];

/** No page where nothing was ever corrected. @param issues The newest first. */
export function correctionsPages(
  input: PublishInput,
  issues: readonly PublishedIssue[],
): readonly Page<'corrections'>[] {
  const { language, title } = input.newsletter;
  const found = issues.flatMap((published) => correctionsOf(input, published));
  if (found.length === 0) return [];
  // Stable: of one day, the newest issue first, then as they stand in it.
  const sorted = found.toSorted((a, b) => (a.sortDate < b.sortDate ? 1 : a.sortDate > b.sortDate ? -1 : 0));
  const latest = sorted[0]?.sortDate;
  return [
    {
      path: SITE_PATHS.corrections,
      template: 'corrections',
      here: 'corrections',
      title: input.say(language, 'corrections'),
      description: input.say(language, 'corrections-description', { title }),
      ...(latest === undefined ? {} : { changedOn: latest }),
      linkedData: [
        breadcrumbs(input.newsletter, [
          { name: input.say(language, 'corrections'), path: SITE_PATHS.corrections },
        ]),
      ],
      context: { corrections: sorted.map(({ correction }) => correction) },
    },
  ];
}

function correctionsOf(
  input: PublishInput,
  { issue, rendered }: PublishedIssue,
): readonly { readonly sortDate: string; readonly correction: Correction }[] {
  if (issue.corrections.length === 0) return [];
  const { language } = input.newsletter;
  const entries = issue.sections.flatMap((section) => section.entries);
  const headlines = new Map(rendered.items.map((item) => [item.id, item]));
  return issue.corrections.flatMap((note) => {
    if (note.note === 'disclaimer') return [];
    const item = headlines.get(entryOf(note, entries)?.id ?? '');
    const head = issueHead(issue, { root: '', language });
    const correction: Correction = {
      kind: note.note,
      date: note.date === undefined ? '' : formatDate(note.date, language),
      isoDate: note.date ?? '',
      html: input.renderBlocks([wordsOf(note)], { root: '' }),
      direction: note.direction,
      issue: head,
      entry:
        item === undefined
          ? { text: issue.title, url: head.url, direction: issue.direction }
          : {
              text: item.headline,
              url: linkTo('', issuePath(issue.slug), item.id),
              direction: item.direction,
            },
    };
    return [{ sortDate: note.date ?? issue.date, correction }];
  });
}

function entryOf(note: Note, entries: readonly Entry[]): Entry | undefined {
  const offset = note.position.start.offset;
  return entries.find((entry) => entry.notes.some((other) => other.position.start.offset === offset));
}

/** The note without its label and date, which the page sets itself. */
function wordsOf(note: Note): Block {
  return {
    kind: 'prose',
    position: note.position,
    direction: note.direction,
    ...(note.language === undefined ? {} : { language: note.language }),
    node: { type: 'paragraph', children: [...note.children] },
  };
}
