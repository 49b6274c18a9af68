// One of the archive's own scripts as a file for `out/site`. Each part of the archive that needs one asks for its own, so that an archive
// holds no script which none of its pages brings.
import type { OutputFile } from '../model/rendered.ts';
import { scriptPath } from '../model/site-paths.ts';
import type { PublishInput } from './publish-input.ts';

/** @param name Of a file in `templates/scripts/`. Nothing where a project has taken it away. */
export function scriptFile(input: PublishInput, name: string): readonly OutputFile[] {
  const contents = input.siteScripts.get(name);
  if (contents === undefined) return [];
  return [{ path: `site/${scriptPath(name)}`, contents, mediaType: 'text/javascript; charset=utf-8' }];
}
