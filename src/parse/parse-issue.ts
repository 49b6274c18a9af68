// In: one issue's file, with the newsletter, its sources and the ids that were kept. Out: the issue, always, and what could
// not be understood. It never throws, and no word is dropped: what the format gives no meaning to stays prose.
import type { Block, Note } from '../model/block.ts';
import { type IsoDate, isoDate, isTimeZone, readIsoDate } from '../model/calendar.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import { directionOfLanguage } from '../model/direction.ts';
import { blocksOf } from '../model/entry.ts';
import { type FrontMatter, type Issue, type IssueFile, NO_DATE, type Section } from '../model/issue.ts';
import { LIVE_ORDERS } from '../model/live-order.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { KeptIds } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { createIdGiver } from './entry-ids.ts';
import { outlineIssue } from './outline-issue.ts';
import { createPlaceFinder } from './place-finder.ts';
import { plainParagraphs } from './plain-paragraphs.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { readDate } from './read-date.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { readMarkdown } from './read-markdown.ts';
import { readMasthead } from './read-masthead.ts';
import { readSections } from './read-section.ts';
import type { Reading } from './reading.ts';
import { resolveMarkdown } from './resolve-markdown.ts';
import { createSourceIndex } from './source-index.ts';
import { canonicalLanguage } from './yaml-values.ts';

export interface IssueContext {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  readonly ids: KeptIds;
}

export function parseIssue(
  file: IssueFile,
  context: IssueContext,
): { issue: Issue; diagnostics: readonly Diagnostic[] } {
  const { newsletter } = context;
  const placeAt = createPlaceFinder(file.value);
  const head = readFrontMatter(file, placeAt);
  const masthead = readMasthead(file, head, newsletter, placeAt);
  const frontMatter = masthead === undefined ? head.frontMatter : { ...head.frontMatter, masthead };
  // What stands in its place is for the proofreader to speak of.
  const diagnostics = masthead === undefined ? [...head.diagnostics] : [];
  const settings = readSettings(file, frontMatter, newsletter, diagnostics);
  const reading: Reading = {
    text: file.value,
    path: file.path,
    placeAt,
    issueDate: settings.date,
    timeZone: settings.timeZone,
    language: settings.language,
    sources: createSourceIndex(context.sources),
    diagnostics,
  };

  const { root, excess } = readMarkdown(file.value, head.bodyStart);
  if (excess !== undefined) {
    const { ruleId, reason, note, at } = excess;
    const place = placeAt(at, at);
    diagnostics.push({ ruleId, severity: 'error', reason, note, path: file.path, place });
  }
  const resolved =
    excess === undefined
      ? resolveMarkdown(root, reading)
      : { nodes: plainParagraphs(head.bodyStart, reading), silences: [], diagnostics: [] };
  diagnostics.push(...resolved.diagnostics);

  const outline = outlineIssue(resolved.nodes);
  const lead = readBlocks(outline.lead, reading);
  // A letter first: validators, and style sheets, still ask it of an id.
  const prefix = settings.number === undefined ? `special-${settings.slug}` : `no-${settings.number}`;
  const sections = readSections(
    outline.sections,
    createIdGiver(prefix, context.ids),
    newsletter.sectionOrder,
    reading,
  );
  const issue: Issue = {
    ...settings,
    tags: head.tags,
    direction: directionOfLanguage(settings.language),
    lead,
    sections,
    corrections: correctionsOf(lead, sections),
    path: file.path,
    text: file.value,
    tree: root,
    frontMatter,
    silences: resolved.silences,
  };
  return { issue, diagnostics: diagnostics.sort(compareDiagnostics) };
}

type Settings = Pick<
  Issue,
  | 'slug'
  | 'number'
  | 'date'
  | 'title'
  | 'subject'
  | 'preheader'
  | 'language'
  | 'timeZone'
  | 'isDraft'
  | 'liveOrder'
  | 'isLiveEnded'
>;

/** What the front matter and the file's name say; where they say nothing, the newsletter's own or a stand-in. */
function readSettings(
  file: IssueFile,
  { fields, masthead }: FrontMatter,
  newsletter: Newsletter,
  diagnostics: Diagnostic[],
): Settings {
  const slug = (file.path.split('/').at(-1) ?? '').replace(/\.md$/u, '');
  const written = (key: string): string => fields[key]?.value.replace(/\s+/gu, ' ').trim() ?? '';
  const unusable = (key: string, expected: string): void => {
    diagnostics.push({
      ruleId: 'front-matter',
      severity: 'error',
      reason: `Unexpected "${written(key)}" for "${key}", expected ${expected}`,
      path: file.path,
      ...(fields[key] === undefined ? {} : { place: fields[key].position }),
      actual: written(key),
      note: 'Correct the value on this line.',
    });
  };

  const language = written('language') === '' ? newsletter.language : canonicalLanguage(written('language'));
  if (language === undefined) unusable('language', 'a language tag such as en or ar');
  const timeZone = written('timeZone');
  const hasTimeZone = timeZone !== '' && isTimeZone(timeZone);
  if (timeZone !== '' && !hasTimeZone) unusable('timeZone', 'a time zone such as Europe/London');
  const draft = written('draft').toLowerCase();
  if (!/^(?:true|false|yes|no|)$/u.test(draft)) unusable('draft', 'true or false');

  const live = written('live').toLowerCase();
  if (!/^(?:ended|running|)$/u.test(live)) unusable('live', 'ended, or no such line');
  const orderWritten = written('liveOrder');
  const ownOrder = LIVE_ORDERS.find((order) => order === orderWritten);
  if (orderWritten !== '' && ownOrder === undefined) unusable('liveOrder', LIVE_ORDERS.join(' or '));
  const liveOrder = ownOrder ?? newsletter.liveOrder;

  const numberText = /^\d{1,9}$/u.test(written('number')) ? written('number') : /^\d{4,9}$/u.exec(slug)?.[0];
  const number = numberText === undefined ? undefined : Number(numberText);
  const numbered = newsletter.issueTitle ?? 'Newsletter No. {number}';
  const title =
    written('title') || (number === undefined ? titleOf(slug) : numbered.replace('{number}', String(number)));
  const preheader = written('preheader');
  return {
    slug,
    ...(number === undefined ? {} : { number }),
    date: dateOf(written('date')) ?? masthead?.date ?? readIsoDate(slug.slice(0, 10)) ?? NO_DATE,
    title,
    subject: written('subject') || `${newsletter.title}: ${title}`,
    ...(preheader === '' ? {} : { preheader }),
    language: language ?? newsletter.language,
    timeZone: hasTimeZone ? timeZone : newsletter.timeZone,
    isDraft: draft === 'true' || draft === 'yes',
    ...(liveOrder === undefined ? {} : { liveOrder }),
    ...(live === 'ended' ? { isLiveEnded: true } : {}),
  };
}

/** Any form with a year is understood, so that one slip of form does not make every other date wrong. */
function dateOf(written: string): IsoDate | undefined {
  const date = readDate(written);
  return date?.year === undefined ? undefined : isoDate(date.year, date.month, date.day);
}

/** A special without a title, from its file's name: "2014-06-30-live-iraq" gives "live iraq". */
function titleOf(slug: string): string {
  return (
    slug
      .replace(/^\d{4}-\d{2}-\d{2}-?/u, '')
      .replace(/-+/gu, ' ')
      .trim() || slug
  );
}

function correctionsOf(lead: readonly Block[], sections: readonly Section[]): readonly Note[] {
  const blocks = [
    ...lead,
    ...sections.flatMap((section) => [...section.body, ...section.entries.flatMap(blocksOf)]),
  ];
  return notesOf(blocks).filter(({ note }) => note !== 'disclaimer');
}
