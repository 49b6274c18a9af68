// A headline that was published has changed: its item keeps its address, and `issues/ids.yaml` remembers why.
import path from 'node:path';
import { writeText } from '../files/write-text.ts';
import { keptIds, readPublishedIds } from '../publish/kept-ids.ts';
import type { CompiledProject } from './building/compile-project.ts';
import { withLines } from './importing/keep-addresses.ts';

const HEADING = `# Kept by the program: items whose headline changed after they were published keep the address they had.
#   address it would have now: address it keeps
`;

/**
 * @param published What the last build left in its manifest.
 * @returns How many ids were added; the project must then be compiled again.
 */
export async function keepPublishedIds(project: CompiledProject, published: unknown): Promise<number> {
  const kept = keptIds(readPublishedIds(published), project.published);
  if (kept.size === 0) return 0;
  const { value } = project.files.ids;
  await writeText(path.join(project.root, project.files.ids.path), withLines(value, HEADING, [...kept]), {
    ifExists: 'replace',
  });
  return kept.size;
}
