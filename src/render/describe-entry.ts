// One entry (item, live entry, event, listing) → what the templates `…/entry.hbs` of the HTML editions are given.
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block } from '../model/block.ts';
import { formatDay } from '../model/calendar.ts';
import { directionOf } from '../model/direction.ts';
import type { Entry, Item, LiveEntry, Report } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';
import { hashOfEntry } from '../model/live-order.ts';
import { calendarPath, issuePath, linkTo, topicPath } from '../model/site-paths.ts';
import { tagSlug } from '../model/slug.ts';
import type { SourceName } from '../model/source.ts';
import { type BlockView, bidiOf, describeBlock, type Scope } from './describe-block.ts';
import { safeUrl } from './safe-url.ts';
import { setType, typeLanguage } from './set-type.ts';

export type EntryView = Readonly<Record<string, unknown>>;

/** @param isDayShown For a live entry: whether its day stands beside its time. */
export function describeEntry(entry: Entry, issue: Issue, scope: Scope, isDayShown = true): EntryView {
  const inside: Scope = {
    ...scope,
    entryLanguage: entry.language,
    ...(entry.kind === 'live' && {
      edition: { ...scope.edition, widestPx: scope.edition.widestBesideTimePx },
    }),
  };
  const { edition } = scope;
  const language = typeLanguage(entry.language ?? issue.language, entry.direction);
  const headline = scope.prose.phrasing(entry.headlineChildren, {
    language,
    direction: entry.direction,
    definitions: [],
  });
  return {
    ...bidiOf(entry.direction, entry.language, scope),
    kind: entry.kind,
    id: entry.id,
    // A headline is one link: links inside it would break it in two.
    headlineHtml: /<a[ >]/u.test(headline)
      ? escaped(setType(plainTextOf(entry.headlineChildren), language))
      : headline,
    url: safeUrl(entry.url) ?? (entry.kind === 'item' ? (safeUrl(entry.reports[0]?.url) ?? '') : ''),
    address: linkTo(edition.root, issuePath(issue.slug), entry.id),
    blocks: bodyOf(entry).map((block) => {
      const view = describeBlock(block, inside);
      return entry.kind === 'live' && entry.isKey ? { ...view, edge: 'none' } : view;
    }),
    tags: entry.tags.map((tag) => ({
      ...bidiOf(directionOf(tag) ?? scope.direction, undefined, scope),
      name: tag,
      url: linkTo(edition.root, topicPath('tag', tagSlug(tag))),
    })),
    ...(entry.kind === 'item' && describeItem(entry, inside)),
    ...(entry.kind === 'live' && describeLive(entry, issue, inside, isDayShown)),
    ...(entry.kind === 'event' && {
      when: setType(entry.when?.written ?? '', scope.language),
      whenDate: entry.when?.date ?? '',
      calendarUrl: entry.when?.date === undefined ? '' : linkTo(edition.root, calendarPath(entry.id)),
      where: setType(entry.where?.written ?? '', scope.language),
    }),
  };
}

/** The entries of a section. On a live page the day is named where it changes. */
export function describeEntries(section: Section, issue: Issue, scope: Scope): readonly EntryView[] {
  let day = '';
  return section.entries.map((entry) => {
    const own = entry.kind === 'live' ? (entry.localDate ?? day) : day;
    const isDayShown = own !== day;
    day = own;
    return describeEntry(entry, issue, scope, isDayShown);
  });
}

/** The blocks before the first report; a listing's disclaimer, which is kept apart, stands last. */
export function bodyOf(entry: Entry): readonly Block[] {
  const disclaimer = entry.kind === 'listing' ? entry.disclaimer : undefined;
  return disclaimer === undefined || entry.body.includes(disclaimer)
    ? entry.body
    : [...entry.body, disclaimer];
}

function describeItem(item: Item, scope: Scope) {
  return {
    label: item.label ?? '',
    reports: item.reports.map((report, index) =>
      describeReport(report, { isFirst: index === 0, url: ownUrlOf(report, item) }, scope),
    ),
  };
}

/** The first report's article is the headline's link, unless its source's name has one to another page; every later one has its own. */
export function ownUrlOf(report: Report, item: Item): string | undefined {
  const [first] = item.reports;
  return report === first && (item.url === undefined || item.url === report.url) ? undefined : report.url;
}

function describeReport(
  report: Report,
  { isFirst, url }: { isFirst: boolean; url: string | undefined },
  scope: Scope,
): Readonly<Record<string, unknown>> {
  const { before, name, after } = attributionParts(report);
  return {
    ...bidiOf(directionOf(report.attribution) ?? scope.direction, undefined, scope),
    isFirst,
    before,
    name,
    after,
    url: safeUrl(url) ?? '',
    sourceUrl: sourceUrl(report.source, scope),
    blocks: report.body.map((block): BlockView => describeBlock(block, scope)),
  };
}

/** The attribution in the editor's own grammar, opened where the source's name stands in it. */
export function attributionParts(report: Report): { before: string; name: string; after: string } {
  const attribution = report.attribution.replace(/(?<!\s)\s*\n\s*/gu, ', ').trim();
  const at = attribution.indexOf(report.source.written);
  if (report.source.written === '' || at === -1) return { before: attribution, name: '', after: '' };
  return {
    before: attribution.slice(0, at),
    name: report.source.written,
    after: attribution.slice(at + report.source.written.length),
  };
}

function describeLive(entry: LiveEntry, issue: Issue, scope: Scope, isDayShown: boolean) {
  const day = entry.localDate === undefined ? '' : formatDay(entry.localDate, issue.language);
  const isDayAlone = entry.localTime === undefined && day !== '';
  return {
    instant: entry.at ?? (isDayAlone ? (entry.localDate ?? '') : ''),
    // A day that could not be read (2/7) is shown with its time, as written.
    time: (day === '' ? entry.atAsWritten : undefined) ?? entry.localTime ?? day,
    day: isDayShown && !isDayAlone ? day : '',
    isKey: entry.isKey,
    hash: hashOfEntry(entry, issue.text),
    authors: (entry.byline?.authors ?? []).join(', '),
    editors: (entry.byline?.editors ?? []).join(', '),
    credit: entry.credit?.source.written ?? '',
    creditUrl: entry.credit === undefined ? '' : sourceUrl(entry.credit.source, scope),
  };
}

function sourceUrl(source: SourceName, scope: Scope): string {
  return source.id === undefined ? '' : linkTo(scope.edition.root, topicPath('source', source.id));
}

function escaped(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').replace(/"/gu, '&quot;');
}
