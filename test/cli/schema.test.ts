// The JSON Schemas where editors find them: beside the settings files of a new newsletter, and wherever `schema` is asked for them.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { testProject } from '../support/project.ts';

const SHIPPED = path.resolve(import.meta.dirname, '../../issues');
const shippedSchema = (name: string) =>
  readFileSync(path.resolve(SHIPPED, `../docs/schemas/${name}.schema.json`), 'utf8');

/** What the first line of a settings file tells an editor, as a file. */
function namedSchema(folder: string, file: string): string {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return path.resolve(folder, /^# yaml-language-server: \$schema=(\S+)\n/u.exec(text)?.[1] ?? 'none');
}

describe.each(['newsletter', 'sources'])('%s.yaml names its schema', (name) => {
  test('in this repository', () => {
    expect(readFileSync(namedSchema(SHIPPED, `${name}.yaml`), 'utf8')).toBe(shippedSchema(name));
  });

  test('in a new newsletter', async () => {
    const project = testProject();
    await project.run(['init', 'quay-paper']);
    const folder = project.path('quay-paper/issues');
    expect(readFileSync(namedSchema(folder, `${name}.yaml`), 'utf8')).toBe(shippedSchema(name));
  });
});

describe('schema', () => {
  test('writes them anew beside the settings files, from anywhere in the project', async () => {
    const project = testProject();
    project.write('issues/.schemas/sources.schema.json', '{}');
    const run = await project.run(['schema', '--json']);
    expect(run.exitCode).toBe(0);
    const files = ['newsletter', 'sources', 'ids', 'redirects'].map(
      (name) => `issues/.schemas/${name}.schema.json`,
    );
    expect(run.json()).toEqual({ files });
    expect(readFileSync(project.path(files[1] ?? ''), 'utf8')).toBe(shippedSchema('sources'));
    // They are no part of the newsletter.
    expect((await project.run(['build'])).exitCode).toBe(0);
    expect(existsSync(project.path('out/site/.schemas'))).toBe(false);
  });

  test('prints one, and needs no project for that', async () => {
    const project = testProject();
    rmSync(project.path('issues'), { recursive: true });
    const run = await project.run(['schema', 'ids']);
    expect(`${run.output()}\n`).toBe(shippedSchema('ids'));
    expect((await project.run(['schema', 'sources', '--json'])).json()).toEqual(
      JSON.parse(shippedSchema('sources')),
    );
  });

  test('knows no other names', async () => {
    const run = await testProject().run(['schema', 'issue']);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('newsletter, sources, ids');
  });
});
