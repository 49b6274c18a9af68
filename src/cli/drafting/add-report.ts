// What `add` has done with each address, for people and for machines: where the item stands, what is left for the editor, and why others
// were not added.
import type { ProposedRow } from '../../intake/find-publisher.ts';
import type { StuckMail } from '../../mail/incoming-mail.ts';
import { formatDate } from '../../model/calendar.ts';
import type { DraftEntry } from '../../model/draft.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import type { Paint } from '../paint.ts';
import type { Told } from './drafting-desk.ts';
import { rowLines } from './propose-source.ts';

export interface AddedPage {
  /** `told`: some issue has it. `gone`: there is no such page. */
  readonly kind: 'added' | 'told' | 'gone';
  readonly url: string;
  readonly section?: string;
  readonly sectionFrom?: 'editor' | 'guess' | 'nothing';
  readonly entry?: DraftEntry;
  readonly line?: number;
  /** Under --dry-run. */
  readonly markdown?: string;
  /** Why it could not be read, or is not there. */
  readonly reason?: string;
  readonly told?: Told | 'here' | undefined;
  /** The publisher was known by its name alone. */
  readonly strangeHost?: string;
}

export interface AddReport {
  readonly path: string;
  readonly isNew: boolean;
  readonly pages: readonly AddedPage[];
  /** Of publishers that sources.yaml does not have. */
  readonly rows: readonly ProposedRow[];
  readonly stuck: readonly StuckMail[];
}

interface ReportOptions {
  readonly addSource?: true;
  readonly dryRun?: true;
}

export function addResult(report: AddReport, options: ReportOptions): CommandResult {
  const { pages, path, isNew, rows, stuck } = report;
  const added = pages.filter(({ kind }) => kind === 'added');
  const isWhole = pages.every(({ kind }) => kind !== 'gone') && stuck.length === 0;
  return {
    exitCode: isWhole ? 0 : 1,
    value: {
      path,
      made: isNew,
      written: options.dryRun === undefined && added.length > 0,
      pages: pages.map(toValue),
      newSources: rows,
      sourcesWritten: options.addSource === true && options.dryRun === undefined && rows.length > 0,
      stuck,
    },
    lines: (paint) => [
      ...(isNew ? [`${paint.done('made')}       ${path}: no draft was open`, ''] : []),
      ...pages.flatMap((page) => [...pageLines(page, report, paint), '']),
      ...rowsLines(rows, options, paint),
      ...stuck.map(({ name, problem }) => `${paint.stop('unread')}  ${name}: ${problem}`),
      ...(pages.length === 0 && stuck.length === 0 ? ['There is no address of a page in it.'] : []),
      ...nextStep(nextAfter(report, options), paint).slice(pages.length === 0 && rows.length === 0 ? 0 : 1),
    ],
  };
}

function toValue({ kind, url, section, entry, line, reason, told, markdown }: AddedPage) {
  const [first] = entry?.reports ?? [];
  return {
    state: kind,
    url,
    ...(entry === undefined
      ? {}
      : {
          headline: entry.headline,
          source: first?.source,
          date: first?.date,
          tags: entry.tags,
          blanks: blanksOf(entry),
        }),
    ...(section === undefined ? {} : { section }),
    ...(line === undefined ? {} : { line }),
    ...(reason === undefined ? {} : { reason }),
    ...(told === undefined ? {} : { told: told === 'here' ? 'here' : told.issue.path }),
    ...(markdown === undefined ? {} : { markdown }),
  };
}

function pageLines(page: AddedPage, { path }: AddReport, paint: Paint): readonly string[] {
  const { kind, url, reason, told } = page;
  if (kind === 'gone') return [`${paint.stop('not added')}  ${url}`, `           ${capital(reason ?? '')}.`];
  if (kind === 'told') {
    if (told === 'here')
      return [`${paint.dim('twice')}      ${url}`, '           It stands in this list already.'];
    return [
      `${paint.ask('told')}       ${url}`,
      `           ${told === undefined ? '' : `It was told in ${nameOf(told.issue)} (${told.issue.path}:${told.line}). `}--anyway adds it all the same.`,
    ];
  }
  if (page.markdown !== undefined) return page.markdown.split('\n');
  const { entry, line, section = '', sectionFrom } = page;
  const [report] = entry?.reports ?? [];
  const facts = [
    report?.source,
    typeof report?.date === 'string' ? formatDate(report.date, 'en') : undefined,
  ].filter((one) => one !== undefined);
  const blanks = entry === undefined ? [] : blanksOf(entry);
  return [
    `${paint.done('added')}      ${paint.strong(entry?.headline || url)}`,
    `           ${facts.join(', ')}${facts.length === 0 ? '' : '; '}${path}:${line ?? 1}${section === '' ? '' : ` in "${section}"${sectionFrom === 'editor' ? '' : paint.dim(sectionFrom === 'guess' ? ' (a guess; --section NAME says it)' : ' (the first; --section NAME says which)')}`}`,
    ...(entry?.areTagsProposed === true
      ? [paint.dim(`           tags proposed: ${entry.tags.join(', ')}`)]
      : []),
    ...(reason === undefined ? [] : [`           ${paint.ask('not read:')} ${reason}.`]),
    ...(page.strangeHost === undefined
      ? []
      : [
          `           ${paint.ask('look:')} ${page.strangeHost} is not among the domains of ${report?.source ?? ''} in issues/sources.yaml.`,
        ]),
    ...(blanks.length === 0 ? [] : [`           ${paint.ask('for you:')} ${blanks.join(', ')}`]),
  ];
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

/** What the editor has to fill in, in words. */
export function blanksOf({ headline, reports: [report] }: DraftEntry): readonly string[] {
  return [
    ...(headline === '' ? ['the headline'] : []),
    ...(report?.source === undefined ? ['the source'] : []),
    ...(report?.date === undefined ? ['the day'] : []),
    ...(report?.body.includes('[text?]') === true ? ['what it says'] : []),
  ];
}

export function nameOf({ number, slug }: Pick<IssueDigest, 'number' | 'slug'>): string {
  return number === undefined ? slug : `No. ${number}`;
}

function rowsLines(
  rows: readonly ProposedRow[],
  { addSource, dryRun }: ReportOptions,
  paint: Paint,
): readonly string[] {
  if (rows.length === 0) return [];
  const names = rows.map(({ name }) => name).join(', ');
  if (addSource === true && dryRun === undefined)
    return [`${paint.done('added')}      ${names} to issues/sources.yaml; look at its kind and its verb`, ''];
  return [
    `${paint.ask('new source')} ${names}: not in issues/sources.yaml yet. --add-source writes ${rows.length === 1 ? 'this row' : 'these rows'}; or copy:`,
    ...rows.flatMap(rowLines),
    '',
  ];
}

function nextAfter({ path, pages, isNew }: AddReport, { dryRun }: ReportOptions): string {
  const added = pages.filter(({ kind }) => kind === 'added');
  if (dryRun === true) return 'nothing was written; without --dry-run it is.';
  if (added.length === 0) {
    if (isNew) return `write in ${path}.`;
    const areGone = pages.some(({ kind }) => kind === 'gone');
    return areGone
      ? 'nothing was added; look at the addresses, and run it again.'
      : `nothing was added; ${path} is as it was.`;
  }
  const blanks = added.reduce(
    (sum, { entry }) => sum + (entry === undefined ? 0 : blanksOf(entry).length),
    0,
  );
  return blanks === 0
    ? `look at ${path}; \`broadside preview\` shows it.`
    : `fill in ${countOf(blanks, 'blank')} in ${path}; \`broadside check\` shows what is left.`;
}
