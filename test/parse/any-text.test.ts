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
import { anyCharacters, anyIssue, HEAD } from '../support/any-issue.ts';
import { lostWords } from '../support/lost-words.ts';
import { harbourContext } from './harbour.ts';

const context = harbourContext();
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
        expect(lostWords(value, issue, diagnostics)).toEqual([]);
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
