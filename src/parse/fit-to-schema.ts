// In: values read from YAML and the zod schema that they should fit. Out: what fits, with each fault reported once where it
// stands. What does not fit is taken out and the rest is read again, so that one slip does not hide the next.
import { z } from 'zod';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { nearestNames } from '../model/nearest-names.ts';
import type { YamlPath, YamlText } from './read-yaml.ts';

/** One round takes out everything that a round finds; what is left bare by it needs another. */
const MAX_ROUNDS = 10;

export interface FitOptions {
  readonly path: string;
  readonly ruleId: string;
  /** What to go on with where a value that must be there is missing or unusable, by its path: `from.address`. */
  readonly fallbacks?: Readonly<Record<string, unknown>>;
}

/** A list that skips the gaps left by entries that did not fit. */
export function listOf<T extends z.ZodType>(entry: T, expected: string) {
  return z
    .array(entry.optional(), { error: expected })
    .transform((entries) => entries.filter((value) => value !== undefined));
}

/** `value` is undefined when even the fallbacks do not make it fit. Every message of `schema` names what it expects. */
export function fitToSchema<T>(
  schema: z.ZodType<T>,
  yaml: YamlText,
  options: FitOptions,
): { value: T | undefined; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report = (severity: Severity, fault: Omit<Diagnostic, 'ruleId' | 'severity' | 'path'>): void => {
    const key = `${fault.reason} ${fault.place?.start.offset}`;
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push({ ruleId: options.ruleId, severity, path: options.path, ...fault });
  };
  const draft = { root: structuredClone(yaml.value) };
  const filled = new Set<string>();
  const told = new Set<string>();

  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = schema.safeParse(draft.root);
    if (result.success) return { value: result.data, diagnostics };
    for (const issue of result.error.issues) {
      const name = issue.path.map(String).join('.');
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) {
          const path = [...issue.path, key];
          const [guess] = nearestNames(key, knownKeys(schema, issue.path));
          report('warning', {
            reason: `Unexpected key "${key}"${guess === undefined ? '' : `, expected "${guess}"`}`,
            place: yaml.placeOfKey(path),
            actual: key,
            ...(guess === undefined ? {} : { expected: [guess] }),
            note: 'It is not used for anything. Correct its spelling, or delete it.',
          });
          removeAt(draft, path);
        }
        continue;
      }
      const value = valueAt(draft.root, issue.path);
      const subject = name === '' ? '' : ` for "${name}"`;
      // A value taken out in one round is a gap in the next: that was told already.
      if (!told.has(name)) {
        told.add(name);
        report('error', {
          reason:
            value === undefined || value === ''
              ? `Unexpected gap${subject}, expected ${issue.message}`
              : `Unexpected ${describe(value)}${subject}, expected ${issue.message}`,
          place: yaml.placeAt(issue.path),
          ...(typeof value === 'string' && value !== '' ? { actual: value } : {}),
          note:
            value === undefined
              ? `Add a line "${String(issue.path.at(-1) ?? name)}: …".`
              : 'Correct the value on this line.',
        });
      }
      const fallback = options.fallbacks?.[name];
      if (fallback !== undefined && !filled.has(name)) {
        filled.add(name);
        setAt(draft, issue.path, structuredClone(fallback));
      } else {
        removeAt(draft, value === undefined ? nearestRow(draft.root, issue.path) : issue.path);
      }
    }
  }
  return { value: undefined, diagnostics };
}

/** The keys of the object at `path` inside a schema, for a guess at what a mistyped key should have been. */
function knownKeys(schema: z.ZodType, path: YamlPath): readonly string[] {
  let at: unknown = schema;
  for (const key of path) {
    at = unwrap(at);
    if (hasShape(at)) at = at.shape[String(key)];
    else if (hasElement(at)) at = at.element;
    else return [];
  }
  at = unwrap(at);
  return hasShape(at) ? Object.keys(at.shape) : [];
}

/** Looks through `.optional()`, `.default()`, `z.preprocess()` and `.transform()`. */
function unwrap(schema: unknown): unknown {
  let at = schema;
  while (isSchema(at)) {
    const {
      innerType,
      in: before,
      out: after,
    } = at.def as { innerType?: unknown; in?: unknown; out?: unknown };
    // Of the two halves of a pipe, one is a function.
    const isPreprocessed = isSchema(before) && before.def['type'] === 'transform';
    const inner = innerType ?? (isPreprocessed ? after : before);
    if (inner === undefined) return at;
    at = inner;
  }
  return at;
}

function isSchema(value: unknown): value is { def: Record<string, unknown> } {
  return typeof value === 'object' && value !== null && 'def' in value;
}

function hasShape(value: unknown): value is { shape: Record<string, unknown> } {
  return typeof value === 'object' && value !== null && 'shape' in value;
}

function hasElement(value: unknown): value is { element: unknown } {
  return typeof value === 'object' && value !== null && 'element' in value;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'group of keys';
  const text = String(value).replace(/\s+/gu, ' ');
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let at: unknown = root;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function setAt(draft: { root: unknown }, path: YamlPath, value: unknown): void {
  const key = path.at(-1);
  const parent = valueAt(draft.root, path.slice(0, -1));
  if (key === undefined) draft.root = value;
  else if (typeof parent === 'object' && parent !== null) Reflect.set(parent, key, value);
}

/** In a list it leaves a gap, which `listOf` skips: the entries after it keep their indices, and so their places. */
function removeAt(draft: { root: unknown }, path: YamlPath): void {
  const key = path.at(-1);
  const parent = valueAt(draft.root, path.slice(0, -1));
  if (key === undefined) draft.root = undefined;
  else if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, key);
}

/** A row that lacks what it must have is left out whole: the path of the list entry around `path`. */
function nearestRow(root: unknown, path: YamlPath): YamlPath {
  for (let length = path.length - 1; length > 0; length -= 1) {
    if (Array.isArray(valueAt(root, path.slice(0, length - 1)))) return path.slice(0, length);
  }
  return path.slice(0, 1);
}
