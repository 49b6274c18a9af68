// An issue → every shape in which it leaves the house: HTML mail, plain-text mail, web page, feed, and what lists say of it.
import type { Definition } from 'mdast';
import type { Block } from '../model/block.ts';
import { formatDate } from '../model/calendar.ts';
import { directionOfLanguage } from '../model/direction.ts';
import type { Entry } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';
import { hasLiveSection, type LiveOrder } from '../model/live-order.ts';
import { markedLink } from '../model/markers.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { type RenderedIssue, type RenderedItem, ROOMY_MAIL_BYTES } from '../model/rendered.ts';
import { issuePath, linkTo, pathStep } from '../model/site-paths.ts';
import type { Say } from '../model/words.ts';
import type { FillTemplate } from './compile-templates.ts';
import { bidiOf, describeBlock, type Scope } from './describe-block.ts';
import { describeEntries, describeEntry } from './describe-entry.ts';
import { arrangeSection, LIVE_SHARES, type LiveShare, momentsOf, pluralForms } from './describe-live.ts';
import { describeTextIssue } from './describe-text.ts';
import type { Edition } from './edition.ts';
import { type HtmlOfProse, htmlOfProse } from './html-of-prose.ts';
import { setType } from './set-type.ts';
import { siteOf } from './site-of.ts';
import { headlineOf, leadTextOf, preheaderOf, summaryOf, teaserOf, textOf } from './summarise-issue.ts';
import { tidy, tidyText } from './tidy.ts';

/** A mail or a feed is read from its beginning, once. */
const DIGEST_ORDER: LiveOrder = 'newest-last';

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
      webUrl: linkTo(newsletter.siteUrl, issuePath(issue.slug)),
      ...foot,
    };
    const feed = renderFeedBody(issue, scopeOf(press.feed, prose.feed), fill);
    const page = renderPageBody(issue, scopeOf(press.page, prose.page), press, feed.entries);
    const mail = fittingMail(issue, (share) =>
      tidy(
        fill('email/issue', {
          ...head,
          headStyles: press.headStyles,
          ...describeWhole(issue, scopeOf(press.mail, prose.mail), share),
        }),
      ),
    );
    return {
      slug: issue.slug,
      subject,
      preheader,
      teaser: teaserOf(issue),
      leadText: leadTextOf(issue),
      html: mail.html,
      text: tidyText(
        fill('text/issue', {
          ...head,
          ...describeTextIssue(issue, newsletter, { definitions, say: press.say, share: mail.share }),
        }),
      ),
      page: page.html,
      feedHtml: feed.html,
      items: page.items,
      ...(hasLiveSection(issue) ? { isLive: true } : {}),
    };
  };
}

/** What may be long is a live page: of one that a mail program would cut, the mail gives the key entries, or only their list. */
function fittingMail(
  issue: Issue,
  render: (share: LiveShare) => string,
): { readonly html: string; readonly share: LiveShare } {
  const shares = hasLiveSection(issue) ? LIVE_SHARES : LIVE_SHARES.slice(0, 1);
  let mail = { html: '', share: LIVE_SHARES[0] as LiveShare };
  for (const share of shares) {
    mail = { html: render(share), share };
    if (Buffer.byteLength(mail.html) <= ROOMY_MAIL_BYTES) break;
  }
  return mail;
}

/** Lead, sections and entries, as the templates of mail and feed are given them: live sections in the order of time. */
function describeWhole(issue: Issue, scope: Scope, share: LiveShare) {
  return {
    lead: issue.lead.map((block) => describeBlock(block, scope)),
    sections: issue.sections.map((section) => {
      const shown = arrangeSection(section, DIGEST_ORDER, share);
      return {
        ...describeSection(section, scope),
        ...describeMoments(section, issue, scope, { order: DIGEST_ORDER, share }),
        leftOut: section.entries.length - shown.entries.length,
        total: section.entries.length,
        entries: describeEntries(shown, issue, scope).map((entry) => ({
          ...entry,
          isUnderHeading: section.heading !== '',
        })),
      };
    }),
  };
}

function describeMoments(
  section: Section,
  issue: Issue,
  scope: Scope,
  { order, share }: { readonly order: LiveOrder | undefined; readonly share: LiveShare },
) {
  const link = (anchor: string): string => linkTo(scope.edition.root, issuePath(issue.slug), anchor);
  return {
    isLive: section.kind === 'live',
    sectionUrl: link(section.anchor),
    moments: momentsOf(section, issue, order, share).map(({ direction, ...moment }) => ({
      ...bidiOf(direction, undefined, scope),
      ...moment,
      url: link(moment.id),
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

/** Entries are set one by one: each is an item of its own in the feeds of entries, tags, sources and sections. By id. */
function renderFeedBody(
  issue: Issue,
  scope: Scope,
  fill: FillTemplate,
): { html: string; entries: ReadonlyMap<string, string> } {
  const { language } = issue;
  const entries = new Map<string, string>();
  const { lead, sections } = describeWhole(issue, scope, 'all');
  const shown = issue.sections.map((section) => arrangeSection(section, DIGEST_ORDER, 'all').entries);
  const set = sections.map((section, index) => ({
    ...section,
    entries: section.entries.map((view, at) => {
      const entry = shown[index]?.[at];
      const html = tidy(fill('feed/entry', { ...view, language }));
      if (entry !== undefined)
        entries.set(entry.id, alone(entry, issue, scope, { html, fill, template: 'feed/entry' }));
      return { ...view, entryHtml: html };
    }),
  }));
  return { html: tidy(fill('feed/issue', { lead, sections: set, language })), entries };
}

/** On a live page the day stands only where it changes; alone, an entry always says its day. */
function alone(
  entry: Entry,
  issue: Issue,
  scope: Scope,
  { html, fill, template }: { html: string; fill: FillTemplate; template: string },
): string {
  return entry.kind === 'live'
    ? tidy(fill(template, { ...describeEntry(entry, issue, scope), language: issue.language }))
    : html;
}

/** Entries are set one by one: tag and source pages show them again. */
function renderPageBody(
  issue: Issue,
  scope: Scope,
  { fill, say }: Pick<IssueRenderer, 'fill' | 'say'>,
  feedEntries: ReadonlyMap<string, string>,
): { html: string; items: readonly RenderedItem[] } {
  const { language, liveOrder } = issue;
  const items: RenderedItem[] = [];
  const sections = issue.sections.map((written) => {
    const section = arrangeSection(written, liveOrder);
    const views = describeEntries(section, issue, scope);
    const entries = section.entries.map((entry, index) => {
      const here = tidy(fill('site/entry', { ...views[index], language }));
      items.push({
        ...renderedItem(entry, section, issue),
        html: alone(entry, issue, scope, { html: here, fill, template: 'site/entry' }),
        feedHtml: feedEntries.get(entry.id) ?? '',
      });
      return here;
    });
    return {
      ...describeSection(section, scope),
      ...describeMoments(section, issue, scope, { order: liveOrder, share: 'all' }),
      entries,
    };
  });
  const lead = issue.lead.map((block) => describeBlock(block, scope));
  const body = { lead, sections, language, ...describeLiveState(issue, say) };
  return { html: tidy(fill('site/issue-body', body)), items };
}

/** What the bar that tells of new entries needs; a page that gets no more of them has no bar. */
function describeLiveState(issue: Issue, say: Say) {
  const isLive = hasLiveSection(issue);
  const isRunning = isLive && issue.isLiveEnded !== true;
  const forms = (key: string): string => (isRunning ? pluralForms(say, issue.language, key) : '');
  return {
    isRunning,
    isEnded: isLive && !isRunning,
    liveUrl: `${pathStep(issue.slug)}.live.json`,
    newForms: forms('live-new'),
    changedForms: forms('live-changed'),
  };
}

function renderedItem(entry: Entry, section: Section, issue: Issue): Omit<RenderedItem, 'html' | 'feedHtml'> {
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
