// An issue as it was read in its dialect and as it reads in the house format go in; what an editor should look at comes out, and the ids
// that its entries keep.
import type { Block } from '../../model/block.ts';
import { blocksOf, type Entry } from '../../model/entry.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import type { Issue } from '../../model/issue.ts';

export function compareReadings(before: Issue, after: Issue, typed: string): readonly ImportNote[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const notes: ImportNote[] = [];
  if (/<!--(?!\s*on[ -]?purpose\b)/iu.test(typed))
    notes.push({ kind: 'left-out', reason: 'Comments of the editor were left out: readers never saw them.' });
  if (old.length !== now.length)
    notes.push({
      kind: 'look',
      reason: `It reads as ${now.length} stories in the house format, and was ${old.length}.`,
    });
  else
    for (const [nth, entry] of old.entries()) {
      const read = now[nth];
      if (read === undefined) continue;
      const excerpt = entry.headline;
      if (read.kind !== entry.kind && entry.kind === 'item')
        notes.push({ kind: 'look', reason: `A story reads as one of another kind (${read.kind}).`, excerpt });
      else if (reportsOf(read) !== reportsOf(entry))
        notes.push({ kind: 'look', reason: 'The beginning of a text reads as its source.', excerpt });
      else if (labelled(read) !== labelled(entry) || read.url !== entry.url)
        notes.push({ kind: 'look', reason: 'A headline reads otherwise.', excerpt });
      else if (blocksOf(read).length !== blocksOf(entry).length && !isApartBelow(read, entry))
        notes.push({ kind: 'look', reason: 'A text has another number of paragraphs.', excerpt });
    }
  return notes;
}

/** Id by the house's reading → the id by which the entry was published. */
export function newIds(before: Issue, after: Issue): readonly (readonly [now: string, kept: string])[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (old.length !== now.length) return [];
  return old.flatMap(({ id }, nth) => {
    const read = now[nth]?.id;
    return read === undefined || read === id ? [] : [[read, id] as const];
  });
}

function entriesOf({ sections }: Issue): readonly Entry[] {
  return sections.flatMap(({ entries }) => entries);
}

function reportsOf(entry: Entry): number {
  return entry.kind === 'item' ? entry.reports.length : 0;
}

/** In the house format a label of one's own is part of the headline. */
function labelled(entry: Entry): string {
  const label = entry.kind === 'item' ? entry.label : undefined;
  return [label, entry.headline].filter((part) => part !== undefined && part !== '').join(': ');
}

/** What a line across had set apart stands, with the line, below the last entry. */
function isApartBelow(read: Entry, entry: Entry): boolean {
  const kinds = (blocks: readonly Block[]) =>
    blocks.map((block) => (block.kind === 'prose' ? block.node.type : block.kind));
  return kinds(blocksOf(read))[blocksOf(entry).length] === 'thematicBreak';
}
