// An issue → every shape in which it leaves the house: HTML mail, plain-text mail, web page, feed, and what lists say of it.
import type { Definition } from 'mdast';
import type { Block } from '../model/block.ts';
import { formatDate } from '../model/calendar.ts';
import { directionOfLanguage } from '../model/direction.ts';
import type { Entry } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';
import { markedLink } from '../model/markers.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { RenderedIssue, RenderedItem } from '../model/rendered.ts';
import type { Say } from '../model/words.ts';
import type { FillTemplate } from './compile-templates.ts';
import { bidiOf, describeBlock, type Scope } from './describe-block.ts';
import { describeEntries, describeEntry } from './describe-entry.ts';
import { describeTextIssue } from './describe-text.ts';
import type { Edition } from './edition.ts';
import { type HtmlOfProse, htmlOfProse } from './html-of-prose.ts';
import { setType } from './set-type.ts';
import { siteOf } from './site-of.ts';
import { headlineOf, leadTextOf, preheaderOf, summaryOf, teaserOf, textOf } from './summarise-issue.ts';
import { tidy, tidyText } from './tidy.ts';

export interface IssueRenderer {
  readonly newsletter: Newsletter;
  readonly fill: FillTemplate;
  readonly say: Say;
  readonly mail: Edition;
  /** The mail's standing texts at its foot, set smaller. */
  readonly mailFoot: Edition;
  readonly page: Edition;
  readonly feed: Edition;
  readonly headStyles: string;
}

export function issueRenderer(press: IssueRenderer): (issue: Issue) => RenderedIssue {
  const { fill, newsletter } = press;
  const prose = {
    mail: htmlOfProse(press.mail),
    page: htmlOfProse(press.page),
    feed: htmlOfProse(press.feed),
  };
  const foot = standingTexts(press);
  return (issue) => {
    const definitions = issue.tree.children.filter((node): node is Definition => node.type === 'definition');
    const scopeOf = (edition: Edition, html: HtmlOfProse): Scope => ({
      edition,
      prose: html,
      language: issue.language,
      direction: issue.direction,
      definitions,
    });
    const subject = issue.subject.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    const preheader = preheaderOf(issue);
    const head = {
      subject,
      preheader,
      title: setType(issue.title, issue.language),
      number: issue.number,
      date: formatDate(issue.date, issue.language),
      isoDate: issue.date,
      language: issue.language,
      direction: issue.direction,
      rtl: issue.direction === 'rtl' ? 'rtl' : '',
      webUrl: `${newsletter.siteUrl}issues/${issue.slug}.html`,
      ...foot,
    };
    const page = renderPageBody(issue, scopeOf(press.page, prose.page), fill);
    return {
      slug: issue.slug,
      subject,
      preheader,
      teaser: teaserOf(issue),
      leadText: leadTextOf(issue),
      html: tidy(
        fill('email/issue', {
          ...head,
          headStyles: press.headStyles,
          ...describeWhole(issue, scopeOf(press.mail, prose.mail)),
        }),
      ),
      text: tidyText(
        fill('text/issue', { ...head, ...describeTextIssue(issue, newsletter, definitions, press.say) }),
      ),
      page: page.html,
      feedHtml: tidy(
        fill('feed/issue', {
          ...describeWhole(issue, scopeOf(press.feed, prose.feed)),
          language: issue.language,
        }),
      ),
      items: page.items,
    };
  };
}

/** Lead, sections and entries, as the templates of one HTML edition are given them. */
function describeWhole(issue: Issue, scope: Scope) {
  return {
    lead: issue.lead.map((block) => describeBlock(block, scope)),
    sections: issue.sections.map((section) => ({
      ...describeSection(section, scope),
      entries: describeEntries(section, issue, scope).map((entry) => ({
        ...entry,
        isUnderHeading: section.heading !== '',
      })),
    })),
  };
}

function describeSection(section: Section, scope: Scope) {
  return {
    ...bidiOf(section.direction, undefined, scope),
    heading: setType(section.heading, scope.language),
    anchor: section.anchor,
    kind: section.kind,
    blocks: section.body.map((block) => describeBlock(block, scope)),
  };
}

/** Entries are set one by one: tag and source pages show them again. */
function renderPageBody(
  issue: Issue,
  scope: Scope,
  fill: FillTemplate,
): { html: string; items: readonly RenderedItem[] } {
  const { language } = issue;
  const items: RenderedItem[] = [];
  const sections = issue.sections.map((section) => {
    const views = describeEntries(section, issue, scope);
    const entries = section.entries.map((entry, index) => {
      const here = tidy(fill('site/entry', { ...views[index], language }));
      // On a live page the day stands only where it changes; alone, an entry always says its day.
      const alone =
        entry.kind === 'live'
          ? tidy(fill('site/entry', { ...describeEntry(entry, issue, scope), language }))
          : here;
      items.push(renderedItem(entry, section, issue, alone));
      return here;
    });
    return { ...describeSection(section, scope), entries };
  });
  const lead = issue.lead.map((block) => describeBlock(block, scope));
  return { html: tidy(fill('site/issue-body', { lead, sections, language })), items };
}

function renderedItem(entry: Entry, section: Section, issue: Issue, html: string): RenderedItem {
  const url = entry.url ?? (entry.kind === 'item' ? entry.reports[0]?.url : undefined);
  const updated = entry.notes
    .flatMap(({ note, date }) => (note === 'disclaimer' || date === undefined ? [] : [date]))
    .sort()
    .at(-1);
  const sources = entry.kind === 'item' ? entry.reports.map(({ source }) => source.id) : [];
  const credit = entry.kind === 'live' ? [entry.credit?.source.id] : [];
  return {
    id: entry.id,
    kind: entry.kind,
    headline: headlineOf(entry, issue, section.heading),
    direction: entry.direction,
    ...(url !== undefined && { url }),
    section: section.heading,
    html,
    summary: summaryOf(entry, issue),
    text: textOf(entry, issue),
    tags: [...new Set([...entry.tags, ...issue.tags])],
    sourceIds: [...new Set([...sources, ...credit].filter((id) => id !== undefined))],
    ...(updated !== undefined && { updated }),
  };
}

/** What stands in every mail, made once. */
function standingTexts({ newsletter, mailFoot, fill }: IssueRenderer) {
  const { siteUrl, listUrl, language, boilerplate, statement } = newsletter;
  const scope: Scope = {
    edition: mailFoot,
    prose: htmlOfProse(mailFoot),
    language,
    direction: directionOfLanguage(language),
    definitions: [],
  };
  const html = (blocks: readonly Block[]) =>
    tidy(fill('email/blocks', { blocks: blocks.map((block) => describeBlock(block, scope)), language }));
  return {
    site: siteOf(newsletter),
    unsubscribeUrl: markedLink(listUrl, 'unsubscribe'),
    preferencesUrl: markedLink(listUrl, 'preferences'),
    statementUrl: statement === undefined ? '' : `${siteUrl}statement.html`,
    archiveUrl: `${siteUrl}archive.html`,
    feedUrl: `${siteUrl}feed.xml`,
    subscribeHtml: html(boilerplate.subscribe),
    disclaimerHtml: html(boilerplate.disclaimer),
  };
}
