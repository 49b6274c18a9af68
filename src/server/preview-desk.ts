// The proof desk: every issue, the newest first, as it would lie in an inbox, with what the proofreader found in it.
import { html } from 'hono/html';
import { formatDate, formatDay } from '../model/calendar.ts';
import { type Diagnostic, hasErrors, placeName } from '../model/diagnostic.ts';
import { issuePath, linkTo } from '../model/site-paths.ts';
import { countFaults, plural, showFault } from './preview-faults.ts';
import { type Html, type PageContext, previewPage } from './preview-page.ts';
import type { PreviewIssue, PreviewState } from './preview-state.ts';

export function previewDesk(state: PreviewState, context: PageContext): Html {
  const { issues, diagnostics } = state;
  const drafts = issues.filter((issue) => issue.isDraft).length;
  const ofIssues = new Set(issues.map((issue) => issue.sourcePath));
  const others = diagnostics.filter((diagnostic) => !ofIssues.has(diagnostic.path));
  const published = plural(issues.length - drafts, 'issue');

  return previewPage(context, {
    title: 'Proof desk',
    kind: 'desk',
    facts: html`<span>Proof desk</span>
<span>${published}${drafts === 0 ? '' : ` and ${plural(drafts, 'draft')}`}</span>
<span class="${hasErrors(diagnostics) ? 'stop' : ''}">${countFaults(diagnostics)}</span>
<span><a href="/site/">the site</a></span>`,
    body: html`${others.length === 0 ? '' : settingsFaults(others)}
${
  issues.length === 0
    ? html`<div class="notice"><p>There is no issue yet. Make the first one with <code>broadside new</code>; it appears here as soon as it is saved.</p></div>`
    : html`<ol class="list">${issues.map((issue) => issueRow(issue, state))}</ol>`
}`,
  });
}

/** The facts of an issue, in the masthead's order. */
export function issueFacts(issue: PreviewIssue, diagnostics: readonly Diagnostic[]): Html {
  const own = diagnostics.filter((diagnostic) => diagnostic.path === issue.sourcePath);
  const source = `${mailUrl(issue.slug)}?view=source`;
  return html`<time datetime="${issue.date}">${formatDate(issue.date, 'en')}</time>
${issue.isDraft ? html`<span class="draft">draft</span>` : ''}
<span>${
    own.length === 0
      ? countFaults(own)
      : html`<a class="${hasErrors(own) ? 'stop' : ''}" href="${source}">${countFaults(own)}</a>`
  }</span>
<span>${
    issue.isDraft
      ? 'not on the site yet'
      : html`<a href="${linkTo('/site/', issuePath(issue.slug))}">page on the site</a>`
  }</span>`;
}

/** Sender, subject and preheader on one line, cut off where an inbox cuts them off. */
export function inboxRow(issue: PreviewIssue, senderName: string): Html {
  const { subject, preheader, language, date } = issue;
  return html`<p class="inbox">
<span class="from"><bdi>${senderName}</bdi></span>
<span class="said"><bdi class="subject" lang="${language}">${subject}</bdi> ${
    preheader === ''
      ? html`<span class="preheader missing"><span class="dash">–</span> no preheader: inboxes show the mail’s first words</span>`
      : html`<span class="preheader"><span class="dash">–</span> <bdi lang="${language}">${preheader}</bdi></span>`
  }</span>
<time datetime="${date}">${formatDay(date, 'en')}</time>
</p>`;
}

export function mailUrl(slug: string): string {
  return `/mail/${encodeURIComponent(slug)}`;
}

function issueRow(issue: PreviewIssue, state: PreviewState): Html {
  return html`<li>
<h2><a href="${mailUrl(issue.slug)}"><bdi lang="${issue.language}">${issue.title}</bdi></a></h2>
<p class="facts">${issueFacts(issue, state.diagnostics)}</p>
${inboxRow(issue, state.senderName)}
</li>
`;
}

function settingsFaults(diagnostics: readonly Diagnostic[]): Html {
  return html`<section class="faults" aria-labelledby="settings">
<h2 class="label" id="settings">Settings and other files</h2>
${diagnostics.map((diagnostic) => showFault(diagnostic, html`${placeName(diagnostic)}`))}
</section>`;
}
