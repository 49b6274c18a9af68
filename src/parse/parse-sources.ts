// In: `issues/sources.yaml`. Out: the publishers and people that the newsletter quotes, and every slip in the file. A name
// that two rows claim is reported: an attribution could not tell them apart.
import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IssueFile } from '../model/issue.ts';
import type { Source } from '../model/source.ts';
import { feedOfSource, toFeedSetting } from './feed-settings.ts';
import { fitToSchema, listOf } from './fit-to-schema.ts';
import { readYaml, type YamlText } from './read-yaml.ts';
import { ALSO_NOTHING, hostName, lineOfText, webAddress } from './yaml-values.ts';

const KINDS = ['agency', 'newspaper', 'broadcaster', 'ngo', 'official', 'blog', 'person'] as const;

/** `verb:`, `verb: null` and `verb: ~` all say that there is none. */
function orNothing<T extends z.ZodType>(schema: T, description: string) {
  return z
    .preprocess(
      (value) => (value === '' || value === 'null' || value === '~' ? undefined : value),
      schema.optional(),
    )
    .meta({ description, [ALSO_NOTHING]: true });
}

const rowFields = {
  id: lineOfText('an id of letters, digits and hyphens, such as al-jazeera')
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, {
      error: 'an id of small letters, digits and hyphens, such as al-jazeera',
    })
    .describe(
      'A short name for web addresses: small letters, digits and hyphens. Never change it once it was used.',
    ),
  name: lineOfText('the name as it should be printed').describe('How the name is always written.'),
  variants: orNothing(
    listOf(lineOfText('a spelling'), 'a list of spellings'),
    'Other spellings that turn up. The proofreader knows them and suggests the name.',
  ),
  verb: orNothing(
    lineOfText('a verb such as report or reports'),
    'The word that follows the name: "report" for a source taken as many people, "reports" for one.',
  ),
  domains: orNothing(
    listOf(hostName(), 'a list of hosts'),
    'Where its articles stand. example.org covers news.example.org as well; a link to any other place is questioned.',
  ),
  home: orNothing(webAddress(), 'Its front page.'),
  qualifier: orNothing(
    lineOfText('what tells it from its namesake, such as Lebanon'),
    'A word or two that tells it from another source of the same name.',
  ),
  feeds: orNothing(
    listOf(feedOfSource, 'a list of feeds, each beginning with "- url:"'),
    'Its feeds, in which `broadside collect` looks for stories.',
  ),
  note: orNothing(z.string({ error: 'text' }), 'For the editors alone; the program does not read it.'),
};

const KIND_EXPECTED = `one of ${KINDS.join(', ')}`;

const sourceRow = z.strictObject(
  {
    ...rowFields,
    kind: z.enum(KINDS, { error: KIND_EXPECTED }).describe('What sort of source it is.'),
  },
  { error: 'a source, beginning with "- id:"' },
);
const personRow = z.strictObject(
  {
    ...rowFields,
    kind: z
      .enum(['person'], { error: 'person' })
      .default('person')
      .describe('Always "person"; may be left out.'),
  },
  { error: 'a person, beginning with "- id:"' },
);

/** With what editors show of each key; see `settingsSchemas`. */
export const sourcesSchema = z.strictObject(
  {
    sources: orNothing(
      listOf(sourceRow, 'a list of sources'),
      'One row for each publisher that the newsletter quotes.',
    ),
    people: orNothing(listOf(personRow, 'a list of people'), 'People who are quoted in their own name.'),
  },
  { error: 'a list under "sources:"' },
);

type Row = z.infer<typeof sourceRow> | z.infer<typeof personRow>;

/** An empty file, or none, names no sources. Rows that cannot be used are left out and reported. */
export function parseSources(file: IssueFile): {
  sources: readonly Source[];
  diagnostics: readonly Diagnostic[];
} {
  const options = { path: file.path, ruleId: 'sources-file' };
  const yaml = readYaml(file.value, options);
  if (yaml.value === undefined || yaml.value === null || yaml.value === '') {
    return { sources: [], diagnostics: yaml.diagnostics };
  }
  const { value, diagnostics } = fitToSchema(sourcesSchema, yaml, options);
  const rows: readonly Row[] = [...(value?.sources ?? []), ...(value?.people ?? [])];
  return {
    sources: rows.map(toSource),
    diagnostics: yaml.isBroken
      ? yaml.diagnostics
      : [...yaml.diagnostics, ...diagnostics, ...findRepeats(rows, yaml, options)],
  };
}

function toSource(row: Row): Source {
  return {
    id: row.id,
    name: row.name,
    variants: row.variants ?? [],
    kind: row.kind,
    ...(row.verb === undefined ? {} : { verb: row.verb }),
    domains: row.domains ?? [],
    ...(row.home === undefined ? {} : { home: row.home }),
    ...(row.feeds === undefined || row.feeds.length === 0
      ? {}
      : { feeds: row.feeds.map((feed) => toFeedSetting(feed, row.id)) }),
    ...(row.qualifier === undefined ? {} : { qualifier: row.qualifier }),
  };
}

/** Ids, names and variants that stand twice; two rows of one name are right when each has a qualifier of its own. */
function findRepeats(
  rows: readonly Row[],
  yaml: YamlText,
  options: { path: string; ruleId: string },
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const idOwners = new Map<string, Row>();
  const nameOwners = new Map<string, Row>();
  for (const row of rows) {
    const place = placeOfRow(row, rows, yaml);
    const report = (reason: string, actual: string, note: string): void => {
      diagnostics.push({ ...options, severity: 'error', reason, place, actual, note });
    };
    if (idOwners.has(row.id)) {
      report(
        `Unexpected second source with the id "${row.id}"`,
        row.id,
        'Give one of the two rows another id, or delete it.',
      );
    }
    idOwners.set(row.id, row);
    for (const name of new Set([row.name, ...(row.variants ?? [])])) {
      const owner = nameOwners.get(name);
      const areToldApart =
        owner?.qualifier !== undefined && row.qualifier !== undefined && owner.qualifier !== row.qualifier;
      if (owner === undefined) nameOwners.set(name, row);
      else if (owner.id !== row.id && !areToldApart) {
        report(
          `Unexpected second source called "${name}", expected each name once`,
          name,
          `The row "${owner.id}" has that name too. Delete one of the two, or give both a "qualifier:" (a country, for instance).`,
        );
      }
    }
  }
  return diagnostics;
}

/** The place of a row's id in the file. Rows that did not fit are missing from `rows`, so it is looked up by value. */
function placeOfRow(row: Row, rows: readonly Row[], yaml: YamlText) {
  const nth = rows.filter((other) => other.id === row.id).indexOf(row);
  const paths = ['sources', 'people'].flatMap((list) => pathsOfId(yaml.value, list, row.id));
  return yaml.placeAt(paths[nth] ?? []);
}

function pathsOfId(root: unknown, list: string, id: string): PropertyKey[][] {
  const rows: unknown = typeof root === 'object' && root !== null ? Reflect.get(root, list) : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown, index) =>
    typeof row === 'object' && row !== null && Reflect.get(row, 'id') === id ? [[list, index, 'id']] : [],
  );
}
