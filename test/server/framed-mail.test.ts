import { describe, expect, it } from 'vitest';
import { MARKERS } from '../../src/model/markers.ts';
import { type Circumstances, framedMail } from '../../src/server/framed-mail.ts';
import { exampleMail, SITE_URL } from './example-state.ts';

const PLAIN: Circumstances = { scheme: 'light', images: 'on', styles: 'on' };

const CASES: readonly [what: string, changes: Partial<Circumstances>, written: string, shown: string][] = [
  [
    'dark rules always hold in dark',
    { scheme: 'dark' },
    '<style>@media (prefers-color-scheme: dark) { p { color: red } }</style>',
    '<style>@media (min-width: 0) { p { color: red } }</style>',
  ],
  [
    'and never in light',
    {},
    '<style>@media (prefers-color-scheme:dark){p{color:red}}</style>',
    '<style>@media (max-width: 0){p{color:red}}</style>',
  ],
  [
    'light rules the other way round',
    { scheme: 'dark' },
    '<style>@media screen and ( PREFERS-COLOR-SCHEME : light ) {p{color:red}}</style>',
    '<style>@media screen and (max-width: 0) {p{color:red}}</style>',
  ],
  [
    'a question for any scheme is answered with yes',
    {},
    '<style>@media (prefers-color-scheme) {}</style>',
    '<style>@media (min-width: 0) {}</style>',
  ],
  [
    'other questions are left to the browser',
    {},
    '<style>@media (max-width: 480px) {}</style>',
    '<style>@media (max-width: 480px) {}</style>',
  ],
  [
    'the mail’s own schemes become the one',
    { scheme: 'dark' },
    '<meta name="color-scheme" content="light dark"><style>:root { color-scheme: light dark; supported-color-schemes: light dark }</style>',
    '<meta name="color-scheme" content="dark"><style>:root { color-scheme: dark; supported-color-schemes: dark}</style>',
  ],
  [
    'a mail that is light only stays so',
    { scheme: 'dark' },
    '<meta name="color-scheme" content="light only"><style>:root{color-scheme:light only}</style>',
    '<meta name="color-scheme" content="light only"><style>:root{color-scheme:light only}</style>',
  ],
  [
    'questions in attributes are answered too',
    { scheme: 'dark' },
    '<source media="(prefers-color-scheme: dark)"><p style="color-scheme: light dark">',
    '<source media="(min-width: 0)"><p style="color-scheme: dark">',
  ],
  [
    'words of the text stay',
    { scheme: 'dark' },
    '<p>color-scheme: light dark; (prefers-color-scheme: dark)</p>',
    '<p>color-scheme: light dark; (prefers-color-scheme: dark)</p>',
  ],
  [
    'without images their texts remain',
    { images: 'off' },
    `<img src="${SITE_URL}a.png" srcset="b.png 2x" alt="A &gt; &quot;B&quot;" width="3"/><td background="c.png">`,
    '<img alt="A &gt; &quot;B&quot;" width="3" /><td>',
  ],
  [
    'without styles nothing of them remains',
    { styles: 'off' },
    `<style type="text/css">p { color: red }</style><p class="x" style='font-family:"A"' bgcolor="#fff" dir="rtl">Text</p>`,
    '<p dir="rtl">Text</p>',
  ],
  [
    'pictures and pages of the site come from the preview',
    {},
    `<img src="${SITE_URL}images/a.png"><a href="${SITE_URL}issues/0012.html#x">`,
    '<img src="/site/images/a.png"><a href="/site/issues/0012.html#x" target="_blank" rel="noopener noreferrer">',
  ],
  [
    'a reader’s own links lead to an explanation',
    {},
    `<a href="https://l.example/u/${MARKERS.unsubscribe}">x</a><a href='https://l.example/p/${MARKERS.preferences}'>y</a>`,
    `<a href="/u/${MARKERS.unsubscribe}" target="_blank" rel="noopener noreferrer">x</a><a href="/p/${MARKERS.preferences}" target="_blank" rel="noopener noreferrer">y</a>`,
  ],
  [
    'links inside the mail stay inside',
    {},
    '<a href="#top">x</a><a name="top"></a>',
    '<a href="#top">x</a><a name="top"></a>',
  ],
  [
    'comments stay as they are, with what they hold',
    { styles: 'off', images: 'off' },
    '<!--[if mso]><td style="x"><img src="y"><![endif]-->',
    '<!--[if mso]><td style="x"><img src="y"><![endif]-->',
  ],
];

describe('framedMail', () => {
  it.each(CASES)('%s', (_, changes, written, shown) => {
    expect(framedMail(written, { ...PLAIN, ...changes }, SITE_URL)).toBe(shown);
  });

  it('changes nothing of a mail’s words', () => {
    const mail = exampleMail('<p>Ports &amp; trade: 3 &lt; 4, “ميناء”</p>');
    const words = (html: string) => html.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/gu, '');
    for (const scheme of ['light', 'dark'] as const) {
      expect(words(framedMail(mail, { scheme, images: 'off', styles: 'off' }, SITE_URL)).trim()).toBe(
        words(mail).replace('\n\n', '\n').trim(),
      );
    }
  });
});
