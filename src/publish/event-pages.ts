// Everything that issues have announced, by its day: what is still to come when the latest issue is out, and below it what is past. The
// clock is never asked: a page that is built again next year says the same until an issue says more.
import { formatDate, type IsoDate } from '../model/calendar.ts';
import { compareText } from '../model/compare-text.ts';
import type { EventsPage, ShownEvent } from '../model/pages.ts';
import { calendarPath, issuePath, linkTo, SITE_PATHS } from '../model/site-paths.ts';
import { changed } from './changed-on.ts';
import type { PublishedEvent } from './events.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs, eventData } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';

/** No page where nothing was ever announced. */
export function eventPages(
  input: PublishInput,
  announced: readonly PublishedEvent[],
): readonly Page<'events'>[] {
  const { newsletter, say } = input;
  const { language, title } = newsletter;
  const events = announced.filter(({ isRepeated }) => !isRepeated);
  const latest = events.length === 0 ? undefined : latestDate(input);
  if (latest === undefined) return [];
  const dated = events
    .filter(({ entry }) => entry.when?.date !== undefined)
    .toSorted((a, b) => compareText(firstDay(a), firstDay(b)));
  const coming = dated.filter((event) => lastDay(event) >= latest);
  const past = dated.filter((event) => lastDay(event) < latest).toReversed();
  const undated = events.filter(({ entry }) => entry.when?.date === undefined);
  const groups = [
    { key: 'events-coming', events: coming },
    { key: 'events-undated', events: undated },
    { key: 'events-past', events: past },
  ].filter((group) => group.events.length > 0);
  const context: EventsPage = {
    heading: say(language, 'events'),
    asOf: formatDate(latest, language),
    asOfDate: latest,
    calendarUrl: dated.length === 0 ? '' : linkTo('', SITE_PATHS.calendar),
    groups: groups.map((group) => ({
      heading: say(language, group.key),
      events: group.events.map((event) => shown(event, language)),
    })),
  };
  return [
    {
      path: SITE_PATHS.events,
      template: 'events',
      here: 'events',
      title: say(language, 'events'),
      description: say(language, 'events-description', { title }),
      ...changed(events.map(({ published }) => published)),
      linkedData: [
        breadcrumbs(newsletter, [{ name: say(language, 'events'), path: SITE_PATHS.events }]),
        ...coming.map((event) => eventData(newsletter, event)),
      ],
      context,
    },
  ];
}

function shown({ entry, item, published: { issue } }: PublishedEvent, language: string): ShownEvent {
  const { when, where } = entry;
  return {
    headline: item.headline,
    direction: item.direction,
    language: entry.language ?? issue.language,
    url: linkTo('', issuePath(issue.slug), entry.id),
    when: when?.written ?? '',
    whenDate: when?.date ?? '',
    where: where?.written ?? '',
    calendarUrl: when?.date === undefined ? '' : linkTo('', calendarPath(entry.id)),
    issue: issueHead(issue, { root: '', language }),
  };
}

function latestDate({ issues }: PublishInput): IsoDate | undefined {
  return issues
    .filter(({ isDraft }) => !isDraft)
    .map(({ date }) => date)
    .sort()
    .at(-1);
}

function firstDay({ entry }: PublishedEvent): IsoDate {
  return entry.when?.date ?? '';
}

function lastDay({ entry }: PublishedEvent): IsoDate {
  return entry.when?.lastDate ?? entry.when?.date ?? '';
}
