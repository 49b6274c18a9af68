// The templates and the words as they stand in the repository, for tests that print.
import { readdirSync, readFileSync } from 'node:fs';
import { prepareWords } from '../../src/compile.ts';
import type { TemplateSet } from '../../src/model/rendered.ts';

const ROOT = new URL('../../', import.meta.url);

export const HOUSE_TEMPLATES: TemplateSet = new Map(
  readdirSync(new URL('templates/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:hbs|css|js|yaml)$/u.test(path))
    .sort()
    .map((path) => [
      path.replaceAll('\\', '/'),
      { shownPath: `templates/${path}`, source: readFileSync(new URL(`templates/${path}`, ROOT), 'utf8') },
    ]),
);

/** Of every language that the program comes with. */
export const HOUSE_WORDS = prepareWords(HOUSE_TEMPLATES);
