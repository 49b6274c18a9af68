// The project's own templates and the program's, laid over each other file by file: an editor who changes one keeps all the
// others as they come with the program, and gets their improvements. Files of words keep what they lie over, for they are laid
// over each other key by key.
import { fileURLToPath } from 'node:url';
import type { TemplateFile, TemplateSet } from '../model/rendered.ts';
import { eachLimited } from './each-limited.ts';
import { listFiles } from './list-files.ts';
import { readText } from './read-text.ts';

/** The package's folder, from `src/files/` in a clone and from `dist/files/` in the published package alike. */
const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

const TEMPLATE_NAME = /\.(?:hbs|css)$|^templates\/scripts\/[^/]+\.js$|^templates\/words\/[^/]+\.ya?ml$/u;

/**
 * Every `.hbs`, `.css`, `scripts/*.js` and `words/*.yaml` file of the project's `templates/`, and of the program's own where the project has none of
 * that name. `shownPath` tells which of the two it is.
 * @throws BroadsideError FILE_UNREADABLE
 */
export async function readTemplates(root: string): Promise<TemplateSet> {
  const builtIn = new Map(await readFolder(PACKAGE_ROOT, '(built in) '));
  const own = (await readFolder(root, '')).map(([path, file]) => {
    const beneath = path.startsWith('words/') ? builtIn.get(path) : undefined;
    return [path, beneath === undefined ? file : { ...file, beneath }] as const;
  });
  return new Map([...builtIn, ...own].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readFolder(root: string, prefix: string): Promise<(readonly [string, TemplateFile])[]> {
  const paths = (await listFiles(root, 'templates')).filter((path) => TEMPLATE_NAME.test(path));
  return eachLimited(paths, async (path) => {
    const source = await readText(root, path);
    return [path.slice('templates/'.length), { shownPath: `${prefix}${path}`, source }] as const;
  });
}
