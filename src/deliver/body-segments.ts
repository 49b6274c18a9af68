// The body cut into what is the same for every reader and what is not, so that of 60 KB only the neighbourhood of a reader's own links is
// made anew.
import type { MarkerPlace } from './marker-places.ts';
import type { MasterParts } from './master-parts.ts';

export interface BodySegment {
  readonly octets: Buffer;
  /** Offsets in `octets`. None: it is everybody's. */
  readonly places: readonly MarkerPlace[];
}

/** What lies between two places is copied with them where it is shorter: each piece costs as much to hand over as this to copy. */
const SHARED_OCTETS = 4096;

export function bodySegments({ body, places }: Pick<MasterParts, 'body' | 'places'>): readonly BodySegment[] {
  const segments: BodySegment[] = [];
  let group: MarkerPlace[] = [];
  let from = 0;
  const cut = (to: number): void => {
    if (to > from)
      segments.push({
        octets: body.subarray(from, to),
        places: group.map((place) => ({ ...place, at: place.at - from })),
      });
    group = [];
    from = to;
  };
  for (const place of places) {
    const before = group.at(-1);
    const clearFrom = before === undefined ? from : before.at + before.length;
    if (place.at - clearFrom >= SHARED_OCTETS) {
      cut(clearFrom);
      cut(place.at);
    }
    group.push(place);
  }
  const last = group.at(-1);
  if (last !== undefined && body.length - last.at - last.length >= SHARED_OCTETS) cut(last.at + last.length);
  cut(body.length);
  return segments;
}
