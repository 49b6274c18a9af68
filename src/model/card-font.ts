// A typeface for the pictures that stand for a page where somebody passes it on. It comes with the program: no machine's own fonts are used.

export interface CardFont {
  readonly weight: 'regular' | 'bold';
  /** How much larger than its neighbours it is set: Naskh looks small beside Latin of the same size. */
  readonly scale: number;
  /** A WOFF file. */
  readonly octets: Uint8Array;
}

/** In the order in which a letter is looked for in them. Read when somebody asks. */
export type CardFonts = () => readonly CardFont[];
