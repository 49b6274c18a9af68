// A file of the archive: made at once, or when somebody asks for its contents. Then it is not kept once it is made: whoever writes thousands of
// files would have them all at once.
import type { OutputFile } from '../model/rendered.ts';
import type { PublishInput } from './publish-input.ts';

/** @param told What it is made from, as a text; undefined where that cannot be written down. Asked only where a print is wanted. */
export function madeFile(
  { printOf, isLater }: Pick<PublishInput, 'printOf' | 'isLater'>,
  file: Omit<OutputFile, 'contents' | 'madeFrom'>,
  told: () => string | undefined,
  make: () => OutputFile['contents'],
): OutputFile {
  const ground = printOf === undefined ? undefined : told();
  if (printOf !== undefined && ground !== undefined)
    return laterFile({ ...file, madeFrom: printOf(ground) }, make);
  return isLater === true ? laterFile(file, make) : { ...file, contents: make() };
}

function laterFile(file: Omit<OutputFile, 'contents'>, make: () => OutputFile['contents']): OutputFile {
  return Object.defineProperty({ ...file, contents: '' }, 'contents', { get: make, enumerable: true });
}
