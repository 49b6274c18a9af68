// In: an issue's file and its front matter, in whatever form it was written. Out: what they say of the issue as a whole; where they say
// nothing, the newsletter's own or a stand-in.
import { type IsoDate, isoDate, isTimeZone, readIsoDate } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type FrontMatter, type Issue, type IssueFile, NO_DATE } from '../model/issue.ts';
import { numberInSlug, slugOfPath } from '../model/issue-names.ts';
import { LIVE_ORDERS } from '../model/live-order.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { readDate } from './read-date.ts';
import { canonicalLanguage } from './yaml-values.ts';

export type IssueSettings = Pick<
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

/** @param diagnostics Added to. */
export function readSettings(
  file: IssueFile,
  { fields, masthead }: FrontMatter,
  newsletter: Newsletter,
  diagnostics: Diagnostic[],
): IssueSettings {
  const slug = slugOfPath(file.path);
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
  const isHouse = newsletter.dialect === undefined;
  const number = numberText === undefined ? (isHouse ? undefined : numberInSlug(slug)) : Number(numberText);
  const numbered = newsletter.issueTitle ?? 'Newsletter No. {number}';
  const title =
    written('title') || (number === undefined ? titleOf(slug) : numbered.replace('{number}', String(number)));
  const preheader = written('preheader');
  return {
    slug,
    ...(number === undefined ? {} : { number }),
    date: dateOf(written('date')) ?? masthead?.date ?? readIsoDate(slug.slice(0, 10)) ?? NO_DATE,
    title,
    subject: written('subject') || (isHouse ? `${newsletter.title}: ${title}` : subjectOf(title, newsletter)),
    ...(preheader === '' ? {} : { preheader }),
    language: language ?? newsletter.language,
    timeZone: hasTimeZone ? timeZone : newsletter.timeZone,
    isDraft: draft === 'true' || draft === 'yes',
    ...(liveOrder === undefined ? {} : { liveOrder }),
    ...(live === 'ended' ? { isLiveEnded: true } : {}),
  };
}

/** "This Week in Ports 42" has the newsletter's name already. */
function subjectOf(title: string, newsletter: Newsletter): string {
  const isNamed = [newsletter.title, newsletter.shortTitle].some((name) =>
    title.toLowerCase().includes(name.toLowerCase()),
  );
  return isNamed ? title : `${newsletter.title}: ${title}`;
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
