// Of a subscriber's row what a letter needs: the same for whoever is claimed and for whoever comes next, or a letter that was signed ahead
// would not be the one that is sent.
import type { Claim } from '../model/ports.ts';

export interface ReaderRow {
  readonly id: string;
  readonly address: string;
  readonly name: string | null;
  readonly language: string | null;
  readonly format: 'text' | null;
}

export function readerOf({ id, address, name, language, format }: ReaderRow): Claim['subscriber'] {
  return {
    id,
    address,
    ...(name === null ? {} : { name }),
    ...(language === null ? {} : { language }),
    ...(format === null ? {} : { format }),
  };
}
