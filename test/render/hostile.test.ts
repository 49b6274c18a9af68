// Whatever an editor pastes, a feed says or a source table names: nothing of it may come alive in a mail, a page or a feed.
import { JSDOM, type JsdomDocument, type JsdomElement } from 'jsdom';
import { describe, expect, test } from 'vitest';
import type { Video } from '../../src/model/block.ts';
import type { Issue } from '../../src/model/issue.ts';
import { createPress, type Press } from '../../src/render/create-press.ts';
import {
  entryBase,
  issue,
  item,
  live,
  NEWSLETTER,
  note,
  PLACE,
  picture,
  prose,
  report,
  section,
  templates,
  words,
} from './samples.ts';

const RUN = 'globalThis.ran=1';

const VECTORS: readonly string[] = [
  `<script>${RUN}</script>`,
  `<ScRiPt >${RUN}</sCrIpT>`,
  `</title><script>${RUN}</script>`,
  `</style><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `<![endif]--><script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `\`><script>${RUN}</script>`,
  `<script\n>${RUN}</script\n>`,
  `<script/x>${RUN}</script>`,
  `<<script>${RUN}//<</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\\<script\\>${RUN}\\</script\\>`,
  `\`<script>${RUN}</script>\``,
  `    <script>${RUN}</script>`,
  `\n\n<script>\n${RUN}\n</script>\n\n`,
  `\n\n\`\`\`html" onload="${RUN}\n<script>${RUN}</script>\n\`\`\`\n\n`,
  `<img src=x onerror=${RUN}>`,
  `<img src=x onerror="${RUN}"`,
  `" onerror="${RUN}" x="`,
  `' onerror='${RUN}' x='`,
  `" onmouseover=${RUN} "`,
  `" style="background:url(javascript:${RUN})" x="`,
  `" autofocus onfocus="${RUN}`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`,
  `<math><mi xlink:href="data:x,<script>${RUN}</script>">x</mi></math>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<input autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<body onload=${RUN}>`,
  `<base href="javascript:${RUN}//">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<link rel="stylesheet" href="data:text/css,*{x:y}">`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `<template><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<textarea><script>${RUN}</script>`,
  `<xmp><script>${RUN}</script></xmp>`,
  `<plaintext><script>${RUN}</script>`,
  `<!--><script>${RUN}</script>-->`,
  `<?xml version="1.0"?><script>${RUN}</script>`,
  `<![CDATA[<script>${RUN}</script>]]>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<a href="&#106;avascript:${RUN}">x</a>`,
  `<a href=" &#1;javascript:${RUN}">x</a>`,
  `[x](javascript:${RUN})`,
  `[x](JaVaScRiPt:${RUN})`,
  `[x](javascript&colon;${RUN})`,
  `[x](&#x6A;avascript:${RUN})`,
  `[x](java&#10;script:${RUN})`,
  `[x](<java\tscript:${RUN}>)`,
  `[x](<\u0001javascript:${RUN}>)`,
  `[x](data:text/html;base64,PHNjcmlwdD5yYW49MTwvc2NyaXB0Pg==)`,
  `[x](vbscript:${RUN})`,
  `[x](file:///etc/passwd)`,
  `[x](//evil.example/x)`,
  `[x](https://a.example/"onmouseover="${RUN})`,
  `[x](https://a.example/'onmouseover='${RUN} "t\\" onclick=\\"${RUN}")`,
  `[x](https://a.example/?q=<script>${RUN}</script>)`,
  `[x][y]\n\n[y]: javascript:${RUN} "onclick=${RUN}"`,
  `![x](javascript:${RUN})`,
  `![x](data:image/svg+xml,<svg onload=${RUN}>)`,
  `![x" onerror="${RUN}](https://a.example/a.png)`,
  `![<img src=x onerror=${RUN}>](images/x.png)`,
  `![x](images/x.png"onerror="${RUN})`,
  `<javascript:${RUN}>`,
  `<data:text/html,<script>${RUN}</script>>`,
  `{{constructor.constructor "${RUN}"}}`,
  `{{{unsubscribeUrl}}}`,
  `{{> email/issue}}`,
  `$&$\`$'$1$<x>`,
  `\u2028\u2029\u0000\u0008\u000b\u001b[31m`,
  `\u202e<script>${RUN}</script>\u202c`,
  `\ud83d`,
  `javascript:${RUN}`,
  `JAVASCRIPT:${RUN}`,
  ` javascript:${RUN}`,
  `java\nscript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `//evil.example`,
  `\\\\evil.example`,
  `https://a.example/"><script>${RUN}</script>`,
  `images/../../x"onerror="${RUN}`,
];

const LIVE_TAGS = new Set(
  'script iframe object embed form input button textarea base svg math template noscript video audio source frame applet'.split(
    ' ',
  ),
);

/** One press for all: making one takes longer than printing an issue. */
const PRESS = pressOf('Harbour News');

describe.each(VECTORS.map((vector) => [vector]))('%j', (vector) => {
  const rendered = PRESS.renderIssue(hostileIssue(vector));

  test('is nothing but words in the mail', () => {
    expect(faultsIn(parsed(rendered.html))).toEqual([]);
  });

  test('is nothing but words on the issue page, in the feed, in an entry and in the standing texts', () => {
    expect(faultsIn(parsed(fragmentsOf(vector)))).toEqual([]);
  });

  test('is nothing but words in what a page is told', () => {
    expect(faultsIn(parsed(wholePage(PRESS, vector)))).toEqual([]);
  });

  test('leaves the plain text plain and the subject one line', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(rendered.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/u);
    expect(rendered.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(rendered.preheader).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });
});

test.each(VECTORS.filter((_, index) => index % 9 === 0))(
  '%j is nothing but words in the settings',
  (vector) => {
    const { html } = pressOf(vector).renderIssue(hostileIssue(vector));
    expect(faultsIn(parsed(html))).toEqual([]);
    expect(ranIn(html)).toBe(false);
  },
);

test('nothing of it runs', () => {
  expect(ranIn(`<body>${VECTORS.map(fragmentsOf).join('')}</body>`)).toBe(false);
  expect(ranIn(`<script>${RUN}</script>`)).toBe(true);
});

const { window } = new JSDOM('');

function parsed(html: string): JsdomDocument {
  return new window.DOMParser().parseFromString(html, 'text/html');
}

function ranIn(html: string): boolean {
  const page = new JSDOM(html, { runScripts: 'dangerously' }).window;
  const ran = page.eval('globalThis.ran') !== undefined;
  page.close();
  return ran;
}

function fragmentsOf(vector: string): string {
  const { page, feedHtml, items } = PRESS.renderIssue(hostileIssue(vector));
  const standing = PRESS.renderBlocks(prose(vector), { root: '../' });
  return [page, feedHtml, ...items.map(({ html }) => html), standing]
    .map((part) => `<div>${part}</div>`)
    .join('');
}

function faultsIn(document: JsdomDocument): readonly string[] {
  return [...document.querySelectorAll('*')].flatMap((element) =>
    LIVE_TAGS.has(element.tagName.toLowerCase()) ? [element.outerHTML] : attributeFaults(element),
  );
}

function attributeFaults(element: JsdomElement): readonly string[] {
  return [...element.attributes].flatMap(({ name, value }) => {
    const isBad =
      name.startsWith('on') ||
      name === 'srcdoc' ||
      name.includes(':') ||
      (['href', 'src', 'action', 'data', 'poster'].includes(name) && !isHarmless(value)) ||
      (name === 'style' && /url\(|expression|import|@|javascript/iu.test(value));
    return isBad ? [`${name}="${value}"`] : [];
  });
}

/** As a browser reads it: without the spaces around it and the tabs and line breaks inside (WHATWG URL §4.4). */
function isHarmless(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a browser drops them
  const read = url.replace(/^[\u0000-\u0020]+/u, '').replace(/[\t\n\r]/gu, '');
  return /^(?:https?:|mailto:)/iu.test(read) || !/^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/iu.test(read);
}

function pressOf(words: string): Press {
  return createPress({
    templates: templates(),
    newsletter: {
      ...NEWSLETTER,
      title: words,
      postalAddress: [words],
      boilerplate: { subscribe: prose(words), disclaimer: prose(words) },
      statement: { title: words, body: prose(words) },
    },
    sources: [],
    images: [],
  });
}

/** The vector wherever an issue has words or an address. */
function hostileIssue(vector: string): Issue {
  const named = { source: { written: vector, id: vector }, position: PLACE };
  const video: Video = {
    kind: 'video',
    position: PLACE,
    direction: 'ltr',
    title: vector,
    url: vector,
    channel: vector,
    host: vector,
    caption: words(vector),
  };
  const blocks = [
    ...prose(vector),
    ...prose(`> ${vector}\n> -- ${vector.replaceAll('\n', ' ')}`),
    ...prose(`- ${vector}\n\n1. ${vector}`),
    picture(vector, vector, vector, vector),
    picture(`https://a.example/${vector}`, vector),
    video,
    note('update', vector, undefined, vector),
    note('disclaimer', vector),
  ];
  const links = { url: vector, tags: [vector], language: vector, id: vector };
  return issue({
    title: vector,
    subject: vector,
    preheader: vector,
    tags: [vector],
    lead: prose(vector),
    sections: [
      section(
        'items',
        vector,
        [
          item(
            vector,
            [
              report(vector, vector, blocks, { ...named, url: vector }),
              report(`${vector} adds`, vector, [], { url: vector }),
            ],
            {
              ...links,
              label: vector,
            },
          ),
          live('16:40', vector, blocks, {
            ...links,
            at: vector,
            atAsWritten: vector,
            localTime: vector,
            byline: { authors: [vector], editors: [vector], position: PLACE },
            credit: named,
          }),
          {
            ...entryBase(vector, {}),
            ...links,
            kind: 'event',
            when: { written: vector, position: PLACE },
            where: { written: vector, position: PLACE },
          },
          { ...entryBase(vector, {}), ...links, kind: 'listing', body: blocks },
        ],
        [
          {
            kind: 'gallery',
            position: PLACE,
            direction: 'ltr',
            pictures: [picture(vector, vector, vector, vector)],
          },
        ],
      ),
    ],
  });
}

function wholePage(press: Press, vector: string): string {
  const head = {
    title: vector,
    date: vector,
    isoDate: vector,
    url: vector,
    language: vector,
    direction: 'ltr',
  } as const;
  const html = press.renderPage('home', {
    pageTitle: vector,
    pageDescription: vector,
    absoluteUrl: vector,
    root: '',
    language: 'en',
    direction: 'ltr',
    here: 'home',
    olderUrl: vector,
    issues: [
      {
        ...head,
        teaser: vector,
        headlines: [{ text: vector, url: vector, direction: 'ltr' }],
        more: 1,
        hasMore: true,
      },
      {
        ...head,
        teaser: vector,
        headlines: [{ text: vector, url: vector, direction: 'ltr' }],
        more: 1,
        hasMore: true,
      },
    ],
    site: {
      title: vector,
      shortTitle: vector,
      description: vector,
      host: vector,
      language: 'en',
      direction: 'ltr',
      absoluteUrl: vector,
      hasStatement: true,
      hasCorrections: true,
      statementTitle: vector,
      subscribeHtml: press.renderBlocks(prose(vector), { root: '' }),
      disclaimerHtml: '',
      postalAddress: [vector],
    },
  });
  return html;
}
