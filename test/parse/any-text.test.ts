// Two promises of the parser, on texts that nobody planned: it never throws, and no word that was typed is missing from the
// issue it gives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { blocksOf } from '../../src/model/entry.ts';
import type { Issue } from '../../src/model/issue.ts';
import { parseIds } from '../../src/parse/parse-ids.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';
import { harbourContext } from './harbour.ts';

const context = harbourContext();
const HEAD = '---\nnumber: 12\ndate: 2026-01-09\n---\n';

/** Lines of every construct; each `§` becomes a word of its own. */
const LINES = [
  '§ § §',
  '# §',
  '## §',
  '## Live: §',
  '## Events',
  '## Of interest to readers',
  '## [§](https://§.example/)',
  '## ![§](images/§.jpg)',
  '### ![§](images/§.jpg)',
  'Reuters ![§](images/§.jpg) report ([2 January](https://§.example/)): §',
  '[Reuters](https://§.example/ "§") report (2 January): §',
  '[25 June 2014](https://§.example/)',
  '### §',
  '### Exclusive: [§](https://§.example/) §',
  '### [§](https://§.example/ "§") and [§](https://§.example/)',
  '### 30 December, 16:40: §',
  '### 16:40',
  '### 2/7: §',
  '#### §',
  '###§',
  'Reuters report (2 January): §',
  '[§](https://§.example/) adds (3 January): §',
  '**Reuters report (§):** §',
  'In The Independent (28 June), § writes: §',
  '§ reports: §',
  '"§" (Press Association, 9th April)',
  'From Reuters: §',
  'Harbour Post',
  '25 June 2014',
  'Reuters - §',
  '§. [§]',
  '§. [AFP]',
  '§. via Reuters',
  'via Reuters',
  'by A. §, edited by P. §',
  'by Ana Lind edited by Pia Sato 6/30/2014 8:36:38 PM',
  'Tags: §, §',
  'Tags: [§](https://§.example/)',
  'Language: ar',
  'Language: §',
  'When: 3 February §',
  'Where: §',
  '[Update, 2/7]: §',
  '[Update, 11 January 2026] §',
  '[Correction, §] §',
  '[Update § 3] §',
  'Disclaimer: §',
  '§. Disclaimer: §',
  '![§](images/§.jpg) § [Credit: §]',
  '![§](images/§.jpg "§") [Credit: [§](https://§.example/)]',
  '- ![§](images/§.jpg) § [Credit: §]',
  '[![§](images/§.jpg)](https://§.example/)',
  '[Video: §](https://§.example/) §',
  'Video: §',
  'Video: [§](https://§.example/ "§")',
  'by § via §. §',
  '> §',
  '> -- §, §',
  '> - §',
  '- §',
  '  - [§](https://§.example/) §',
  '* §',
  '1. §',
  '3. §',
  '2003. §',
  '    §',
  '\t§',
  '---',
  '===',
  '***',
  '```§ §',
  '```',
  '~~~',
  '<div> § </div>',
  '<b>§</b> §',
  '<!-- a note -->',
  '<!-- on purpose: link-missing (a reason) --> §',
  '§ <!-- on purpose: link-missing (a reason) -->',
  '<!-- never closed §',
  '[§]: §',
  '[§]: https://§.example/ "§"',
  '[ref]: https://§.example/ "§"',
  '[§][ref]',
  '![§][ref]',
  '[ref]',
  '[Update, 2/7]',
  '*§ **§** `§` § \\* &amp; &#65;§',
  '§\\',
  '§  ',
  'مرحبا §',
  '| § | § |',
  '<https://§.example/>',
  'https://§.example/',
  '',
  '',
  '',
];

const anyIssue = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('', '', '', '', '> ', '- ', '  ', '   ')), {
    maxLength: 30,
  })
  .chain((lines) =>
    fc
      .constantFrom('\n', '\n', '\r\n', '\r')
      .map((end) => lines.map(([line, indent]) => indent + line).join(end)),
  )
  .map((text) => {
    let count = 0;
    return text.replace(/§/gu, () => {
      count += 1;
      return `w${count}x`;
    });
  });

const anyCharacters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(...'[](){}<>*_`#-+=!|\\&;:"\'\n\r\t ., 0123abcAB—–é١א😀\u0000\ufeff'),
    maxLength: 300,
  }),
);

describe('any text', () => {
  test('gives an issue, with places inside the text and every id once', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyIssue.map((body) => HEAD + body),
          anyIssue,
          anyCharacters,
          anyCharacters.map((body) => HEAD + body),
        ),
        (value) => {
          const { issue, diagnostics } = parse(value);
          for (const { start, end } of placesOf(issue, diagnostics)) {
            expect(start.offset).toBeGreaterThanOrEqual(0);
            expect(end.offset).toBeGreaterThanOrEqual(start.offset ?? 0);
            expect(end.offset).toBeLessThanOrEqual(value.length);
          }
          const ids = issue.sections.flatMap(({ anchor, entries }) => [
            anchor,
            ...entries.map(({ id }) => id),
          ]);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('loses no word without saying so', () => {
    fc.assert(
      fc.property(anyIssue, (body) => {
        const value = HEAD + body;
        const { issue, diagnostics } = parse(value);
        const seen = wordsIn(issue);
        const missing = [...new Set(body.match(/w\d+x/gu) ?? [])].filter(
          (word) => !seen.includes(word) && !isReported(value.indexOf(word), diagnostics),
        );
        expect(missing).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test('is the same text whatever ends its lines', () => {
    fc.assert(
      fc.property(anyIssue, (body) => {
        const text = (HEAD + body).replace(/\r\n?/gu, '\n');
        const plain = parse(text).issue.sections.map(({ entries }) =>
          entries.map(({ id, headline, tags }) => [id, headline, tags]),
        );
        const windows = parse(text.replaceAll('\n', '\r\n')).issue.sections;
        expect(
          windows.map(({ entries }) => entries.map(({ id, headline, tags }) => [id, headline, tags])),
        ).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test('as a settings file throws nothing, and Object.prototype stays as it is', () => {
    const line = fc.constantFrom(
      'title: a',
      '__proto__: {x: 1}',
      'constructor: b',
      '- id: a',
      '  name: b',
      'sources:',
      'from: {name: a}',
      '  - {',
      '"',
      'a: &b c',
      '*b',
      '? [x]',
      ': y',
      '\tz',
      '%YAML 1.1',
      '---',
      '...',
      '!!binary a',
      'sections: [{name: a}, {}, 3]',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n')),
          anyCharacters,
        ),
        (value) => {
          const file = { path: 'issues/x.yaml', value };
          parseNewsletter(file);
          parseSources(file);
          parseIds(file);
          parse(`---\n${value}\n---\nWords`);
          expect(Object.keys(Object.prototype)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});

function parse(value: string) {
  return parseIssue({ path: 'issues/0012.md', value }, context);
}

/** Everything that the later stages can show: all fields but the file's own text and tree. */
function wordsIn(issue: Issue): string {
  const { text: _, tree: __, frontMatter: ___, ...shown } = issue;
  return JSON.stringify(shown);
}

function isReported(offset: number, diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(
    ({ place }) => (place?.start.offset ?? 0) <= offset && offset < (place?.end.offset ?? 0),
  );
}

function placesOf(issue: Issue, diagnostics: readonly Diagnostic[]) {
  const entries = issue.sections.flatMap((section) => section.entries);
  return [
    ...diagnostics.flatMap(({ place }) => place ?? []),
    ...[...issue.lead, ...issue.sections.flatMap(({ body }) => body), ...entries.flatMap(blocksOf)].map(
      ({ position }) => position,
    ),
    ...issue.sections.map(({ position }) => position),
    ...entries.flatMap(({ position, headlinePosition }) => [position, headlinePosition]),
    ...entries.flatMap((entry) =>
      entry.kind === 'item' ? entry.reports.map(({ position }) => position) : [],
    ),
    ...issue.silences.map(({ position }) => position),
  ];
}
