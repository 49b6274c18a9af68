// Each rule's fixtures are run as they stand, and what the proofreader says of them is compared with the file beside them.
// UPDATE_FIXTURES=1 writes those files anew; the difference is the review.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { RULE_IDS, RULES } from '../../src/check/rules.ts';
import { SILENCE_UNUSED } from '../../src/check/settle-diagnostics.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { diagnosticsOf, filesOf, fixed, RULES_FOLDER, type RuleCase, readRuleCases } from './rule-cases.ts';

const OWN_RULES = [...RULES, SILENCE_UNUSED];

test('every rule has its folder of fixtures, and every folder its rule', () => {
  const folders = readdirSync(RULES_FOLDER).sort();
  expect(folders).toEqual(OWN_RULES.map(({ id }) => id).sort());
});

test.each(RULES)('$id is in a file of its name', ({ id }) => {
  expect(existsSync(new URL(`../../src/check/rules/${id}.ts`, import.meta.url))).toBe(true);
});

test('every name under which the reading reports is a rule', () => {
  const folder = new URL('../../src/parse/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const code = readFileSync(new URL(file, folder), 'utf8');
      return [...code.matchAll(/(?:ruleId: |RULE_ID = )'([a-z-]+)'/gu)].map(([, name]) => name);
    });
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => name !== undefined && !RULE_IDS.includes(name))).toEqual([]);
});

describe.each(OWN_RULES)('$id', ({ id }) => {
  const cases = readRuleCases(id);

  test('has an example that is right and one that is wrong', () => {
    expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(['ok', 'not-ok']));
  });

  test.each(cases.filter(({ name }) => name.startsWith('ok')))('finds nothing in $name.md', ({ text }) => {
    expect(diagnosticsOf(filesOf(text))).toEqual([]);
  });

  test.each(cases.filter(({ name }) => name.startsWith('not-ok')))(
    'says of $name.md what is wrong',
    (one) => {
      const diagnostics = diagnosticsOf(filesOf(one.text));
      expect(diagnostics.some(({ ruleId }) => ruleId === id)).toBe(true);
      expectFile(
        one,
        '.yaml',
        stringify(diagnostics.map(shown), { lineWidth: 0, aliasDuplicateObjects: false }),
      );
    },
  );

  test.each(cases.filter(({ name }) => name.startsWith('not-ok')))(
    'mends $name.md as far as is safe',
    (one) => {
      const files = filesOf(one.text);
      const mended = fixed(files);
      if (!diagnosticsOf(files).some(({ fix }) => fix !== undefined)) {
        expect(mended).toEqual(files);
        return;
      }
      expect(mended).not.toEqual(files);
      expect(fixed(mended)).toEqual(mended);
      expectFile(one, '.fixed', mended.map(({ value }) => value).join(''));
    },
  );
});

function expectFile({ ruleId, name }: RuleCase, extension: string, actual: string): void {
  const url = new URL(`${ruleId}/${name}${extension}`, RULES_FOLDER);
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(url, actual);
  expect(actual).toBe(existsSync(url) ? readFileSync(url, 'utf8') : '');
}

/** As an editor reads it. */
function shown({ ruleId, severity, reason, path, place, actual, expected, note, fix }: Diagnostic) {
  const where = place === undefined ? path : `${path}:${place.start.line}:${place.start.column}`;
  const until = place === undefined ? undefined : `${place.end.line}:${place.end.column}`;
  return { where, until, severity, ruleId, reason, actual, expected, note, fix: fix?.title };
}
