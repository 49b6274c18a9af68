// One entry of a draft → its Markdown, in the form of the section that it will stand in: an item with its reports, a live entry, an
// event, a bullet.
import { blankFor } from '../model/blanks.ts';
import type { DraftEntry, MarkdownBlock } from '../model/draft.ts';
import type { SectionKind } from '../model/issue.ts';
import { escapeAddress, escapeHeading, escapeParagraph, escapeWords, plainLine } from './escape-markdown.ts';
import type { House, IssueScene } from './house.ts';
import { writeReport } from './write-report.ts';

/** Without blank lines around it. */
export function writeEntry(entry: DraftEntry, kind: SectionKind, issue: IssueScene, house: House): string {
  const isBullet = kind === 'interest' && entry.isHeaded !== true;
  const blocks = isBullet ? bulletOf(entry) : headedEntry(entry, kind, issue, house);
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

function headedEntry(
  entry: DraftEntry,
  kind: SectionKind,
  issue: IssueScene,
  house: House,
): readonly MarkdownBlock[] {
  const issueLanguage = issue.language ?? house.language;
  const scene = { near: issue.date, issueLanguage, language: entry.language ?? issueLanguage, house };
  // Pictures above a report do not make it the second thing that is told.
  const isToldAbove = entry.body.some((block) => !/^!\[/u.test(block.trimStart()));
  const reports = entry.reports.flatMap((report, nth) =>
    writeReport(report, {
      ...scene,
      isFirst: nth === 0 && !isToldAbove,
      headlineUrl: nth === 0 ? entry.url : undefined,
    }),
  );
  return [headingOf(entry, kind), ...eventLines(entry), ...entry.body, ...reports, ...closingLines(entry)];
}

function headingOf(entry: DraftEntry, kind: SectionKind): string {
  const { label, at, isKey } = entry;
  const needsHeadline = kind !== 'live' || at === undefined;
  const headline = headlineOf(entry, needsHeadline);
  const parts = [at, isKey === true ? 'Key' : undefined, label].map((part) => escapeWords(part ?? ''));
  const heading = [...parts, headline].filter((part) => part !== '').join(': ');
  // A label with nothing behind it keeps its colon.
  return `### ${heading}`;
}

/** With its link. Signs at the end of one that is none close the heading and have to be escaped. */
function headlineOf({ headline, headlineMarkdown, url }: DraftEntry, isNeeded: boolean): string {
  const words = headlineMarkdown ?? (url === undefined ? escapeHeading(headline) : escapeWords(headline));
  const shown = words === '' && isNeeded && headlineMarkdown === undefined ? blankFor('headline') : words;
  return url === undefined ? shown : `[${shown}](${escapeAddress(url)})`;
}

function eventLines({ when, where }: DraftEntry): readonly string[] {
  const lines = [
    ['When', when],
    ['Where', where],
  ].flatMap(([key, written]) =>
    plainLine(written ?? '') === '' ? [] : [`${key}: ${escapeWords(written ?? '')}`],
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function closingLines({ language, tags, areTagsProposed }: DraftEntry): readonly string[] {
  const named = tags.map((tag) => escapeWords(tag)).filter((tag) => tag !== '');
  const lines = [
    ...(language === undefined ? [] : [`Language: ${language}`]),
    ...(named.length === 0
      ? []
      : [`Tags: ${named.join(', ')}${areTagsProposed === true ? ' <!-- proposed -->' : ''}`]),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** `- [A short history of cranes](https://…), free online.`: the first block goes on behind the link. */
function bulletOf(entry: DraftEntry): readonly string[] {
  const { headline, headlineMarkdown, url, body } = entry;
  const words = headlineMarkdown ?? (url === undefined ? escapeParagraph(headline) : escapeWords(headline));
  const name = url === undefined ? words : `[${words || blankFor('headline')}](${escapeAddress(url)})`;
  const [first = '', ...rest] = body;
  const gap = name === '' || first === '' || /^[,.;:!?)\]—–]/u.test(first) ? '' : ' ';
  const line = `${name}${gap}${first}`;
  const isMissing = line === '' && headlineMarkdown === undefined;
  const blocks = [isMissing ? blankFor('headline') : line, ...rest, ...closingLines(entry)];
  const [bullet = '', ...others] = blocks.map((block) => block.replace(/\n(?=.)/gu, '\n  '));
  return [`- ${bullet}`, ...others.map((block) => `  ${block}`)];
}
