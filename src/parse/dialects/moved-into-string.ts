// In: a string of a JSON file. Out: how what was read of its characters alone is moved to where they stand in the file.
import type { Nodes } from 'mdast';
import type { Place } from '../../model/place.ts';
import { endOf, type PlaceFinder, startOf } from '../place-finder.ts';
import { offsetsOfString } from './json-text.ts';

export interface JsonText {
  /** Decoded. */
  readonly value: string;
  /** In the file, with the quotation marks. */
  readonly place: Place;
}

export function movedInto(file: string, { place }: JsonText, placeAt: PlaceFinder) {
  const offsets = offsetsOfString(file, place.start.offset ?? 0);
  const last = offsets.at(-1) ?? 0;
  const movedPlace = (one: Place): Place =>
    placeAt(offsets[startOf({ position: one })] ?? last, offsets[endOf({ position: one })] ?? last);
  const movedNode = <Node extends Nodes>(node: Node): Node => ({
    ...node,
    ...(node.position === undefined ? {} : { position: movedPlace(node.position) }),
    ...('children' in node ? { children: node.children.map(movedNode) } : {}),
  });
  return { place: movedPlace, node: movedNode };
}
