// Where a diagnostic points, as errors name places: `issues/0281.md:12:3`.
import type { Diagnostic } from '../model/diagnostic.ts';

export function placeOf({ path, place }: Diagnostic): { place: string } {
  return { place: place === undefined ? path : `${path}:${place.start.line}:${place.start.column}` };
}
