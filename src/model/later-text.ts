// A long text that is only read where it is needed, and known by a print of what it was made from: whoever wants to know whether
// a page would come out as it did needs the print alone.

export class LaterText {
  /** The same for the same text; of what it was made from, not of the text. */
  readonly print: string;
  readonly read: () => string;

  constructor(print: string, read: () => string) {
    this.print = print;
    this.read = read;
  }
}
