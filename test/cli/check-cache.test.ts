// What `check` remembers must never show: with and without it the report is the same, whatever was edited in between.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChance } from '../support/chance.ts';
import { issueText, testProject } from '../support/project.ts';

const CACHE = 'out/cache';
const FILES = [`${CACHE}/digests.txt`, `${CACHE}/findings.txt`];
const PICTURE = '\n![A crane](images/crane.png)\nCrane at dusk. Photo: A. Rowe\n';
/** A PNG's signature and its head: so many pixels, no more of it is looked at. */
const png = (widthPx: number): Buffer => {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000010802000000', 'hex');
  bytes.writeUInt32BE(widthPx, 16);
  return bytes;
};
const MAIL_TEMPLATE = readFileSync(new URL('../../templates/email/issue.hbs', import.meta.url), 'utf8');

test('random edits: remembered and found anew are the same', async () => {
  const project = testProject({ 'issues/0001.md': `${issueText(1, '2016-01-06')}${PICTURE}` });
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
      change('issues/sources.yaml', (text) =>
        text.replace(/verb: \w+/u, `verb: ${chance.pick(['report', 'says', 'reports'])}`),
      ),
    () =>
      change('issues/sources.yaml', (text) =>
        text.replace(/name: Harbour \w+/u, `name: Harbour ${chance.pick(['Post', 'Mail'])}`),
      ),
    () =>
      project.write(
        'issues/ids.yaml',
        chance.pick(['', '0001:\n  dockers: Dockers vote to end strike number 1\n', 'nonsense']),
      ),
    () => {
      project.write('issues/images/crane.png', '');
      writeFileSync(at('issues/images/crane.png'), png(chance.pick([40, 4000])));
    },
    () => rmSync(at('issues/images'), { recursive: true, force: true }),
    () =>
      project.write(
        'templates/email/issue.hbs',
        chance.pick([
          MAIL_TEMPLATE,
          MAIL_TEMPLATE.replaceAll('unsubscribeUrl', 'siteUrl'),
          '<p>Hardly a word</p>',
        ]),
      ),
    () => project.write('issues/special.md', 'Not read.\n'),
    () => rmSync(at('issues/special.md'), { force: true }),
    () =>
      writeFileSync(
        at('issues/0003.md'),
        `---\nnumber: ${3 + chance.below(2)}\ndate: 2026-03-01\n---\n\nWords.\n`,
      ),
    () => rmSync(at('issues/0003.md'), { force: true }),
    () => tear(at(chance.pick(FILES))),
  ];
  /** As a disk that was full, a power cut or a curious editor leaves it. */
  const tear = (file: string) => {
    const text = readFileSync(file, 'utf8');
    const half = text.slice(0, chance.below(text.length));
    const swapped = text.replaceAll(/\t[^\t]*\n/gu, '\t[{}]\n');
    writeFileSync(file, chance.pick(['', 'null', half, `${half}\n`, swapped, text.replace(/[\d]/u, '7')]));
  };
  for (let round = 0; round < 20; round += 1) {
    await project.run(['check', ...(chance.below(2) === 0 ? ['2'] : []), '--json']);
    for (const edit of chance.draw(edits, 1 + chance.below(3))) edit();
    const warm = await project.run(['check', '--json']);
    rmSync(at(CACHE), { recursive: true, force: true });
    const cold = await project.run(['check', '--json']);
    expect(warm.json()).toEqual(cold.json());
    expect(warm.exitCode).toBe(cold.exitCode);
  }
}, 120_000);

test.each([
  ['a setting', 'issues/newsletter.yaml', (text: string) => `${text}rules: { media-missing: off }\n`],
  ['a source', 'issues/sources.yaml', (text: string) => text.replace('Harbour Post', 'Harbour Mail')],
  ['a picture', 'issues/images/crane.png', () => png(40)],
  ['a template', 'templates/email/issue.hbs', () => '<p>Hardly a word</p>'],
])('%s changes what is said of an issue that stays as it is', async (_, file, edit) => {
  const project = testProject({ 'issues/0001.md': `${issueText(1, '2016-01-06')}${PICTURE}` });
  const before = (await project.run(['check', '--json'])).json();
  const text = file.endsWith('.yaml') ? readFileSync(project.path(file), 'utf8') : '';
  project.write(file, '');
  writeFileSync(project.path(file), edit(text));
  const warm = (await project.run(['check', '--json'])).json();
  rmSync(project.path(CACHE), { recursive: true });
  expect(warm).not.toEqual(before);
  expect(warm).toEqual((await project.run(['check', '--json'])).json());
});

test('one issue asked about: the others are remembered, and what is said of it is the same', async () => {
  const project = testProject({
    'issues/0002.md': issueText(2, '2016-01-13').replace('number 2]', 'number 1]'),
  });
  const cold = await project.run(['check', '2', '--json']);
  expect(JSON.stringify(cold.json())).toContain('issues/0001.md');
  expect((await project.run(['check', '2', '--json'])).json()).toEqual(cold.json());
  const [digests = '', findings = ''] = FILES.map((file) => readFileSync(project.path(file), 'utf8'));
  expect(digests).toContain('issues/0001.md\t');
  expect(findings).not.toContain('issues/0001.md\t');
  expect(findings).toContain('issues/0002.md\t');
});

test('two checks at once leave a cache that can be read', async () => {
  const project = testProject();
  const runs = await Promise.all(
    [[], ['1'], ['2'], []].map((names) => project.run(['check', ...names, '--json'])),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const before = FILES.map((file) => readFileSync(project.path(file), 'utf8'));
  expect((await project.run(['check', '--json'])).json()).toEqual(runs[0]?.json());
  expect(before[0]?.split('\n')).toHaveLength(4);
  expect(readdirSync(project.path(CACHE)).sort()).toEqual(['digests.txt', 'findings.txt']);
});
