// What `check --format` prints for other programs, each form held to its own definition.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { RULE_IDS } from '../../src/check/rules.ts';
import { formatGithub } from '../../src/cli/format-github.ts';
import { formatMarkdown } from '../../src/cli/format-markdown.ts';
import { formatUnix } from '../../src/cli/format-unix.ts';
import { REPORT_FORMATS, readReportFormat } from '../../src/cli/read-report-format.ts';
import { formatReport } from '../../src/cli/report-formats.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { placeOf } from '../../src/model/place.ts';

const PATH = 'issues/0012.md';
const TEXT = '### Strike 🚢 ends\n\nThe the crews are back.\n\nThe the crews are back.\n';

const doubled = (from: number): Diagnostic => ({
  ruleId: 'text-doubled-word',
  severity: 'warning',
  reason: 'Unexpected "The the", expected "The"',
  path: PATH,
  place: placeOf(TEXT, from, from + 7),
  actual: 'The the',
  note: 'A word stands twice.',
  fix: { title: 'Write "The"', edits: [{ start: from, end: from + 7, text: 'The' }] },
});
const first = doubled(TEXT.indexOf('The the'));
const second = doubled(TEXT.lastIndexOf('The the'));
const whole: Diagnostic = {
  ruleId: 'mail-size',
  severity: 'error',
  reason: 'Unexpected 50% more, A: B',
  path: 'issues/näher dran.md',
};

function sarifOf(diagnostics: readonly Diagnostic[], text = TEXT) {
  const [log = ''] = formatReport('sarif', diagnostics, { texts: new Map([[PATH, text]]), value: undefined });
  return JSON.parse(log);
}

describe('sarif', () => {
  // The schema of the standard, in the draft that its own validator reads.
  const require = createRequire(createRequire(import.meta.url).resolve('@microsoft/jest-sarif'));
  const schemaFile = require
    .resolve('@microsoft/jest-sarif')
    .replace(/index\.js$/u, 'schemas/sarif-2.1.0-rtm.5.json');
  const Ajv = require('ajv');
  const ajv = new Ajv({ schemaId: 'id', meta: false, unknownFormats: 'ignore' });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  const isValid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

  test.each([
    { name: 'findings', diagnostics: [first, second, whole] },
    { name: 'no findings', diagnostics: [] },
  ])('a log with $name is valid', ({ diagnostics }) => {
    isValid(sarifOf(diagnostics));
    expect(isValid.errors ?? []).toEqual([]);
  });

  test('the schema notices a log that is not', () => {
    const log = sarifOf([first]);
    log.runs[0].results[0].level = 'grave';
    expect(isValid(log)).toBe(false);
  });

  test('counts columns in UTF-16 units, from 1, the end behind the last', () => {
    const [{ locations, fixes }] = sarifOf([first]).runs[0].results;
    expect(locations[0].physicalLocation.region).toEqual({
      startLine: 3,
      startColumn: 1,
      endLine: 3,
      endColumn: 8,
    });
    const [{ deletedRegion, insertedContent }] = fixes[0].artifactChanges[0].replacements;
    expect(TEXT.slice(deletedRegion.charOffset, deletedRegion.charOffset + deletedRegion.charLength)).toBe(
      'The the',
    );
    expect(insertedContent.text).toBe('The');
  });

  test('writes paths as URIs', () => {
    const [{ locations }] = sarifOf([whole]).runs[0].results;
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('issues/n%C3%A4her%20dran.md');
  });

  test('names every rule, and each finding the one it is of', () => {
    const { tool, results } = sarifOf([first, whole]).runs[0];
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids.toSorted()).toEqual(RULE_IDS);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
  });

  test('gives a finding the same fingerprint when lines are added above it, and two findings two', () => {
    const prints = (text: string, found: readonly Diagnostic[]) =>
      sarifOf(found, text).runs[0].results.map(
        ({ partialFingerprints }: { partialFingerprints: object }) => Object.values(partialFingerprints)[0],
      );
    const moved = `A lead.\n\n${TEXT}`;
    const shift = ({ fix, ...rest }: Diagnostic, by: number): Diagnostic => {
      const start = (fix?.edits[0]?.start ?? 0) + by;
      return { ...rest, place: placeOf(moved, start, start + 7) };
    };
    const before = prints(TEXT, [first, second]);
    expect(new Set(before).size).toBe(2);
    expect(prints(moved, [shift(first, 9), shift(second, 9)])).toEqual(before);
  });
});

describe('github', () => {
  test.each([
    {
      name: 'a finding with its place',
      diagnostic: first,
      expected:
        '::warning file=issues/0012.md,line=3,endLine=3,col=1,endColumn=8,title=text-doubled-word::Unexpected "The the", expected "The"%0AA word stands twice.',
    },
    {
      name: 'one of the whole file, with signs that mean something to GitHub',
      diagnostic: { ...whole, path: 'issues/a,b:c.md' },
      expected: '::error file=issues/a%2Cb%3Ac.md,title=mail-size::Unexpected 50%25 more, A: B',
    },
    {
      name: 'one over several lines, without columns',
      diagnostic: { ...whole, place: placeOf(TEXT, 0, 30) },
      expected:
        '::error file=issues/näher dran.md,line=1,endLine=3,title=mail-size::Unexpected 50%25 more, A: B',
    },
    {
      name: 'one that would begin a command of its own',
      diagnostic: { ...whole, reason: 'Unexpected "\n::set-output name=x::y"' },
      expected: '::error file=issues/näher dran.md,title=mail-size::Unexpected "%0A::set-output name=x::y"',
    },
  ])('$name', ({ diagnostic, expected }) => {
    expect(formatGithub([diagnostic])).toEqual([expected]);
  });
});

test('unix: one line a finding, which editors can jump to', () => {
  expect(formatUnix([first, { ...whole, reason: 'Unexpected\nbreak' }])).toEqual([
    'issues/0012.md:3:1: warning: Unexpected "The the", expected "The" [text-doubled-word]',
    'issues/näher dran.md:1:1: error: Unexpected break [mail-size]',
  ]);
});

describe('markdown', () => {
  test('a table an issue', () => {
    const lines = formatMarkdown([first, whole]);
    expect(lines[0]).toBe('**Broadside:** 1 error, 1 warning.');
    expect(lines).toContain(
      '| 3 | warning | Unexpected "The the", expected "The"<br>A word stands twice. | `text-doubled-word` |',
    );
    expect(formatMarkdown([])).toEqual(['**Broadside:** nothing to mend.']);
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '@everyone look',
    '[click](https://evil.example)',
    'a | b',
    '`code`',
    '![x](y)',
    '#12',
  ])('words of an issue stay words: %s', (words) => {
    const row = formatMarkdown([{ ...whole, reason: words }]).find((line) => line.includes('mail-size'));
    expect(row).not.toContain(words);
    expect(row?.match(/(?<!\\)\|/gu)).toHaveLength(5);
  });

  test('stays below what GitHub takes for a comment', () => {
    const many = Array.from({ length: 3000 }, () => ({ ...first, note: 'x'.repeat(2000) }));
    const text = formatMarkdown(many).join('\n');
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('more.');
  });
});

test('a format is one of those there are', () => {
  for (const name of REPORT_FORMATS) expect(readReportFormat(name)).toBe(name);
  expect(() => readReportFormat('xml')).toThrow(/pretty, json, sarif, github, unix, markdown/u);
});
