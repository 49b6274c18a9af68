// A story among the events, or an event among the stories: each is read by the rules of its section, so a story's source is lost
// there, and an event's day and place.
import { toString as wordsOf } from 'mdast-util-to-string';
import { blocksOf, type Entry } from '../../model/entry.ts';
import type { Section } from '../../model/issue.ts';
import type { Source } from '../../model/source.ts';
import { isMisplacedEvent } from '../dates/events-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

const REPORTING = /^\s(?:reports?|writes?|adds?|says?|wrote|reported)\b[^:\n]{0,60}:/u;

export const sectionKind: IssueRule = {
  id: 'section-kind',
  severity: 'warning',
  stage: 'issue',
  description: 'Stories stand under a section for stories, and events under one for events.',
  check: (issue, { sources }) =>
    issue.sections.flatMap((section) =>
      section.entries.flatMap((entry) => {
        if (isStory(entry, section, sources)) return [storyFinding(entry, section)];
        return entry.kind === 'item' && section.kind === 'items' && isMisplacedEvent(entry)
          ? [eventFinding(entry, section)]
          : [];
      }),
    ),
};

function isStory(entry: Entry, section: Section, sources: readonly Source[]): boolean {
  if (entry.kind === 'item') return section.kind === 'interest' && entry.reports.length > 0;
  if (entry.kind !== 'event' || entry.when !== undefined || entry.where !== undefined) return false;
  const first = firstWords(entry);
  return sources.some(({ name, variants }) =>
    [name, ...variants].some((one) => first.startsWith(one) && REPORTING.test(first.slice(one.length))),
  );
}

function firstWords(entry: Entry): string {
  const first = blocksOf(entry).find(({ kind }) => kind === 'prose');
  return first?.kind === 'prose' ? wordsOf(first.node).trimStart() : '';
}

function storyFinding({ headline, headlinePosition }: Entry, { heading }: Section): Finding {
  return {
    reason: `Unexpected story under "${heading}", expected it under a section for stories`,
    place: headlinePosition,
    actual: headline,
    note: 'Its source and date are not read as such here. Move it up to the stories; or, if it is an event, say when and where: "When: 17 January 2026", "Where: Custom House steps".',
  };
}

function eventFinding({ headline, headlinePosition }: Entry, { heading }: Section): Finding {
  const where = heading === '' ? 'among the stories' : `under "${heading}"`;
  return {
    reason: `Unexpected event ${where}, expected it under "Events"`,
    place: headlinePosition,
    actual: headline,
    note: 'Its day and place are only read in a section for events. Move it there; or, if this whole section is for events, say so in newsletter.yaml, with "kind: events" under its name.',
  };
}
