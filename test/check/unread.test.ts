// No rule looks at a text that the reading gave up: it would be at it for minutes, with nothing to gain.
import { expect, test } from 'vitest';
import { judgeIssue, readIssue } from '../../src/compile.ts';
import { compileSettings } from '../../src/compile-settings.ts';
import { NEWSLETTER } from '../lsp/harbour-desk.ts';

const { settings } = compileSettings({
  newsletter: { path: 'issues/newsletter.yaml', value: NEWSLETTER },
  sources: { path: 'issues/sources.yaml', value: '' },
  ids: { path: 'issues/ids.yaml', value: '' },
  issues: [],
  images: [],
  templates: new Map(),
});

test('ten megabytes', () => {
  if (settings === undefined) throw new Error('the settings cannot be used');
  const value = `---\nnumber: 1\ndate: 2016-01-06\n---\n\n${'The the crew "went back . '.repeat(400_000)}`;
  const file = { path: 'issues/0001.md', value };
  const begun = performance.now();
  const { diagnostics } = judgeIssue(file, settings, () => {
    throw new Error('nothing is set as mail');
  });
  expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['input-size']);
  expect(readIssue(file, settings).diagnostics).toEqual(diagnostics);
  // Seconds where one rule looks, minutes where all do.
  expect(performance.now() - begun).toBeLessThan(2000);
});
