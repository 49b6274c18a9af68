// Whole newsletters as they were pasted, in the forms in which they were printed: what `check --fix` makes of each, what it still
// says, and that no word is lost on the way. UPDATE_FIXTURES=1 writes the two files anew; the difference is the review.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Issue } from '../../src/model/issue.ts';
import { diagnosticsOf, fixed, issueOf } from './rule-cases.ts';

const FOLDER = new URL('../fixtures/paste/', import.meta.url);

describe.each(readdirSync(FOLDER).sort())('%s', (name) => {
  const path = `issues/${name.slice(0, 4)}.md`;
  const raw = { path, value: readFileSync(new URL(`${name}/raw.md`, FOLDER), 'utf8') };
  const [mended = raw] = fixed([raw]);

  test('becomes clean format as far as that is certain', () => {
    expectFile(`${name}/fixed.md`, mended.value);
    expect(mended.value).not.toMatch(/\n\n\n/u);
  });

  test('has its sections and items, and what is left is said', () => {
    const left = diagnosticsOf([mended]).map(({ place, ruleId, reason }) => ({
      line: place?.start.line ?? 1,
      ruleId,
      reason,
    }));
    expectFile(
      `${name}/left.yaml`,
      stringify({ sections: outlineOf(issueOf(mended)), left }, { lineWidth: 0 }),
    );
  });

  test('is not changed by a second run, and nothing is left that could be mended', () => {
    expect(fixed([mended])).toEqual([mended]);
    expect(diagnosticsOf([mended]).filter(({ fix }) => fix !== undefined)).toEqual([]);
  });

  test('keeps every word in its order, and every address', () => {
    expect(lettersOf(bodyOf(mended.value))).toBe(lettersOf(withoutFrame(raw)));
    expect(addressesOf(mended.value)).toEqual(addressesOf(withoutFrame(raw)));
  });

  test('is mended in the same way where lines end as on Windows', () => {
    const [other] = fixed([{ path, value: raw.value.replaceAll('\n', '\r\n') }]);
    expect(other?.value.replaceAll('\r\n', '\n')).toBe(mended.value);
    expect(other?.value).not.toMatch(/(?<!\r)\n/u);
  });
});

function outlineOf({ sections }: Issue) {
  return sections.map(({ heading, entries }) => ({
    heading,
    entries: entries.map((entry) => ({
      headline: entry.headline,
      ...(entry.url === undefined ? {} : { url: entry.url }),
      ...(entry.kind === 'item'
        ? { reports: entry.reports.map(({ source, date }) => `${source.id ?? '?'} ${date ?? '?'}`) }
        : {}),
    })),
  }));
}

/** Without what is printed around every issue by itself, and without words that only lead to an address. */
function withoutFrame(raw: { path: string; value: string }): string {
  const { masthead, position } = issueOf(raw).frontMatter;
  const isMended =
    masthead !== undefined && issueOf(fixed([raw])[0] ?? raw).frontMatter.position !== undefined;
  return raw.value
    .slice(isMended ? masthead.position.end.offset : (position?.end.offset ?? 0))
    .replace('Have it sent to you.', '')
    .replace(/(?:More at|Full story|Read more):(?= http)/gu, '');
}

function bodyOf(value: string): string {
  return value.startsWith('---\n') ? value.slice(value.indexOf('\n---\n') + 5) : value;
}

/** Letters and figures alone: spaces, signs and the places of addresses may change. */
function lettersOf(text: string): string {
  return (
    text
      .replace(/https?:\/\/[^\s)>]+/gu, '')
      // The verb may be moved before the day.
      .replace(/(\([^()\n]{3,30}\)) (reports?):/gu, '$2 $1:')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '')
  );
}

function addressesOf(text: string): readonly string[] {
  return [...text.matchAll(/https?:\/\/([^\s)>]+)/gu)].map(([, address = '']) => address).sort();
}

function expectFile(file: string, actual: string): void {
  const url = new URL(file, FOLDER);
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(url, actual);
  const expected = existsSync(url) ? readFileSync(url, 'utf8') : '';
  if (file.endsWith('.yaml')) expect(parse(actual)).toEqual(parse(expected));
  else expect(actual).toBe(expected);
}
