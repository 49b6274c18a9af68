// Editors at work for an hour, by lot: after each step the build that remembers and the build from nothing leave the same bytes and
// say the same. And a build shared out among threads leaves what one thread alone leaves.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compileProject } from '../../src/cli/building/compile-project.ts';
import { archiveFiles } from '../../src/compile.ts';
import { readCardFonts } from '../../src/files/read-card-fonts.ts';
import { buildBothWays } from '../support/build-both-ways.ts';
import { createChance } from '../support/chance.ts';
import { issueText, NEWSLETTER, type TestProject, testProject } from '../support/project.ts';
import { IS_WHOLE } from '../support/slow-form.ts';
import { testTerminal } from '../support/test-terminal.ts';

const STEPS = 18;
const TEMPLATES = new URL('../../templates/', import.meta.url);
const template = (name: string): string => readFileSync(new URL(name, TEMPLATES), 'utf8');
/** A PNG's signature and its head: so many pixels, no more of it is looked at. */
const png = (widthPx: number): Buffer => {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000010802000000', 'hex');
  bytes.writeUInt32BE(widthPx, 16);
  return bytes;
};

test.each(IS_WHOLE ? [1, 2, 3, 4] : [1])('random edits, lot %i', async (seed) => {
  const project = testProject();
  for (let number = 3; number <= 7; number += 1) project.write(fileOf(number), textOf(number));
  await buildBothWays(project, 'the first build');
  const chance = createChance(seed);
  const edits = editsOf(project, chance);
  for (let step = 1; step <= STEPS; step += 1) {
    const drawn = chance.draw(Object.keys(edits), 1 + chance.below(3));
    for (const name of drawn) await edits[name]?.();
    await buildBothWays(project, `lot ${seed}, step ${step}: ${drawn.join(', ')}`);
  }
});

test('threads leave what one alone leaves', async () => {
  const project = testProject();
  for (let number = 3; number <= 110; number += 1) project.write(fileOf(number), textOf(number));
  const terminal = testTerminal({ cwd: project.root });
  const results = [];
  for (const threads of [1, 3]) {
    rmSync(project.path('out'), { recursive: true, force: true });
    const compiled = await compileProject(terminal, { threads });
    const pages = await archiveFiles(compiled.files, compiled.archive, compiled.press, {
      cardFonts: readCardFonts,
    });
    const staged = compiled.mails.map(({ path: name, staged: file = '' }) => [name, readFileSync(file)]);
    const remembered = ['cards', 'digests', 'findings'].map((name) =>
      readFileSync(project.path(`out/cache/${name}.txt`), 'utf8'),
    );
    results.push({ pages, staged, remembered, diagnostics: compiled.diagnostics });
    await compiled.putAway();
  }
  expect(results[0]).toEqual(results[1]);
});

function fileOf(number: number): string {
  return `issues/${String(number).padStart(4, '0')}.md`;
}

function textOf(number: number, tag = 'ports'): string {
  const date = new Date(Date.UTC(2015, 11, 30 + number * 7)).toISOString().slice(0, 10);
  return issueText(number, date).replace('tags: [ports]', `tags: [${tag}]`);
}

function editsOf(project: TestProject, chance: ReturnType<typeof createChance>) {
  const issues = (): readonly string[] =>
    readdirSync(project.path('issues')).filter((name) => /^\d{4}\.md$/u.test(name));
  const change = (file: string, edit: (text: string) => string): void =>
    writeFileSync(project.path(file), edit(readFileSync(project.path(file), 'utf8')));
  const anyIssue = (): string => `issues/${chance.pick(issues())}`;
  const override = (name: string, edit: (text: string) => string): void =>
    project.write(`templates/${name}`, edit(template(name)));
  const anyOf = (folder: string): string | undefined => {
    const all = existsSync(project.path(folder))
      ? readdirSync(project.path(folder), { recursive: true, withFileTypes: true })
      : [];
    const files = all.filter((entry) => entry.isFile());
    if (files.length === 0) return undefined;
    const one = chance.pick(files);
    return path.join(one.parentPath, one.name);
  };
  const edits: Readonly<Record<string, () => unknown>> = {
    'a build that stands elsewhere': () =>
      project.run(['build', '--base-url', 'https://elsewhere.example/a/']),
    'a sentence more': () =>
      change(anyIssue(), (text) => `${text}\nThe crews of quay ${chance.below(99)} went home.\n`),
    'a new headline': () =>
      change(anyIssue(), (text) =>
        text.replace(/Dockers \w+/u, `Dockers ${chance.pick(['vote', 'end', 'hold'])}`),
      ),
    'a correction': () =>
      change(
        anyIssue(),
        (text) => `${text}\nCorrection (${1 + chance.below(9)} March 2016): It was quay 4.\n`,
      ),
    'a live section': () =>
      change(
        anyIssue(),
        (text) => `${text}\n## Live\n\n### 10:0${chance.below(9)} Cranes stand still\n\nNobody came.\n`,
      ),
    'a tag that appears': () =>
      change(anyIssue(), (text) =>
        text.replace(/tags: \[.*\]/u, `tags: [${chance.pick(['rent', 'Rent', 'tides', 'ports'])}]`),
      ),
    'an item with a tag': () =>
      change(anyIssue(), (text) => `${text}\nTags: ${chance.pick(['weather', 'wages'])}\n`),
    'another date': () =>
      change(anyIssue(), (text) =>
        text.replace(/date: .*/u, `date: 2016-0${1 + chance.below(9)}-1${chance.below(9)}`),
      ),
    'a draft': () =>
      change(anyIssue(), (text) =>
        text.includes('draft: true')
          ? text.replace('draft: true\n', '')
          : text.replace('number:', 'draft: true\nnumber:'),
      ),
    'a new issue': () => {
      const number = 8 + chance.below(5);
      project.write(fileOf(number), textOf(number, chance.pick(['ports', 'new'])));
    },
    'an issue less': () => {
      if (issues().length > 3) rmSync(project.path(anyIssue()));
    },
    'a special': () =>
      project.write(
        'issues/2016-03-01-special.md',
        '---\ndate: 2016-03-01\ntitle: A special\n---\n\nWords of it.\n',
      ),
    'the special under another name': () => {
      const [from, to] = ['issues/2016-03-01-special.md', 'issues/2016-03-01-renamed.md'].map(project.path);
      if (from !== undefined && to !== undefined && existsSync(from)) renameSync(from, to);
    },
    'an error': () => change(anyIssue(), (text) => text.replace(/number: (\d+)/u, 'number: 99$1')),
    'the error mended': () => {
      for (const name of issues()) {
        change(`issues/${name}`, (text) =>
          text.replace(/number: 99\d+/u, `number: ${Number(name.slice(0, 4))}`),
        );
      }
    },
    'a setting': () =>
      change('issues/newsletter.yaml', (text) =>
        text.replace(/title: .*/u, `title: Harbour ${chance.pick(['News', 'Times'])}`),
      ),
    'another language': () =>
      change('issues/newsletter.yaml', (text) =>
        text.replace(/language: \w+/u, `language: ${chance.pick(['en', 'fr', 'ar'])}`),
      ),
    'a statement': () =>
      change('issues/newsletter.yaml', (text) =>
        text === NEWSLETTER ? `${text}statement: { title: What we ask, body: Open the port. }\n` : NEWSLETTER,
      ),
    'a source': () =>
      change('issues/sources.yaml', (text) =>
        text.replace(/name: Harbour \w+/u, `name: Harbour ${chance.pick(['Post', 'Mail'])}`),
      ),
    'a picture': () => {
      project.write('issues/images/crane.png', '');
      writeFileSync(project.path('issues/images/crane.png'), png(chance.pick([40, 800])));
      change(anyIssue(), (text) => `${text}\n![A crane](images/crane.png)\nCrane at dusk. Photo: A. Rowe\n`);
    },
    'the picture drawn again': () => {
      if (existsSync(project.path('issues/images/crane.png'))) {
        writeFileSync(project.path('issues/images/crane.png'), png(chance.pick([40, 300, 800])));
      }
    },
    'no picture': () => rmSync(project.path('issues/images'), { recursive: true, force: true }),
    'a page template': () =>
      override('site/issue.hbs', (text) => `${text}<p>Set by hand ${chance.below(9)}</p>\n`),
    'a mail template': () =>
      override('email/issue.hbs', (text) => text.replace('</body>', '<!-- x --></body>')),
    'a style sheet': () => override('styles/site.css', (text) => `${text}/* ${chance.below(9)} */\n`),
    'a template that is wrong': () => override('site/home.hbs', (text) => `${text}{{nobodyKnowsThis}}`),
    'a word': () => project.write('templates/words/en.yaml', `archive: All of it ${chance.below(9)}\n`),
    'the templates as they were': () => rmSync(project.path('templates'), { recursive: true, force: true }),
    'out/ edited by hand': () => {
      const file = anyOf('out/site');
      if (file !== undefined)
        writeFileSync(file, readFileSync(file, 'latin1').replace(/[a-z]/u, 'q'), 'latin1');
    },
    'a mail edited by hand': () => {
      const file = anyOf('out/email');
      if (file !== undefined) writeFileSync(file, 'Nothing of it\n');
    },
    'a file of out/ less': () => {
      const file = anyOf('out/site') ?? anyOf('out/email');
      if (file !== undefined) rmSync(file);
    },
    'no mails': () => rmSync(project.path('out/email'), { recursive: true, force: true }),
    'a torn cache': () => {
      const file = anyOf('out/cache');
      if (file === undefined) return;
      const bytes = readFileSync(file);
      const torn = Buffer.from(bytes);
      if (torn.length > 0) torn[chance.below(torn.length)] = 55;
      writeFileSync(
        file,
        chance.pick([Buffer.alloc(0), bytes.subarray(0, chance.below(bytes.length)), torn]),
      );
    },
    "another issue's file in the cache": () => {
      const [one, other] = [anyOf('out/cache/issues'), anyOf('out/cache/issues')];
      if (one !== undefined && other !== undefined) writeFileSync(one, readFileSync(other));
    },
    'no cache': () => rmSync(project.path('out/cache'), { recursive: true, force: true }),
    nothing: () => undefined,
  };
  return edits;
}
