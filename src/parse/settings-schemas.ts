// Out: the JSON Schemas of the settings files, made of the very schemas with which they are read, so that an editor which knows
// such things completes and explains their keys. What is right is decided by the reading: these only help while typing.
import { z } from 'zod';
import { idsSchema } from './parse-ids.ts';
import { newsletterSchema } from './parse-newsletter.ts';
import { redirectsSchema } from './parse-redirects.ts';
import { sourcesSchema } from './parse-sources.ts';
import { ALSO_LINES, ALSO_NOTHING, ALSO_NUMBER } from './yaml-values.ts';

export type SettingsSchemaName = 'newsletter' | 'sources' | 'ids' | 'redirects';

type Json = Record<string, unknown>;

/** @param rules Names and descriptions of the rules that may stand under `rules:`. */
export function settingsSchemas(
  rules: readonly { readonly id: string; readonly description: string }[],
): Readonly<Record<SettingsSchemaName, Json>> {
  return {
    newsletter: withRules(
      jsonSchema(
        newsletterSchema,
        'newsletter',
        'What the newsletter is called, who sends it, how its issues are ordered.',
      ),
      rules,
    ),
    sources: jsonSchema(sourcesSchema, 'sources', 'The publishers and people whom the newsletter quotes.'),
    ids: jsonSchema(idsSchema, 'ids', idsSchema.description ?? ''),
    redirects: jsonSchema(redirectsSchema, 'redirects', redirectsSchema.description ?? ''),
  };
}

/** Draft 7, which is the newest that all editors know. */
function jsonSchema(schema: z.ZodType, name: SettingsSchemaName, description: string): Json {
  const { $schema, ...made } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  });
  return { $schema, title: `issues/${name}.yaml`, ...(loosened(made) as Json), description };
}

/** Puts the marks of yaml-values.ts into effect, in the schema and all that is in it. */
function loosened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(loosened);
  if (typeof value !== 'object' || value === null) return value;
  const { [ALSO_NUMBER]: orNumber, [ALSO_NOTHING]: orNothing, [ALSO_LINES]: orLines, ...own } = value as Json;
  const inside: Json = Object.fromEntries(Object.entries(own).map(([key, one]) => [key, loosened(one)]));
  const { type, description, ...rest } = inside;
  if (orLines === true) {
    const lines = { type: 'array', items: { type: ['string', 'number'] } };
    return { ...(description === undefined ? {} : { description }), anyOf: [{ ...rest, type }, lines] };
  }
  // `id: 1984` is an id, and `home: 1984` is no address.
  const { pattern } = rest;
  const isNumber =
    orNumber === true && (typeof pattern !== 'string' || new RegExp(pattern, 'u').test('1984'));
  const types = [
    ...(typeof type === 'string' ? [type] : []),
    ...(isNumber ? ['number'] : []),
    ...(orNothing === true ? ['null'] : []),
  ];
  return types.length > 1 ? { ...inside, type: types } : inside;
}

/** Each rule with what it asks for. A name that is not among them is not refused: it may be a newer one. */
function withRules(
  schema: Json,
  rules: readonly { readonly id: string; readonly description: string }[],
): Json {
  const properties = schema['properties'] as Readonly<Record<string, Json>>;
  const { additionalProperties, ...under } = properties['rules'] ?? {};
  const setting = additionalProperties as Json;
  const named = Object.fromEntries(
    [...rules]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, description }) => [id, { ...setting, description }]),
  );
  const { propertyNames: _, ...plain } = under;
  return {
    ...schema,
    properties: { ...properties, rules: { ...plain, properties: named, additionalProperties: setting } },
  };
}
