// An issue and its diagnostics, as the fixtures of this room write them down: short enough to read in a diff, yet with every
// word and every place.
import { toString as plainTextOf } from 'mdast-util-to-string';
import { stringify } from 'yaml';
import type { Block } from '../../src/model/block.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Entry, Report } from '../../src/model/entry.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Place } from '../../src/model/place.ts';

export function summariseIssue(issue: Issue, diagnostics: readonly Diagnostic[]): string {
  const { slug, number, date, title, subject, preheader, language, direction, timeZone, tags, isDraft } =
    issue;
  return stringify(
    compact({
      issue: compact({
        slug,
        number,
        date,
        title,
        subject,
        preheader,
        language,
        direction,
        timeZone,
        isDraft: isDraft || undefined,
      }),
      tags,
      lead: issue.lead.map(summariseBlock),
      sections: issue.sections.map((section) =>
        compact({
          section: `${section.kind} #${section.anchor}`,
          heading: section.heading,
          direction: section.direction === direction ? undefined : section.direction,
          body: section.body.map(summariseBlock),
          entries: section.entries.map(summariseEntry),
        }),
      ),
      corrections: issue.corrections.map(
        ({ note, date: day, position }) => `${at(position)} ${note} ${day ?? '?'}`,
      ),
      silences: issue.silences.map(
        ({ line, ruleIds, reason }) => `line ${line}: ${ruleIds.join(', ')} (${reason})`,
      ),
      diagnostics: diagnostics.map(
        ({ place, severity, ruleId, reason }) =>
          `${place === undefined ? '' : at(place)} ${severity} ${ruleId}: ${reason}`,
      ),
    }),
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function summariseEntry(entry: Entry): object {
  const { kind, id, headline, url, direction, language, tags, body, notes, headlinePosition } = entry;
  return compact({
    [kind]: id,
    headline: `${at(headlinePosition)} ${headline}`,
    label: entry.kind === 'item' ? entry.label : undefined,
    url,
    direction: direction === 'ltr' ? undefined : direction,
    language,
    ...(entry.kind === 'live' && {
      at: entry.at,
      atAsWritten: entry.atAsWritten,
      local: [entry.localDate, entry.localTime].filter(Boolean).join(' ') || undefined,
      byline: entry.byline && `${entry.byline.authors.join(' + ')} / ${entry.byline.editors.join(' + ')}`,
      credit:
        entry.credit &&
        `${at(entry.credit.position)} ${entry.credit.source.written} = ${entry.credit.source.id ?? '?'}`,
      isKey: entry.isKey || undefined,
      isMoment: entry.isMoment,
    }),
    ...(entry.kind === 'event' && {
      when: entry.when && `${at(entry.when.position)} ${entry.when.written} = ${entry.when.date ?? '?'}`,
      where: entry.where && `${at(entry.where.position)} ${entry.where.written}`,
    }),
    body: body.map(summariseBlock),
    reports: entry.kind === 'item' ? entry.reports.map(summariseReport) : [],
    disclaimer: entry.kind === 'listing' && entry.disclaimer ? summariseBlock(entry.disclaimer) : undefined,
    notes: notes.length > 0 ? notes.length : undefined,
    tags: tags.join(', ') || undefined,
  });
}

function summariseReport(report: Report): object {
  return compact({
    report: `${at(report.position)} ${report.attribution}`,
    source: `${report.source.written} = ${report.source.id ?? '?'}`,
    verb: report.verb,
    date: report.dateAsWritten === undefined ? undefined : `${report.dateAsWritten} = ${report.date ?? '?'}`,
    url: report.url,
    body: report.body.map(summariseBlock),
  });
}

export function summariseBlock(block: Block): unknown {
  const marks = [block.language, block.direction === 'rtl' ? 'rtl' : undefined].filter(Boolean).join(' ');
  const start = `${at(block.position)} ${block.kind}${marks === '' ? '' : ` (${marks})`}`;
  switch (block.kind) {
    case 'prose':
      return `${start} ${block.node.type === 'paragraph' ? '' : `[${block.node.type}] `}${plainTextOf(block.node)}`;
    case 'note':
      return `${start} ${block.note} ${block.dateAsWritten ?? ''} = ${block.date ?? '?'}: ${plainTextOf([...block.children])}`;
    case 'picture':
      return `${start} ${block.url} "${block.alt}" ${plainTextOf([...block.caption])} [${block.credit ?? ''}]`;
    case 'video':
      return compact({
        [start]: block.title,
        url: block.url,
        by: block.channel,
        via: block.host,
        caption: plainTextOf([...block.caption]) || undefined,
      });
    case 'gallery':
      return { [start]: block.pictures.map(summariseBlock) };
    case 'quote':
      return compact({
        [start]: block.children.map(summariseBlock),
        speaker: block.speaker && plainTextOf([...block.speaker]),
      });
  }
}

/** `12:31-14:8`. */
function at({ start, end }: Place): string {
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

/** Without what is absent or empty. */
function compact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
