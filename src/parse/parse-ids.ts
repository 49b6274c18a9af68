// In: `issues/ids.yaml`. Out: which item keeps which id when its headline was changed after publication.
import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueFile } from '../model/issue.ts';
import type { KeptIds } from '../model/project.ts';
import { fitToSchema } from './fit-to-schema.ts';
import { readYaml } from './read-yaml.ts';
import { lineOfText } from './yaml-values.ts';

const EXPECTED = 'an item id such as no-294-shells-fall-on-fallujah: letters, digits and hyphens';

/** With what editors show of it; see `settingsSchemas`. */
export const idsSchema = z
  .record(
    z.string(),
    lineOfText(EXPECTED)
      .regex(/^[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u, { error: EXPECTED })
      .describe('The id under which the item was first published.'),
    { error: 'lines such as "id by the new headline: id by the first headline"' },
  )
  .describe(
    'Ids of items whose headline was changed after publication: what the id would be by the new headline, and the one that it keeps.',
  );

/** An empty file, or none, keeps nothing. */
export function parseIds(file: IssueFile): { ids: KeptIds; diagnostics: readonly Diagnostic[] } {
  const options = { path: file.path, ruleId: 'ids-file' };
  const yaml = readYaml(file.value, options);
  if (yaml.value === undefined || yaml.value === null || yaml.value === '') {
    return { ids: new Map(), diagnostics: yaml.diagnostics };
  }
  const { value, diagnostics } = fitToSchema(idsSchema, yaml, options);
  return {
    ids: new Map(Object.entries(value ?? {})),
    diagnostics: yaml.isBroken ? yaml.diagnostics : [...yaml.diagnostics, ...diagnostics],
  };
}
