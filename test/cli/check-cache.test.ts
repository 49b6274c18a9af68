// What `check` remembers must never show: with and without it the report is the same, whatever was edited in between.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChance } from '../support/chance.ts';
import { testProject } from '../support/project.ts';

const CACHE = 'out/cache/check.json';

test('random edits: remembered and found anew are the same', async () => {
  const project = testProject({});
  const chance = createChance(7);
  const at = (file: string) => project.path(file);
  const change = (file: string, edit: (text: string) => string) =>
    writeFileSync(at(file), edit(readFileSync(at(file), 'utf8')));
  const edits = [
    () => change('issues/0002.md', (text) => `${text}\nThe the crews ${chance.below(99)} went back\n`),
    () => change('issues/0001.md', (text) => text.replace(/\w+\n$/u, 'again .\n')),
    () => change('issues/newsletter.yaml', (text) => `${text}\n# ${chance.below(99)}\n`),
    () =>
      change('issues/newsletter.yaml', (text) =>
        text.replace(/language: \w+/u, `language: ${chance.pick(['en', 'fr'])}`),
      ),
    () =>
      writeFileSync(
        at('issues/0003.md'),
        `---\nnumber: ${3 + chance.below(2)}\ndate: 2026-03-01\n---\n\nWords.\n`,
      ),
    () => rmSync(at('issues/0003.md'), { force: true }),
    () => writeFileSync(at(CACHE), chance.pick(['', '{', 'null', '{"form":1,"issues":[{}]}'])),
  ];
  for (let round = 0; round < 14; round += 1) {
    await project.run(['check', ...(chance.below(2) === 0 ? ['2'] : []), '--json']);
    for (const edit of chance.draw(edits, 1 + chance.below(2))) edit();
    const warm = await project.run(['check', '--json']);
    rmSync(at(CACHE), { force: true });
    const cold = await project.run(['check', '--json']);
    expect(warm.json()).toEqual(cold.json());
    expect(warm.exitCode).toBe(cold.exitCode);
  }
}, 60_000);
