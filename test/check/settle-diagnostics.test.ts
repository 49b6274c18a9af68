import { describe, expect, test } from 'vitest';
import { compareDiagnostics } from '../../src/model/diagnostic.ts';
import { diagnosticsOf, filesOf } from './rule-cases.ts';

const FRONT_PAGE = '[Dockers vote](https://harbourpost.example/)';
const REPORT = 'Harbour Post reports (30 December): Crews go back.';
const WHY = '(its own address is not known)';

describe('settings in newsletter.yaml', () => {
  const text = issue(`### ${FRONT_PAGE}\n\n${REPORT}`);

  test.each([
    ['', ['warning link-home-page']],
    ['rules:\n  link-home-page: warn\n', ['warning link-home-page']],
    ['rules:\n  link-home-page: error\n', ['error link-home-page']],
    ['rules:\n  link-home-page: off\n', []],
  ])('%j', (settings, expected) => {
    expect(found(text, settings)).toEqual(expected);
  });

  test('make an error milder', () => {
    const missing = issue(`### Dockers vote\n\n${REPORT}`);
    expect(found(missing)).toEqual(['error link-missing']);
    expect(found(missing, 'rules:\n  link-missing: warn\n')).toEqual(['warning link-missing']);
  });

  test('reach what is found in the archive, in the settings and about silences', () => {
    expect(found(issue('Lead.'), 'rules:\n  no-such-rule: off\n')).toEqual(['warning rule-unknown']);
    expect(found(issue('Lead.'), 'rules:\n  no-such-rule: off\n  rule-unknown: off\n')).toEqual([]);
    const unused = issue(`Lead. <!-- on purpose: link-home-page ${WHY} -->`);
    expect(found(unused)).toEqual(['warning silence-unused']);
    expect(found(unused, 'rules:\n  silence-unused: off\n')).toEqual([]);
    expect(found(unused, 'rules:\n  silence-unused: error\n')).toEqual(['error silence-unused']);
  });

  test('a silence of a rule that is off is not called unused', () => {
    const silenced = issue(`### ${FRONT_PAGE} <!-- on purpose: link-home-page ${WHY} -->\n\n${REPORT}`);
    expect(found(silenced, 'rules:\n  link-home-page: off\n')).toEqual([]);
  });
});

describe('silences', () => {
  test.each([
    ['on its line', `### ${FRONT_PAGE} <!-- on purpose: link-home-page ${WHY} -->\n\n${REPORT}`, []],
    [
      'alone on the line before',
      `<!-- on purpose: link-home-page ${WHY} -->\n### ${FRONT_PAGE}\n\n${REPORT}`,
      [],
    ],
    [
      'two rules at once',
      `### Dockers vote <!-- on purpose: link-missing, source-missing (our own words) -->\n\nCrews go back.`,
      [],
    ],
    [
      'another rule',
      `### ${FRONT_PAGE} <!-- on purpose: link-missing ${WHY} -->\n\n${REPORT}`,
      ['warning link-home-page', 'warning silence-unused'],
    ],
    [
      'another line',
      `### ${FRONT_PAGE}\n\n${REPORT} <!-- on purpose: link-home-page ${WHY} -->`,
      ['warning link-home-page', 'warning silence-unused'],
    ],
    [
      'no reason',
      `### ${FRONT_PAGE} <!-- on purpose: link-home-page -->\n\n${REPORT}`,
      ['warning link-home-page', 'warning silence-reason'],
    ],
    [
      'no such rule',
      `### ${FRONT_PAGE} <!-- on purpose: link-home ${WHY} -->\n\n${REPORT}`,
      ['warning link-home-page', 'warning silence-unknown'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(found(issue(text)).sort()).toEqual(expected);
  });

  test('of the front matter and of the issue as a whole may stand anywhere in the issue', () => {
    const files = `=== issues/0011.md ===\n---\nnumber: 11\ndate: 2026-01-02\n---\n\nLead.\n=== issues/0013.md ===\n---\nnumber: 13\ndate: 2026-01-09\n---\n\nLead.\n\nMore. <!-- on purpose: issue-number-gap (No. 12 was never printed) -->\n`;
    expect(found(files)).toEqual([]);
  });
});

test('diagnostics come in the order of the text', () => {
  const text = issue(`### Second\n\nSoon.\n\n###Third\n\n### ${FRONT_PAGE}\n\nThe tide reports: “Yes.`);
  const diagnostics = diagnosticsOf(filesOf(text));
  expect(diagnostics.length).toBeGreaterThan(4);
  expect(diagnostics).toEqual([...diagnostics].sort(compareDiagnostics));
});

function issue(body: string): string {
  return `---\nnumber: 12\ndate: 2026-01-09\n---\n\n${body}\n`;
}

function found(text: string, settings = ''): string[] {
  return diagnosticsOf(filesOf(text), settings).map(({ severity, ruleId }) => `${severity} ${ruleId}`);
}
