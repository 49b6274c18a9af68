// An import that is killed at any moment, again and again, and then left to end, has written what one that was left alone writes: every issue
// whole, none twice, and what an editor changed in between as the editor left it.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bloggerFeed } from '../bench/old-posts.ts';
import { createChance } from '../support/chance.ts';
import { type TestProject, testProject } from '../support/project.ts';
import { ROOT, runBroadside } from '../support/run-broadside.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

const POSTS = 120;
const KILLS = IS_WHOLE ? 30 : 3;

test('killed at any moment', async () => {
  const undisturbed = emptyProject();
  expect(runBroadside(['import', 'blog.atom', '--json'], undisturbed.root).exitCode).toBe(0);
  const expected = issuesOf(undisturbed);
  expect(Object.keys(expected)).toHaveLength(POSTS + 1);

  const project = emptyProject();
  const chance = createChance(7);
  let edited: string | undefined;
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Never before some more are written, so that it gets on; then at any moment.
    const before = Object.keys(issuesOf(project)).length;
    const child = spawn(process.execPath, [path.join(ROOT, 'src/broadside.js'), 'import', 'blog.atom'], {
      cwd: project.root,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const isWriting = () => Object.keys(issuesOf(project)).length > before + 2 || child.exitCode !== null;
    while (!isWriting()) await sleep(5);
    await sleep(chance.below(60));
    child.kill('SIGKILL');
    await ended;
    for (const [file, text] of Object.entries(issuesOf(project)))
      if (file !== edited && file !== 'issues/redirects.yaml') expect(text, file).toBe(expected[file]);
    // An editor cannot wait.
    if (edited === undefined) {
      edited = Object.keys(issuesOf(project)).find((file) => file.endsWith('.md')) ?? '';
      appendFileSync(project.path(edited), '\nBy hand.\n');
    }
  }
  const last = runBroadside(['import', 'blog.atom', '--json'], project.root);
  expect(last.exitCode).toBe(0);
  expect(JSON.parse(last.stdout)).toMatchObject({ issues: { edited: 1, 'in the way': 0, removed: 0 } });
  const file = edited ?? '';
  expect(issuesOf(project)).toEqual({ ...expected, [file]: `${expected[file]}\nBy hand.\n` });
  expect(existsSync(project.path('import-report.md'))).toBe(true);
});

function emptyProject(): TestProject {
  const project = testProject();
  for (const name of ['0001.md', '0002.md']) rmSync(project.path(`issues/${name}`));
  writeFileSync(project.path('blog.atom'), [...bloggerFeed({ posts: POSTS, items: 4 })].join(''));
  return project;
}

/** What the import writes into `issues/`; what is written aside, and was left there, is nobody's. */
function issuesOf({ root }: TestProject): Readonly<Record<string, string>> {
  const folder = path.join(root, 'issues');
  const names = readdirSync(folder).filter(
    (name) => !name.startsWith('.') && !/^(?:newsletter|sources)\.yaml$/u.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [`issues/${name}`, readFileSync(path.join(folder, name), 'utf8')]),
  );
}
