// From one save to the next nothing is compiled again but what could come out otherwise.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rememberCompiled } from '../../../src/cli/previewing/remember-compiled.ts';
import { compileSettings } from '../../../src/compile-settings.ts';
import { readProject } from '../../../src/files/read-project.ts';
import { NEWSLETTER, type TestProject, testProject } from '../../support/project.ts';

const SENTENCE = '\nThe crews of quay 4 went home.\n';

async function looker(project: TestProject) {
  const remembered = rememberCompiled();
  return async () => {
    const files = await readProject(project.root);
    const { settings } = compileSettings(files);
    if (settings === undefined) throw new Error('The settings cannot be used');
    const { press, compile } = remembered(files, settings);
    return { press, issues: files.issues.map(compile) };
  };
}

type Edit = (project: TestProject) => void;

const styleSheet: Edit = (project) => project.write('templates/styles/site.css', 'p { color: red }\n');
const settings: Edit = (project) =>
  project.write('issues/newsletter.yaml', NEWSLETTER.replace('What the harbour does', 'What it does'));

test.each<[what: string, edit: Edit, compiledAnew: readonly [boolean, boolean], newPress: boolean]>([
  ['nothing', () => undefined, [false, false], false],
  [
    'a file that was saved as it was',
    (project) => project.write('issues/newsletter.yaml', NEWSLETTER),
    [false, false],
    false,
  ],
  ['one issue', (project) => append(project, '0002'), [false, true], false],
  ['a style sheet', styleSheet, [true, true], true],
  ['the settings', settings, [true, true], true],
])('%s', async (_what, edit, compiledAnew, newPress) => {
  const project = testProject();
  const look = await looker(project);
  const before = await look();
  edit(project);
  const after = await look();
  expect(after.issues.map((issue, n) => issue !== before.issues[n])).toEqual(compiledAnew);
  expect(after.press !== before.press).toBe(newPress);
});

test('what changed is there, and an issue that went and came back is compiled anew', async () => {
  const project = testProject();
  const look = await looker(project);
  const [, before] = (await look()).issues;
  append(project, '0002');
  const [, after] = (await look()).issues;
  expect(after?.rendered.text).toContain('quay 4');
  expect(before?.rendered.text).not.toContain('quay 4');
});

function append(project: TestProject, name: string): void {
  const file = `issues/${name}.md`;
  project.write(file, `${readFileSync(project.path(file), 'utf8')}${SENTENCE}`);
}
