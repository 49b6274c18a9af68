// Every item rests on somebody's report, and says whose. Items that only show pictures or films are credited there.
import type { Block } from '../../model/block.ts';
import type { Item, LiveEntry } from '../../model/entry.ts';
import { blocksOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { type Place, placeOf } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { isMisplacedEvent } from '../dates/events-of.ts';
import { blocksOfIssue } from '../parts/blocks-of-issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { unreadBeginnings } from '../sources/unread-attributions.ts';

export const sourceMissing: IssueRule = {
  id: 'source-missing',
  severity: 'error',
  stage: 'issue',
  description: 'An item names the source that it rests on, and a credit is never empty.',
  check: (issue, { sources }) => [
    ...issue.sections.flatMap(({ kind, entries }) =>
      entries.flatMap((entry) => {
        if (entry.kind === 'item') return kind === 'items' ? itemFindings(entry, issue, sources) : [];
        return entry.kind === 'live' ? creditFindings(entry, issue) : [];
      }),
    ),
    ...blocksOfIssue(issue).flatMap((block) => bracketFindings(block, issue)),
  ],
};

/** Brackets in which a name was to be put. Those under pictures are left to `media-credit`. */
const EMPTY_BRACKETS = /\[(?:source|credit|via|photo)[ \t]{0,5}:[ \t]{0,5}\]/giu;

function itemFindings(item: Item, { text }: Issue, sources: readonly Source[]): readonly Finding[] {
  const nameless = item.reports.filter(({ source }) => source.written.trim() === '');
  if (item.reports.length > 0) {
    return nameless.map(({ position, attribution }) => ({
      reason: `Unexpected "${attribution}", expected the name of a source first`,
      place: position,
      actual: attribution,
      expected: ['Reuters report (16 January):'],
      note: 'Write who reported this before the verb.',
    }));
  }
  const isShown = /^(?:video|gallery)$/iu.test(item.label ?? '');
  if (isShown || !blocksOf(item).some(({ kind }) => kind === 'prose' || kind === 'quote')) return [];
  if (isMisplacedEvent(item)) return [];
  // A source in a form that was not read is `source-form`'s.
  if (unreadBeginnings(item, text, sources).length > 0) return [];
  return [
    {
      reason: 'Unexpected item without a source, expected the text to begin with one',
      place: item.headlinePosition,
      actual: item.headline,
      expected: ['Reuters report (16 January): …'],
      note: 'Begin the first paragraph with who reported it and when, then a colon. If the words are your own, say so: <!-- on purpose: source-missing (our own announcement) -->',
    },
  ];
}

/** `[Source: ]`: someone meant to look it up. */
function creditFindings({ credit }: LiveEntry, issue: Issue): readonly Finding[] {
  if (credit === undefined || credit.source.written.trim() !== '') return [];
  const { position } = credit;
  return [emptyCredit(issue.text.slice(position.start.offset, position.end.offset), position)];
}

/** The same in running text, where it is no credit of the whole entry. */
function bracketFindings(block: Block, { text }: Issue): readonly Finding[] {
  if (block.kind !== 'prose' && block.kind !== 'quote') return [];
  const start = block.position.start.offset ?? 0;
  return [...text.slice(start, block.position.end.offset).matchAll(EMPTY_BRACKETS)].map(
    ({ 0: actual, index }) =>
      emptyCredit(actual, placeOf(text, start + index, start + index + actual.length)),
  );
}

function emptyCredit(actual: string, place: Place): Finding {
  return {
    reason: `Unexpected empty credit "${actual}", expected the name of a source`,
    place,
    actual,
    expected: ['[AFP]'],
    note: 'Write the name of the agency in the brackets, or take them out.',
  };
}
