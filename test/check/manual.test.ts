// The manual of rules tells of each rule what its fixtures show. UPDATE_FIXTURES=1 writes that part of it anew; what stands
// above the line GENERATED_BELOW is written by hand and kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { READING_RULES } from '../../src/check/reading-rules.ts';
import type { RuleDescription } from '../../src/check/rule.ts';
import { DESCRIPTIONS, FAMILIES } from '../../src/check/rules.ts';
import { SILENCE_UNUSED } from '../../src/check/settle-diagnostics.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { IssueFile } from '../../src/model/issue.ts';
import { DEFAULT_PATH, diagnosticsOf, filesOf, fixed, readRuleCases } from './rule-cases.ts';

const MANUAL = new URL('../../docs/rules.md', import.meta.url);
const GENERATED_BELOW = '<!-- Below this line the manual is made of the rules and their fixtures. -->\n';

/** The manual is to be read: further cases are for the tests. */
const MAX_WRONG = 3;

test('docs/rules.md quotes every rule, its examples and its messages as they are', () => {
  const manual = readFileSync(MANUAL, 'utf8');
  const [byHand] = manual.split(GENERATED_BELOW);
  const expected = `${byHand}${GENERATED_BELOW}\n${generatedPart()}`;
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(MANUAL, expected);
  expect(readFileSync(MANUAL, 'utf8')).toBe(expected);
});

function generatedPart(): string {
  const families = [
    ...FAMILIES,
    { name: 'While a file is read, and at the end', rules: [...READING_RULES, SILENCE_UNUSED] },
  ];
  const own = DESCRIPTIONS.filter(({ stage }) => stage !== 'reading');
  const reading = DESCRIPTIONS.filter(({ stage }) => stage === 'reading');
  return [
    '## All rules',
    '',
    ...families.flatMap(({ name, rules }) => [
      `### ${name}`,
      '',
      '| rule | severity | what it asks for |',
      '| --- | --- | --- |',
      ...rules.map(
        ({ id, severity, description }) => `| [\`${id}\`](#${id}) | ${severity} | ${description} |`,
      ),
      '',
    ]),
    ...own.flatMap(sectionOf),
    ...reading.flatMap(({ id, severity, description }) => [
      `## ${id}`,
      '',
      description,
      '',
      `Severity: ${severity}. Found while the file is read.`,
      '',
    ]),
  ].join('\n');
}

function sectionOf({ id, severity, description }: RuleDescription): readonly string[] {
  const cases = readRuleCases(id);
  const ok = cases.find(({ name }) => name === 'ok');
  const wrong = cases.filter(({ name }) => name.startsWith('not-ok')).slice(0, MAX_WRONG);
  return [
    `## ${id}`,
    '',
    description,
    '',
    `Severity: ${severity}.`,
    '',
    'Right:',
    '',
    ...quoted(filesOf(ok?.text ?? '')),
    ...wrong.flatMap(({ text }) => {
      const files = filesOf(text);
      const diagnostics = diagnosticsOf(files);
      return ['Wrong:', '', ...quoted(files), ...diagnostics.flatMap(messageLines), ...mendedLines(files)];
    }),
  ];
}

function quoted(files: readonly IssueFile[]): readonly string[] {
  return files.flatMap(({ path, value }) => [
    ...(files.length === 1 && path === DEFAULT_PATH ? [] : [`\`${path}\`:`, '']),
    `\`\`\`\`${languageOf(path)}`,
    // Filling of the mails is shown as the fixture has it.
    visible(value.replace(/x{1000,}/gu, (filling) => `(${filling.length} bytes of text)`)).trimEnd(),
    '````',
    '',
  ]);
}

function messageLines({ path, place, severity, reason, ruleId, note }: Diagnostic): readonly string[] {
  const where = place === undefined ? path : `${path}:${place.start.line}:${place.start.column}`;
  return [
    '```text',
    `${where}  ${severity}  ${ruleId}`,
    `    ${visible(reason)}`,
    ...(note === undefined ? [] : [`    ${visible(note)}`]),
    '```',
    '',
  ];
}

/** Signs that nobody sees, in the manual by their names. Joiners that belong to a script or an emoji stay. */
function visible(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{M}\p{S}])[\u200c\u200d]|(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu,
    (sign) => `‹U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}›`,
  );
}

/** What `check --fix` makes of the files; nothing where it changes none. */
function mendedLines(files: readonly IssueFile[]): readonly string[] {
  const mended = fixed(files).filter(({ value }, index) => value !== files[index]?.value);
  return mended.length === 0 ? [] : ['`check --fix` makes of it:', '', ...quoted(mended)];
}

function languageOf(path: string): string {
  return { md: 'markdown', yaml: 'yaml', html: 'html', txt: 'text' }[path.split('.').at(-1) ?? ''] ?? '';
}
