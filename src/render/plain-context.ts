// What templates are given: copies without a prototype, so that no name in a template can reach anything but what stands
// in the context (`constructor`, `__proto__` and the like are simply not there), and every field that may be missing is
// there as undefined, so that a template may ask for it while a misspelt name still fails.
import { LaterText } from '../model/later-text.ts';

/** Handlebars puts the object into its message when a name is missing; without a prototype that itself would fail. */
const BASE: object = Object.freeze(
  Object.create(null, { [Symbol.toPrimitive]: { value: () => 'what this template is given' } }),
);

export type PlainContext = Record<string, unknown>;

export function plainContext(context: object, optional: readonly string[] = []): PlainContext {
  const plain: PlainContext = Object.create(BASE);
  for (const key of optional) plain[key] = undefined;
  for (const [key, value] of Object.entries(context)) plain[key] = plainValue(value, optional);
  return plain;
}

function plainValue(value: unknown, optional: readonly string[]): unknown {
  if (value instanceof LaterText) return value.read();
  if (Array.isArray(value)) return value.map((each) => plainValue(each, optional));
  return typeof value === 'object' && value !== null ? plainContext(value, optional) : value;
}
