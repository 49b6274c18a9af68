// What a page is told goes in, a text that is another for every other context comes out: a page that is told the same is the same.
// Undefined where the context holds something whose whole self cannot be written down: then nobody can know.
import { LaterText } from '../model/later-text.ts';

export function printOfContext(context: object): string | undefined {
  try {
    return JSON.stringify(context, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
      // `this[key]`: what JSON itself makes of a value (a date, say) is no longer the value.
      return written(this[key], value);
    });
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

class Unwritable extends Error {}

/** Marks what JSON would leave out or change. No text begins with it: those that do are marked themselves. */
const MARK = '\u0000';

function written(value: unknown, asJson: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? `${MARK}text${value}` : value;
  if (value === null || typeof value === 'boolean') return value;
  if (value === undefined) return `${MARK}undefined`;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : `${MARK}${Object.is(value, -0) ? '-0' : value}`;
  }
  if (value instanceof LaterText) return `${MARK}later ${value.print}`;
  if (typeof value !== 'object' || asJson !== value) throw new Unwritable();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value) || prototype === Object.prototype || prototype === null) return value;
  throw new Unwritable();
}
