// Pages that say one thing: what went wrong, that there is no such page, what a reader's own link would do.

import { html } from 'hono/html';
import { placeName } from '../model/diagnostic.ts';
import { ERRORS } from '../model/errors.ts';
import type { MarkerName } from '../model/markers.ts';
import { mailUrl } from './preview-desk.ts';
import { showFault } from './preview-faults.ts';
import { type Html, type PageContext, previewPage } from './preview-page.ts';
import type { PreviewFailure, PreviewIssue, PreviewState } from './preview-state.ts';

/** Nothing could be compiled: what, where, and the way out. The page reloads when it is mended. */
export function failurePage(
  failure: PreviewFailure,
  diagnostics: PreviewState['diagnostics'],
  context: PageContext,
): Html {
  const { code, message, hint, place } = failure;
  const { meaning } = ERRORS[code];
  return previewPage(context, {
    title: meaning,
    kind: 'inner',
    body: html`<div class="notice">
<h1>${meaning}</h1>
<div class="fault error">
<p><bdi>${message}</bdi>.</p>
${place === undefined ? '' : html`<p class="where"><bdi>${place}</bdi></p>`}
</div>
<p>${hint}</p>
${diagnostics.map((diagnostic) => showFault(diagnostic, html`${placeName(diagnostic)}`))}
<p class="quiet">The preview goes on running: this page shows the result as soon as the file is saved. (${code})</p>
</div>`,
  });
}

/** @param trace The stack, for whoever mends the program. */
export function bugPage(trace: string, context: PageContext): Html {
  return previewPage(context, {
    title: 'A fault in Broadside itself',
    kind: 'inner',
    body: html`<div class="notice">
<h1>A fault in Broadside itself</h1>
<p>Nothing you wrote is lost, and no file was changed. The lines below help whoever mends the program; please pass them on.</p>
<pre>${trace}</pre>
</div>`,
  });
}

export function notFoundPage(path: string, context: PageContext): Html {
  return previewPage(context, {
    title: 'No such page',
    kind: 'inner',
    body: html`<div class="notice">
<h1>There is no such page</h1>
<p>Nothing stands at <bdi>${path}</bdi>. It may have been renamed, or its issue may have been taken away.</p>
<p><a href="/">All issues</a></p>
</div>`,
  });
}

export function draftPage(issue: PreviewIssue, context: PageContext): Html {
  return previewPage(context, {
    title: issue.title,
    kind: 'inner',
    body: html`<div class="notice">
<h1>Still a draft</h1>
<p><bdi lang="${issue.language}">${issue.title}</bdi> has no page on the site while the line <code>draft: true</code> stands in <bdi>${issue.sourcePath}</bdi>.</p>
<p><a href="${mailUrl(issue.slug)}">See its mail</a></p>
</div>`,
  });
}

const READER_LINKS: Readonly<Record<MarkerName, { readonly heading: string; readonly text: string }>> = {
  unsubscribe: {
    heading: 'This is where a reader leaves',
    text: 'In a real mail this link is the reader’s own. It opens a page with one button, and pressing it ends the subscription at once, without a login or a question.',
  },
  preferences: {
    heading: 'This is where a reader chooses',
    text: 'In a real mail this link is the reader’s own. It opens a page on which they see and change what they receive.',
  },
};

/** What a link with a marker would do in a real mail. */
export function readerLinkPage(name: MarkerName, context: PageContext): Html {
  const { heading, text } = READER_LINKS[name];
  return previewPage(context, {
    title: heading,
    kind: 'inner',
    body: html`<div class="notice">
<h1>${heading}</h1>
<p>${text}</p>
<p>In this preview it leads nowhere, and nobody was unsubscribed or changed.</p>
<p><a href="/">All issues</a></p>
</div>`,
  });
}
