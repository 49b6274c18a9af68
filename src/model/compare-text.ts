// Which of two texts comes first, for lists that must stand in the same order on every machine.

/** By code unit: no locale has a say. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
