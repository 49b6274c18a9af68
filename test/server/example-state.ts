// A hand-made state for the preview's tests: a numbered issue with faults, an Arabic special, and a draft whose every text
// tries to break out of the page.
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { MARKERS } from '../../src/model/markers.ts';
import { placeOf } from '../../src/model/place.ts';
import type { PreviewIssue, PreviewState } from '../../src/server/preview-state.ts';

export const SITE_URL = 'https://harbour.example.org/';

export const HOSTILE = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;

const SOURCE_TEXT = [
  '---',
  'number: 12',
  'date: 2026-01-09',
  '---',
  '',
  '## Ports and trade',
  '',
  '### [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)',
  '',
  'Harbor Post reports (30 December): Crane crews may have have voted.',
  '',
].join('\r\n');

export function exampleMail(body: string): string {
  return `<!DOCTYPE html>
<html lang="en" dir="ltr" style="color-scheme: light dark">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>The Harbour Letter</title>
<style>
:root { color-scheme: light dark; }
h1 { letter-spacing: .1em; }
@media (prefers-color-scheme: dark) { body { background: #171412 !important; color: #EDE6DA !important; } }
@media only screen and (max-width: 480px) { h1 { font-size: 22px !important; } }
</style>
</head>
<body style="margin:0;background:#FBF8F1;color:#1C1917;font:17px/27px Georgia,serif" bgcolor="#FBF8F1">
<!--[if mso]><table role="presentation"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td style="padding:24px">
<h1 style="text-transform:uppercase">The Harbour Letter</h1>
<p>Newsletter No. 12 · 9 January 2026</p>
${body}
<p><a href="https://harbourpost.example/dockers-vote">Dockers vote to end nine-week strike</a></p>
<p><img src="${SITE_URL}images/cranes.png" width="300" height="150" alt="Three cranes at dusk"></p>
<p><a href="${SITE_URL}issues/0012.html">Read it on the web</a> · <a href="#top">To the top</a></p>
<p><a href="https://list.example.org/u/${MARKERS.unsubscribe}">Leave this list</a> · <a href="https://list.example.org/p/${MARKERS.preferences}">Choose what you get</a></p>
</td></tr></table>
</body>
</html>
`;
}

export function exampleState(changes: Partial<PreviewState> = {}): PreviewState {
  return {
    title: 'The Harbour Letter',
    senderName: 'The Harbour Letter',
    siteUrl: SITE_URL,
    files: async () => [
      {
        path: 'site/index.html',
        contents: '<!DOCTYPE html><html><body>Home</body></html>',
        mediaType: 'text/html; charset=utf-8',
      },
      {
        path: 'site/issues/0012.html',
        contents: '<!DOCTYPE html><html><body>Twelve</body></html>',
        mediaType: 'text/html; charset=utf-8',
      },
      {
        path: 'site/tags/عمل.html',
        contents: '<!DOCTYPE html><html><body>Work</body></html>',
        mediaType: 'text/html; charset=utf-8',
      },
      {
        path: 'site/feed.xml',
        contents: '<rss version="2.0"/>',
        mediaType: 'application/rss+xml; charset=utf-8',
      },
      { path: 'site/images/cranes.png', contents: PNG, mediaType: 'image/png' },
      { path: 'email/0012/index.html', contents: 'not for the site', mediaType: 'text/html; charset=utf-8' },
    ],
    images: [
      { path: 'images/draft.png', contents: PNG, mediaType: 'image/png', widthPx: 1, heightPx: 1 },
      { path: 'images/cranes.png', contents: PNG, mediaType: 'image/png', widthPx: 1, heightPx: 1 },
    ],
    issues: [DRAFT, TWELVE, SPECIAL],
    diagnostics: DIAGNOSTICS,
    ...changes,
  };
}

const PNG = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

const TWELVE: PreviewIssue = {
  slug: '0012',
  number: 12,
  title: 'Newsletter No. 12',
  date: '2026-01-09',
  isDraft: false,
  language: 'en',
  direction: 'ltr',
  subject: 'The Harbour Letter: Newsletter No. 12',
  preheader:
    'Nine weeks on, the cranes are moving again, and the customs hall turns out to have stood empty for a year.',
  html: exampleMail('<p>The strike ends this week, but the harbour is still shut.</p>'),
  text: `THE HARBOUR LETTER
Newsletter No. 12                                        9 January 2026
========================================================================

PORTS AND TRADE
------------------------------------------------------------------------

Dockers vote to end nine-week strike
Harbour Post reports (30 December):

  Crane crews voted by four to one to go back. [1]

[1] https://harbourpost.example/dockers-vote

Leave this list: https://list.example.org/u/${MARKERS.unsubscribe}
`,
  sourceText: SOURCE_TEXT,
  sourcePath: 'issues/0012.md',
  htmlBytes: 31_240,
};

const SPECIAL: PreviewIssue = {
  ...TWELVE,
  slug: '2025-12-30-live-vote',
  title: 'مباشر: فرز الأصوات في الميناء',
  date: '2025-12-30',
  language: 'ar',
  direction: 'rtl',
  subject: 'مباشر: فرز الأصوات في الميناء',
  preheader: '',
  text: 'رسالة الميناء\n',
  sourceText: '---\ntitle: مباشر\n---\n\nنص قصير.\n',
  sourcePath: 'issues/2025-12-30-live-vote.md',
  htmlBytes: 4_210,
};

const DRAFT: PreviewIssue = {
  ...TWELVE,
  slug: '0013',
  number: 13,
  title: `Newsletter No. 13 ${HOSTILE}`,
  date: '2026-01-16',
  isDraft: true,
  subject: HOSTILE,
  preheader: `</bdi>${HOSTILE}`,
  text: HOSTILE,
  sourceText: `# ${HOSTILE}\n`,
  sourcePath: 'issues/0013.md',
  htmlBytes: 103_000,
};

const DIAGNOSTICS: readonly Diagnostic[] = [
  fault('source-variant', 'warning', 'Harbor Post', {
    reason: 'Unexpected spelling "Harbor Post", expected "Harbour Post"',
    expected: ['Harbour Post'],
    note: 'Write the name as issues/sources.yaml has it.',
  }),
  fault('text-doubled-word', 'error', 'have have', {
    reason: 'Unexpected "have have", expected "have" once',
    note: 'Take one of them out.',
  }),
  {
    ruleId: 'mail-unsubscribe',
    severity: 'error',
    path: 'issues/0012.md',
    reason: 'Unexpected mail without a link to leave, expected one',
  },
  {
    ruleId: 'issue-number',
    severity: 'error',
    path: 'issues/0013.md',
    reason: `Unexpected ${HOSTILE}, expected a number`,
    note: HOSTILE,
    expected: [HOSTILE],
    place: {
      start: { line: 99, column: 3, offset: 999 },
      end: { line: 99, column: 4, offset: 1000 },
    },
  },
  {
    ruleId: 'newsletter-unknown-key',
    severity: 'warning',
    path: 'issues/newsletter.yaml',
    reason: 'Unexpected setting "colour", expected one of the known settings',
    place: { start: { line: 3, column: 1 }, end: { line: 3, column: 7 } },
  },
];

function fault(
  ruleId: string,
  severity: Diagnostic['severity'],
  actual: string,
  words: Pick<Diagnostic, 'reason' | 'note' | 'expected'>,
): Diagnostic {
  const start = SOURCE_TEXT.indexOf(actual);
  const place = placeOf(SOURCE_TEXT, start, start + actual.length);
  return { ruleId, severity, path: 'issues/0012.md', actual, place, ...words };
}
