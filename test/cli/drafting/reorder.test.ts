// Sections and items change places with all that belongs to them.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reorderIssue } from '../../../src/intake/reorder-issue.ts';
import { parseIssue } from '../../../src/parse/parse-issue.ts';
import { harbourContext } from '../../parse/harbour.ts';
import { anyIssue, HEAD } from '../../support/any-issue.ts';
import { draftingProject } from './drafting-project.ts';

const MIXED = `---
number: 3
date: 2016-02-01
draft: true
---
The lead.


## Of interest

- [A film](https://a.example/film), free.

## Housing
Of the week.

### [Old](https://a.example/old)

Harbour Post reports (2 January): Old news.
<!-- a note of mine about the next -->
### [New](https://a.example/new) <!-- on purpose: link-host (theirs) -->

Harbour Post reports (20 January): New news.  


<!-- on purpose: link-insecure (there is no other) -->

### [Middle](http://a.example/middle)

Harbour Post reports (10 January): Middle news.

- a list

## Ours alone

Words.

## Ports

### [Undated](https://a.example/undated)

Somebody said so.

### [Port](https://a.example/port)

Reuters report (3 January): A port.`;

test('whole stretches move, comments with them, letter for letter', async () => {
  const project = await draftingProject({}, { 'issues/0003.md': MIXED });
  const dry = await project.run(['reorder', '3', '--dry-run']);
  expect(dry.output()).toContain('+++ b/issues/0003.md');
  expect(readFileSync(project.path('issues/0003.md'), 'utf8')).toBe(MIXED);
  const run = await project.run(['reorder', '3']);
  expect(run.output()).toContain('reordered  issues/0003.md');
  const after = readFileSync(project.path('issues/0003.md'), 'utf8');
  expect(after).toMatchInlineSnapshot(`
    "---
    number: 3
    date: 2016-02-01
    draft: true
    ---
    The lead.


    ## Ports

    ### [Undated](https://a.example/undated)

    Somebody said so.

    ### [Port](https://a.example/port)

    Reuters report (3 January): A port.

    ## Housing
    Of the week.

    <!-- a note of mine about the next -->
    ### [New](https://a.example/new) <!-- on purpose: link-host (theirs) -->

    Harbour Post reports (20 January): New news.  
    <!-- on purpose: link-insecure (there is no other) -->

    ### [Middle](http://a.example/middle)

    Harbour Post reports (10 January): Middle news.

    - a list


    ### [Old](https://a.example/old)

    Harbour Post reports (2 January): Old news.

    ## Ours alone

    Words.

    ## Of interest

    - [A film](https://a.example/film), free."
  `);
  expect([...after].sort().join('')).toBe([...MIXED].sort().join(''));
  expect((await project.run(['reorder', '3'])).output()).toContain('nothing had to move');
});

test('of any text nothing is lost, and a second time nothing moves', () => {
  const context = harbourContext();
  fc.assert(
    fc.property(anyIssue, (text) => {
      const value = HEAD + text;
      const order = (now: string) =>
        reorderIssue(
          parseIssue({ path: 'issues/0012.md', value: now }, context).issue,
          context.newsletter.sectionOrder,
        );
      const once = order(value);
      expect([...once].sort().join('')).toBe([...value].sort().join(''));
    }),
    { numRuns: 60 },
  );
});
