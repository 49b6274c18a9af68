// The desk of one issue: its mail at a computer's and a phone's width, side by side, and the same mail as other programs show
// it. Every view is a plain address, so that it works without JavaScript and can be sent to a colleague at the same computer.
import { html } from 'hono/html';
import { MARKERS } from '../model/markers.ts';
import { GMAIL_CLIP_BYTES } from '../model/rendered.ts';
import { inboxRow, issueFacts, mailUrl } from './preview-desk.ts';
import { type Html, type PageContext, previewPage } from './preview-page.ts';
import { showLines, showSource } from './preview-source.ts';
import type { PreviewIssue, PreviewState } from './preview-state.ts';

/** Counted as the rule `mail-size` counts, so that the editor reads the same number twice. */
const BYTES_PER_KB = 1024;

/** Widths that a mail is tried at, in CSS pixels: the column of a mail program on a computer, and a common phone. */
const WIDTHS = [
  { widthPx: 600, name: 'on a computer' },
  { widthPx: 360, name: 'on a phone' },
] as const;

/** May open links beside itself and be measured by the desk; may run nothing. */
export const FRAME_SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

interface View {
  readonly name: string;
  readonly tab: string;
  readonly about: string;
  /** Query of the framed mail; absent where the view is text. */
  readonly frame?: string;
}

const LIGHT: View = {
  name: 'light',
  tab: 'Light',
  about: 'As most readers see it.',
  frame: 'scheme=light',
};

const VIEWS: readonly View[] = [
  LIGHT,
  {
    name: 'dark',
    tab: 'Dark',
    about:
      'As mail programs show it that are set to dark and follow the mail’s own dark colours. Some choose colours of their own instead.',
    frame: 'scheme=dark',
  },
  {
    name: 'images-off',
    tab: 'Images off',
    about:
      'Many programs load no pictures until they are asked to. Their descriptions (alt texts) stand in their place.',
    frame: 'scheme=light&images=off',
  },
  {
    name: 'styles-off',
    tab: 'Styles off',
    about:
      'As programs show it that take all styling away, and as a screen reader goes through it. It should still read as a letter.',
    frame: 'scheme=light&styles=off',
  },
  {
    name: 'text',
    tab: 'Plain text',
    about: 'The plain-text edition. The rule at the side stands at 72 characters.',
  },
  { name: 'source', tab: 'Source', about: 'As written. What the proofreader found stands under its line.' },
  { name: 'html', tab: 'HTML', about: 'The HTML of the mail as it is sent.' },
];

/** @param viewName From the address; one that is not known shows the mail in light. */
export function previewMail(
  issue: PreviewIssue,
  viewName: string | undefined,
  state: PreviewState,
  context: PageContext,
): Html {
  const view = VIEWS.find((each) => each.name === viewName) ?? LIGHT;
  return previewPage(context, {
    title: issue.title,
    kind: 'inner',
    body: html`<div class="head">
<h1><bdi lang="${issue.language}">${issue.title}</bdi></h1>
<p class="facts">${issueFacts(issue, state.diagnostics)}
<span class="${issue.htmlBytes > GMAIL_CLIP_BYTES ? 'stop' : ''}">${sizeFact(issue.htmlBytes)}</span></p>
${inboxRow(issue, state.senderName)}
</div>
<nav class="tabs" aria-label="Views of this mail">${VIEWS.map((each) => tab(each, view, issue))}</nav>
<p class="about">${view.about}${
      view.name === 'text' || view.name === 'html' ? markerNote(issue[view.name]) : ''
    }</p>
${showView(view, issue, state)}`,
  });
}

/** "31 KB of the 100 KB that Gmail shows", or what happens beyond. */
function sizeFact(htmlBytes: number): string {
  const size = Math.ceil(htmlBytes / BYTES_PER_KB);
  const limit = GMAIL_CLIP_BYTES / BYTES_PER_KB;
  return htmlBytes > GMAIL_CLIP_BYTES
    ? `${size} KB: Gmail cuts it off at ${limit} KB`
    : `${size} KB of the ${limit} KB that Gmail shows`;
}

function tab(view: View, current: View, issue: PreviewIssue): Html {
  const url = view === LIGHT ? mailUrl(issue.slug) : `${mailUrl(issue.slug)}?view=${view.name}`;
  return view === current
    ? html`<a href="${url}" aria-current="page">${view.tab}</a>`
    : html`<a href="${url}">${view.tab}</a>`;
}

function showView(view: View, issue: PreviewIssue, state: PreviewState): Html {
  if (view.frame !== undefined) return showFrames(view.frame, issue);
  switch (view.name) {
    case 'text':
      return html`<div class="paper" role="region" aria-label="The plain-text mail" tabindex="0"><pre dir="auto" lang="${issue.language}">${issue.text}</pre></div>`;
    case 'html':
      return showLines(issue.html, 'The mail’s HTML');
    default:
      return showSource(issue, state.diagnostics);
  }
}

function showFrames(query: string, issue: PreviewIssue): Html {
  const url = `${mailUrl(issue.slug)}/frame?${query}`;
  const scheme = query.includes('scheme=dark') ? 'dark' : 'light';
  return html`<div class="frames scheme-${scheme}">${WIDTHS.map(
    ({ widthPx, name }) => html`<figure>
<figcaption class="caption">${widthPx} px, ${name}</figcaption>
<div class="window" role="region" aria-label="The mail at ${widthPx} px" tabindex="0"><iframe data-grow src="${url}" width="${widthPx}" title="The mail ${name}, ${widthPx} pixels wide" sandbox="${FRAME_SANDBOX}"></iframe></div>
</figure>
`,
  )}</div>`;
}

function markerNote(mail: string): string {
  const hasMarker = Object.values(MARKERS).some((marker) => mail.includes(marker));
  return hasMarker ? ' The long codes in the last links stand for each reader’s own.' : '';
}
