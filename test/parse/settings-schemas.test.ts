// The JSON Schemas of the settings files: made of the schemas that read the files, kept in docs/schemas (UPDATE_FIXTURES=1 writes them
// anew), silent about files that are right, and aware of what a schema can know to be wrong.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DESCRIPTIONS } from '../../src/check/rules.ts';
import { starterFiles } from '../../src/cli/starter.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';
import { type SettingsSchemaName, settingsSchemas } from '../../src/parse/settings-schemas.ts';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('docs/schemas/', ROOT);
const NAMES = ['newsletter', 'sources', 'ids', 'redirects'] as const;

const schemas = settingsSchemas(DESCRIPTIONS);
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validators: Readonly<Record<SettingsSchemaName, ValidateFunction>> = {
  newsletter: ajv.compile(schemas.newsletter),
  sources: ajv.compile(schemas.sources),
  ids: ajv.compile(schemas.ids),
  redirects: ajv.compile(schemas.redirects),
};

const text = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');

/** What an editor would underline: it reads YAML 1.2 with its numbers and nothings. */
function faults(name: SettingsSchemaName, yaml: string): readonly string[] {
  const validate = validators[name];
  validate(parse(yaml));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test.each(NAMES)('docs/schemas/%s.schema.json is what the reading asks for', (name) => {
  const file = new URL(`${name}.schema.json`, FOLDER);
  const expected = `${JSON.stringify(schemas[name], null, 2)}\n`;
  if (process.env['UPDATE_FIXTURES'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, expected);
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(expected);
});

test('there is nothing else', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(NAMES.map((name) => `${name}.schema.json`).sort());
});

test.each(NAMES)('every key of %s is explained', (name) => {
  const bare: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties, ...rest } = value as { properties?: Record<string, { description?: string }> };
    for (const [key, one] of Object.entries(properties ?? {})) {
      if ((one.description ?? '') === '') bare.push(`${path}.${key}`);
      visit(one, `${path}.${key}`);
    }
    for (const one of Object.values(rest)) visit(one, path);
  };
  visit(schemas[name], name);
  expect(bare).toEqual([]);
  expect(JSON.stringify(schemas[name])).not.toContain('x-also');
});

describe('nothing is said of', () => {
  const starter = starterFiles({ title: '1984', date: '2026-01-09', listId: 'quay.example.org' });
  test.each([
    ['newsletter', 'the shipped one', text('issues/newsletter.yaml')],
    ['sources', 'the shipped ones', text('issues/sources.yaml')],
    ['newsletter', 'that of the harbour', text('test/fixtures/parse/newsletter.yaml')],
    ['newsletter', 'a new one', starter.get('issues/newsletter.yaml') ?? ''],
    ['sources', 'new ones', starter.get('issues/sources.yaml') ?? ''],
    [
      'sources',
      'rows with gaps',
      'sources:\n  - id: "1843"\n    name: 1843\n    kind: blog\n    verb:\n    domains: ~\n',
    ],
    ['sources', 'none', 'sources:\npeople: []\n'],
    ['ids', 'kept ids', 'no-12-new-words: no-12-first-words\nno-12-كلمات: no-12-first\n'],
  ] as const)('%s.yaml, %s', (name, _, yaml) => {
    expect(faults(name, yaml)).toEqual([]);
  });
});

/** What the reading reports, and whether a schema can know it. */
describe('what is wrong in newsletter.yaml', () => {
  const right = text('test/fixtures/parse/newsletter.yaml');
  test.each([
    ['siteUrl: https://harbour.example', 'siteUrl: harbour.example', true],
    ['siteUrl: https://harbour.example', 'siteUrl: https://harbour.example/?a=b', true],
    ['address: letter@harbour.example', 'address: letter at harbour', true],
    ['listId: letter.harbour.example', 'listId: <letter>', true],
    ['shortTitle: Harbour', 'shortTitel: Harbour', true],
    ['shortTitle: Harbour', 'shortTitle: ""', true],
    ['title: The Harbour Letter\n', '', true],
    ['language: en', 'language: English', true],
    ['adopted: 2008-07-19', 'adopted: 19 July 2008', true],
    ['kind: interest', 'kind: links', true],
    ['  - name: Daily life', '  - title: Daily life', true],
    ['maxReportAgeDays: 45', 'maxReportAgeDays: a month', true],
    ['maxReportAgeDays: 45', 'delivery: { expiresAfterHours: two days }', true],
    ['maxReportAgeDays: 45', 'delivery: { expiresAfterHours: 0 }', false],
    ['maxReportAgeDays: 45', 'delivery: { expiresAfter: 36 }', true],
    ['link-home-page: off', 'link-home-page: no', true],
    ['timeZone: Europe/London', 'timeZone: Mars/Phobos', false],
    ['adopted: 2008-07-19', 'adopted: 2008-02-31', false],
  ])('%s → %s', (good, bad, isKnown) => {
    const wrong = right.replace(good, bad);
    expect(wrong).not.toBe(right);
    expect(parseNewsletter({ path: 'issues/newsletter.yaml', value: wrong }).diagnostics).not.toEqual([]);
    expect(faults('newsletter', wrong).length > 0).toBe(isKnown);
  });
});

describe('what is wrong in a row of sources.yaml', () => {
  test.each([
    ['{id: a, name: Alpha, kind: agency, domains: ["https://a.example/x"]}', true],
    ['{id: b, name: Beta, kind: magazine}', true],
    ['{id: c, kind: blog}', true],
    ['{id: d, name: Delta, kind: blog, vreb: report}', true],
    ['{id: e, name: Epsilon, kind: blog, home: e.example}', true],
    ['{id: Not an id, name: Zeta, kind: blog}', true],
    ['{id: f, name: F, kind: blog}\n  - {id: f, name: G, kind: blog}', false],
  ])('%s', (row, isKnown) => {
    const wrong = `sources:\n  - ${row}\n`;
    expect(parseSources({ path: 'issues/sources.yaml', value: wrong }).diagnostics).not.toEqual([]);
    expect(faults('sources', wrong).length > 0).toBe(isKnown);
  });
});

test('an id that is none is wrong in ids.yaml', () => {
  expect(faults('ids', 'no-12-new: "not an id!"\n')).toHaveLength(1);
});

test('a rule of a newer program is not refused, a setting that is none is', () => {
  const right = text('test/fixtures/parse/newsletter.yaml');
  expect(faults('newsletter', right.replace('link-home-page: off', 'link-unheard-of: off'))).toEqual([]);
  expect(faults('newsletter', right.replace('link-home-page: off', 'link-unheard-of: maybe'))).toHaveLength(
    1,
  );
});
