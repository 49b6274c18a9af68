// Whatever HTML a post is made of, each of its words stands in the issue or in a note that says why not.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { houseOf } from '../../../src/cli/drafting/house-of.ts';
import { houseOfPosts } from '../../../src/cli/importing/house-of-posts.ts';
import { compileSettings } from '../../../src/compile-settings.ts';
import { createNoteBook } from '../../../src/intake/note-book.ts';
import { draftOfPost } from '../../../src/intake/posts/draft-of-post.ts';
import { readPost } from '../../../src/intake/posts/read-post.ts';
import { writeIssue } from '../../../src/intake/write-issue.ts';
import type { ImportedPost } from '../../../src/model/imported-post.ts';
import { parseIssue } from '../../../src/parse/parse-issue.ts';
import { lostWords } from '../../support/lost-words.ts';
import { NEWSLETTER } from '../../support/project.ts';

const { settings } = compileSettings({
  newsletter: { path: 'issues/newsletter.yaml', value: NEWSLETTER },
  sources: {
    path: 'issues/sources.yaml',
    value: 'sources:\n  - { id: tide, name: The Tide, kind: newspaper, domains: [tide.example] }\n',
  },
  ids: { path: 'issues/ids.yaml', value: '' },
  issues: [],
  images: [],
  templates: { files: new Map() } as never,
});
if (settings === undefined) throw new Error('the settings are good');
const house = houseOfPosts(settings, () => false);

function lostIn(html: string): readonly string[] {
  const post: ImportedPost = {
    id: '1',
    title: 'Harbour News No. 7',
    publishedAt: '2016-01-06T10:00:00Z',
    kind: 'post',
    addresses: ['https://old.example/7'],
    tags: [],
    authors: [],
    body: { form: 'html', value: html },
  };
  const notes = createNoteBook('1');
  const { draft } = draftOfPost(post, readPost(post, house, notes), house, notes);
  const text = writeIssue(draft, houseOf(settings as NonNullable<typeof settings>));
  const said = JSON.stringify(notes.notes);
  const inText = new Set(text.match(/w\d+x/gu) ?? []);
  const lost = (html.match(/w\d+x/gu) ?? []).filter((word) => !inText.has(word) && !said.includes(word));
  // And none is lost between the file and what readers see.
  const { issue, diagnostics } = parseIssue({ path: 'issues/0007.md', value: text }, settings as never);
  return [...lost, ...lostWords(text, issue, diagnostics)];
}

test.each<[what: string, html: string]>([
  ['hidden words', '<div style="display:none">w1x</div><p>w2x</p><p style="mso-hide:all">w3x</p>'],
  [
    'a form',
    '<form>w1x <label>w2x</label><input value="w3x"><textarea>w4x</textarea><button>w5x</button></form>',
  ],
  ['struck out and raised', '<p>w1x <del>w2x</del> <s>w3x</s> <sup>w4x</sup></p>'],
  ['definitions', '<dl><dt>w1x</dt><dd>w2x</dd></dl><details><summary>w3x</summary>w4x</details>'],
  ['typed lines', '<pre>w1x w2x\n    w3x\n\nw4x</pre><pre><code>w5x\n  w6x</code></pre>'],
  ['a drawing', '<svg><text>w1x</text></svg><math><mi>w2x</mi></math>'],
  [
    'films',
    '<iframe title="w1x" src="https://www.youtube.com/embed/abcdefg">w2x</iframe><video src="/w3x.mp4">w4x</video>',
  ],
  ['a picture', '<p>w1x <img src="/a.jpg" alt="w2x" title="w3x"> w4x</p><img alt="w5x">'],
  [
    'a caption',
    '<figure><img src="/a.jpg" alt="w1x"><figcaption>w2x <b>w3x</b> (Photo: w4x)</figcaption></figure>',
  ],
  ['an abbreviation', '<p><abbr title="w1x">w2x</abbr> <q>w3x</q></p>'],
  [
    'a headline of two links',
    '<h3><a href="/1">w1x</a> <a href="/2">w2x</a></h3><p>The Tide reports (3 May): w3x</p>',
  ],
  [
    'a source in a table',
    '<table><tr><th>w1x</th><th>w2x</th></tr><tr><td>w3x</td><td>w4x <i>w5x</i></td></tr></table>',
  ],
  [
    'lists in lists',
    '<ul><li>w1x<ol start="2003"><li>w2x<ul><li>w3x</li></ul></li></ol></li>w4x<ul><li>w5x</li></ul></ul>',
  ],
  [
    'what would be other Markdown',
    '<p>2003. w1x</p><p>[Update, 2/7]: w2x</p><p>- w3x</p><p># w4x</p><p>&lt;b&gt; w5x</p><p>    w6x</p><p>w7x<br>---</p><p>* * *</p>',
  ],
  [
    'a headline without looks',
    '<p>Ferry w1x left</p><p>The Tide reports (3 May): w2x</p><p>More at: https://tide.example/w3x</p>',
  ],
  ['a run-in headline', '<p><b>Ferry w1x</b> The Tide reports (3 May): w2x</p>'],
  ['quotes', '<blockquote>w1x<br>-- w2x<blockquote><h2>w3x</h2></blockquote></blockquote>'],
  ['nothing but tags', `${'<div>'.repeat(400)}w1x${'</div>'.repeat(400)}`],
])('%s', (_, html) => {
  expect(lostIn(html)).toEqual([]);
});

test('random pages', () => {
  const names =
    'p div span b i a h2 h3 ul ol li blockquote table tr td th br img font center pre sup del form hr figure figcaption'.split(
      ' ',
    );
  let count = 0;
  const word = fc
    .constantFrom('', '. ', ': ', ' (3 May): ', '* ', '[', '](', '&lt;', '_', '\n\n')
    .map((mark) => {
      count += 1;
      return `w${count}x${mark}`;
    });
  const piece = fc.oneof(
    { weight: 3, arbitrary: word },
    fc
      .tuple(fc.constantFrom(...names), fc.boolean())
      .map(([name, isClosing]) =>
        isClosing ? `</${name}>` : `<${name} href="https://tide.example/a" src="/a.jpg">`,
      ),
    fc.constantFrom('The Tide reports (3 May): ', '<br><br>', '[Update, 2/7]: ', '2003. ', '    '),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(lostIn(pieces.join(' '))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
