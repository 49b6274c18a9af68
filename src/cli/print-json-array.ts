// Values one by one go in; one JSON array is printed, a line for each, so that nobody has to hold it whole.
import type { Terminal } from './terminal.ts';

export async function printJsonArray(values: AsyncIterable<unknown>, terminal: Terminal): Promise<number> {
  let count = 0;
  let before: string | undefined;
  terminal.print('[');
  for await (const value of values) {
    if (before !== undefined) terminal.print(`${before},`);
    before = JSON.stringify(value);
    count += 1;
  }
  if (before !== undefined) terminal.print(before);
  terminal.print(']');
  return count;
}
