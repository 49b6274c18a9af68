// HTML as blogs, mail programs and word processors write it, and the Markdown that says the same.
import { describe, expect, test } from 'vitest';
import { readHtml } from '../../../src/intake/html/read-html.ts';
import { writeMarkdown } from '../../../src/intake/html/write-markdown.ts';
import { createNoteBook } from '../../../src/intake/note-book.ts';

function read(html: string) {
  const notes = createNoteBook('1');
  const page = readHtml(
    html,
    {
      base: 'https://old.example/2016/01/a.html',
      cleanUrl: (url) => url.replace(/\?utm_.*$/u, ''),
      mendText: (text) => text.replace('â€™', '’'),
    },
    notes,
  );
  return { ...page, markdown: page.blocks.map(writeMarkdown).join('\n\n'), notes: notes.notes };
}

describe('what it says', () => {
  test.each<[what: string, html: string, markdown: string]>([
    ['paragraphs of breaks', 'One<br><br />Two<br>\n<br>Three<br>four', 'One\n\nTwo\n\nThree\\\nfour'],
    ['paragraphs of boxes', '<div>One</div><div><br></div><div>Two</div>', 'One\n\nTwo'],
    ['paragraphs inside marks', '<b><p>One</p><p>Two</p></b>', '**One**\n\n**Two**'],
    [
      'a word in many elements',
      '<b><span>Dock</span></b><b><span>ers</span></b> <i> vote </i>now',
      '**Dockers** *vote* now',
    ],
    ['marks closed in the wrong order', '<b>One <i>two</b> three</i>', '**One _two_** *three*'],
    [
      'styles for marks',
      '<span style="font-weight:700">One</span> <span style="FONT-STYLE: italic">two</span> <b style="font-weight:normal">three</b>',
      '**One** *two* three',
    ],
    ['a blank that was forgotten', '<b>Headline.</b>The text', '**Headline.** The text'],
    ['spaces that do not break', 'a&nbsp;b&#8203;c&shy;d', 'a bcd'],
    ['wrong characters', 'Itâ€™s', 'It’s'],
    ['headings', '<h1>One <b>two</b></h1><h4>Three<br>four</h4>', '# One two\n\n#### Three four'],
    [
      'links',
      '<a href="/b?utm_source=x"><b>One</b></a> <a href="mailto:a@b.example">two</a> <a href="javascript:x()">three</a>',
      '[**One**](https://old.example/b) [two](mailto:a@b.example) three',
    ],
    [
      'lists',
      '<ol start=3><li>One<ul><li>two</li></ul></li><li><p>three</p></li></ol>',
      '3. One\n   - two\n\n4. three',
    ],
    ['a list whose entries stand outside', '<ul><li>One</li><ul><li>two</li></ul></ul>', '- One\n  - two'],
    [
      'Word’s lists',
      '<p class="MsoListParagraphCxSpFirst"><span style="mso-list:Ignore">·<span>&nbsp;</span></span>One</p><p class="MsoListParagraphCxSpLast"><!--[if !supportLists]-->Two</p>',
      '- One\n- Two',
    ],
    ['a quotation', '<blockquote><p>One</p><p>-- Ines</p></blockquote>', '> One\n>\n> -- Ines'],
    [
      'an indent',
      '<blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;">One</blockquote>',
      'One',
    ],
    [
      'tables for layout',
      '<table width=600><tr><td><table><tr><td>One</td></tr><tr><td><p>Two</p></td></tr></table></td></tr></table>',
      'One\n\nTwo',
    ],
    [
      'a table',
      '<table><tr><th>Quay</th><th>Ships:</th></tr><tr><td>North</td><td><b>12</b></td></tr></table>',
      '- Quay: North; Ships: **12**',
    ],
    [
      'a table without heads',
      '<table><tr><td>North</td><td>12</td></tr><tr><td>South</td><td>9</td></tr></table>',
      '- North, 12\n- South, 9',
    ],
    [
      'a picture',
      'One <img src="a.jpg" alt="Cranes"> two',
      'One\n\n![Cranes](https://old.example/2016/01/a.jpg)\n\ntwo',
    ],
    [
      'a picture that leads to itself, larger',
      '<a href="https://b.example/s1600/a.jpg"><img src="https://b.example/s320/a.jpg" alt="Cranes"></a>',
      '![Cranes](https://b.example/s1600/a.jpg)',
    ],
    [
      'a picture that is loaded late',
      '<img src="data:image/gif;base64,R0lGOD" data-src="/a.png" alt="Cranes">',
      '![Cranes](https://old.example/a.png)',
    ],
    [
      'a caption with its maker',
      '<figure><img src="/a.jpg" alt="Cranes"><figcaption>Idle. Photo: A. Lind</figcaption></figure>',
      '![Cranes](https://old.example/a.jpg)\nIdle. [Credit: A. Lind]',
    ],
    [
      'a blog’s caption',
      '<table class="tr-caption-container"><tr><td><img src="/a.jpg" alt="Cranes"></td></tr><tr><td class="tr-caption">Idle [Reuters]</td></tr></table>',
      '![Cranes](https://old.example/a.jpg)\nIdle [Credit: Reuters]',
    ],
    ['a mood', 'Good <img class="wp-smiley" src="/s.gif" alt=":-)">', 'Good :-)'],
    [
      'films',
      '<iframe src="//www.youtube.com/embed/abcdef12?rel=0" title="A quay"></iframe><p>https://vimeo.com/1234</p>',
      '[Video: A quay](https://www.youtube.com/watch?v=abcdef12)\n\n[Video: Vimeo](https://vimeo.com/1234)',
    ],
    [
      'typed lines',
      '<pre>One line that is so long that it was wrapped by the\nprogram\nshort\n\nTwo</pre>',
      'One line that is so long that it was wrapped by the program\\\nshort\n\nTwo',
    ],
    ['code', '<pre><code>a\n  b</code></pre> and <code>c*d</code>', '```\na\n  b\n```\n\nand `c*d`'],
    ['from right to left', '<p dir="rtl">ميناء <b>بلا</b> سفن</p>', 'ميناء **بلا** سفن'],
    ['nothing', '<!-- x --><style>p{}</style><p>&nbsp;</p><o:p></o:p>', ''],
  ])('%s', (_, html, markdown) => {
    expect(read(html).markdown).toBe(markdown);
  });
});

describe('what it leaves out is noted', () => {
  test.each<[what: string, html: string, note: RegExp]>([
    ['a script', 'x<script>y</script>', /script/u],
    ['a form', 'x<select><option>One</option></select>', /form.*One/u],
    ['a counter', '<img src="https://c.example/1.gif" width="1" height="1">', /counts readers.*c\.example/u],
    ['a counter in styles', '<img src="https://c.example/1.gif" style="width: 0px">', /counts readers/u],
    ['hidden words', 'x<p style="display: none !important">Secret</p>', /Hidden.*Secret/u],
    [
      'contents',
      '<ul><li><a href="#a">One</a></li><li><a href="#b">Two</a></li></ul><h2 id=a>One</h2>',
      /contents.*One Two/u,
    ],
    ['what was struck out', 'x <s>twelve</s> ten', /struck out.*twelve/u],
    [
      'a picture written into the page',
      '<img src="data:image/png;base64,AAAA" alt="Cranes">',
      /no address.*Cranes/u,
    ],
    [
      'a link of a picture',
      '<a href="https://b.example/"><img src="/a.jpg"></a>',
      /link of a picture.*b\.example/u,
    ],
    ['an embedded thing without an address', '<object>Old player</object>', /no address.*Old player/u],
  ])('%s', (_, html, note) => {
    expect(
      read(html)
        .notes.map(({ reason, excerpt = '' }) => `${reason} ${excerpt}`)
        .join('\n'),
    ).toMatch(note);
  });
});

test('words that a mail hides before all others are what the list of letters shows', () => {
  const { preheader, markdown, notes } = read(
    '<div style="max-height:0; overflow:hidden">Cranes stop &zwnj;&nbsp;&zwnj;</div><p>One</p>',
  );
  expect({ preheader, markdown, notes }).toEqual({ preheader: 'Cranes stop', markdown: 'One', notes: [] });
});

test('names that others link to are kept', () => {
  const { blocks, anchors } = read(
    '<p><a href="#b">x</a></p>A<br><br><a name="b"></a><b>Headline</b><h2 id="c">Not linked</h2>',
  );
  expect(blocks.map((block) => anchors.get(block))).toEqual([undefined, undefined, 'b', undefined]);
});

test.each<[what: string, html: string]>([
  ['deep nesting', `${'<div>'.repeat(10_000)}end`],
  ['marks that are never closed', '<font color=1><b x=1>a'.repeat(20_000)],
  ['tags that never end', '<a "'.repeat(50_000)],
  ['a comment that never ends', `a<!--${'<b>'.repeat(300_000)}`],
])('%s takes no time, and leaves the words', (_, html) => {
  const started = performance.now();
  read(html);
  expect(performance.now() - started).toBeLessThan(5000);
});
