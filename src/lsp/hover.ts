// What is under the pointer goes in, what is known of it comes out, as Markdown: a source, a date as it was understood, a link that
// earlier issues had, the issue that a number names.
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver/node';
import type { IsoDate } from '../model/calendar.ts';
import { daysBetween, formatDate } from '../model/calendar.ts';
import { NO_DATE } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { nearestNames } from '../model/nearest-names.ts';
import type { Source, SourceName } from '../model/source.ts';
import { earlierUses } from './earlier-uses.ts';
import type { OpenProject } from './open-project.ts';
import { rangeOf } from './positions.ts';
import type { Proof } from './proof.ts';
import { useOfSource } from './source-use.ts';
import { type Thing, thingsAt } from './things-at.ts';
import type { OpenFile } from './workspace.ts';

const MAX_EARLIER_SHOWN = 5;

export function hover(position: Position, { document, project, proof }: OpenFile): Hover | null {
  if (proof === undefined) return null;
  const told = thingsAt(proof, document.offsetAt(position))
    .map((thing) => ({ thing, lines: linesOf(thing, proof, project) }))
    .filter(({ lines }) => lines.length > 0);
  const [first] = told;
  if (first === undefined) return null;
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: told.map(({ lines }) => lines.join('  \n')).join('\n\n---\n\n'),
    },
    range: rangeOf(document, first.thing.start, first.thing.end),
  };
}

function linesOf(thing: Thing, proof: Proof, project: OpenProject): readonly string[] {
  switch (thing.kind) {
    case 'source':
      return linesOfSource(thing.source, proof, project);
    case 'date':
      return [`**${fullDate(thing.date)}**`, ...distance(thing.date, proof.issue.date)];
    case 'issue': {
      const issue = project.archive.numbered().find(({ number }) => number === thing.number);
      return issue === undefined || issue.path === proof.issue.path ? [] : [`**${plain(nameOf(issue))}**`];
    }
    case 'link': {
      const earlier = earlierUses(thing.link, proof.digest, project.archive);
      if (earlier.length === 0) return [];
      return [
        '**Earlier issues link to this page:**',
        ...earlier.slice(0, MAX_EARLIER_SHOWN).map(({ issue, found }) => {
          const headline = found.entry === undefined ? undefined : issue.entries[found.entry]?.headline;
          return plain(`${nameOf(issue)}${headline === undefined ? '' : `: ${headline}`}`);
        }),
        ...(earlier.length > MAX_EARLIER_SHOWN ? [`and ${earlier.length - MAX_EARLIER_SHOWN} more`] : []),
      ];
    }
  }
}

function linesOfSource(
  { written, id }: SourceName,
  { settings, issue }: Proof,
  { archive }: OpenProject,
): readonly string[] {
  const source = settings.sources.find((one) => one.id === id);
  if (source === undefined) {
    const near = nearestNames(
      written,
      settings.sources.map(({ name }) => name),
    );
    return [
      `**${plain(written)}** is not in sources.yaml.`,
      ...(near.length === 0 ? [] : [`Near it: ${near.map(plain).join(', ')}`]),
    ];
  }
  const { name, qualifier, kind, verb, home, domains, variants } = source;
  return [
    `**${plain(name)}**${qualifier === undefined ? '' : ` (${plain(qualifier)})`}, ${kind}`,
    ...(verb === undefined ? [] : [`${plain(`${name} ${verb}`)} (date):`]),
    ...(home === undefined ? [] : [`<${home}>`]),
    ...(domains.length === 0 ? [] : [`Articles: ${domains.map(plain).join(', ')}`]),
    ...(variants.length === 0 ? [] : [`Also written: ${variants.map(plain).join(', ')}`]),
    quoted(source, archive, issue.path),
  ];
}

function quoted(source: Source, archive: OpenProject['archive'], except: string): string {
  const { times, issues, last } = useOfSource(source, archive, except);
  if (last === undefined) return 'Quoted in no other issue.';
  const often =
    times === 1
      ? 'once in another issue'
      : `${times} times in ${issues === 1 ? '1 other issue' : `${issues} other issues`}`;
  return `Quoted ${often}, last in ${plain(nameOf(last.issue))}.`;
}

/** "No. 293, 21 January 2016". */
function nameOf({ number, title, date }: IssueDigest): string {
  const name = number === undefined ? title : `No. ${number}`;
  return date === NO_DATE ? name : `${name}, ${formatDate(date, 'en')}`;
}

function fullDate(date: IsoDate): string {
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
  return `${weekday.format(new Date(`${date}T00:00:00Z`))}, ${formatDate(date, 'en')}`;
}

function distance(date: IsoDate, issueDate: IsoDate): readonly string[] {
  if (issueDate === NO_DATE || date === issueDate) return [];
  const days = daysBetween(date, issueDate);
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return [`${count} ${days > 0 ? 'before' : 'after'} this issue`];
}

/** Words of an issue as Markdown that shows them as they are. */
function plain(words: string): string {
  return words.replace(/[\\`*_{}[\]<>#|~&]/gu, '\\$&');
}
