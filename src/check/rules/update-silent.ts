// An issue that readers have in their letters is not changed without a word: whoever mends it says so in an Update or Correction.
// Compared are letters and figures, entry by entry; spaces, marks, capitals, addresses and tags may be mended freely.
import { formatDate, localTimeOf } from '../../model/calendar.ts';
import type { EntryDigest, IssueDigest } from '../../model/issue-digest.ts';
import type { ArchiveRule, Finding } from '../rule.ts';

const NOTE =
  'Readers have the old words. Put them back, or say what has changed in a paragraph of its own, such as "[Correction, 12 January] …", in this item or at the top of the issue.';

export const updateSilent: ArchiveRule = {
  id: 'update-silent',
  severity: 'error',
  stage: 'archive',
  description: 'An issue that was sent is not changed without an Update or Correction that says so.',
  check: (issue, _, { sent, newsletter }) => {
    const before = sent?.get(issue.slug);
    if (before === undefined || before.textHash === issue.textHash) return [];
    const day = formatDate(localTimeOf(before.sentAt, newsletter.timeZone).date, newsletter.language);
    if (before.digest === undefined) return notesOf(issue).length > 0 ? [] : [someChange(day)];
    return changesOf(before.digest, issue).map(({ what, ...where }) => ({
      reason: `Unexpected ${what} after the issue was sent (${day}), expected an Update or Correction that says so`,
      ...where,
      note: NOTE,
    }));
  },
};

function someChange(day: string): Finding {
  return {
    severity: 'warning',
    reason: `Unexpected change of the file after the issue was sent (${day}), expected the text that was sent`,
    note: 'What has changed cannot be told, for the issue was sent before its text was kept. If readers have other words than these, say so in a paragraph such as "[Correction, 12 January] …"; if only an address or a mark was mended, nothing needs to be done.',
  };
}

function notesOf({ leadNotes, entries }: IssueDigest): readonly string[] {
  return [...leadNotes, ...entries.flatMap(({ notes }) => notes)];
}

type Change = Pick<Finding, 'place' | 'actual'> & { readonly what: string };

function changesOf(before: IssueDigest, now: IssueDigest): readonly Change[] {
  const told = notesOf(now);
  const toldBefore = new Set(notesOf(before));
  const isNew = (note: string) => !toldBefore.has(note);
  // A new note at the top speaks of the whole issue.
  if (now.leadNotes.some(isNew)) return [];
  const hasNewNote = told.some(isNew);
  const pairs = paired(before.entries, now.entries);
  const old = new Set(pairs.values());
  const changed = now.entries.flatMap((entry): readonly Change[] => {
    const earlier = pairs.get(entry);
    const where = { place: entry.place, actual: entry.headline };
    // A live page goes on after it was sent; each entry carries its own time.
    if (earlier === undefined)
      return hasNewNote || entry.kind === 'live' ? [] : [{ what: 'new item', ...where }];
    if (earlier.words === entry.words || entry.notes.some(isNew)) return [];
    const isRenamed = bare(earlier.headline) !== bare(entry.headline);
    return [
      {
        what: isRenamed ? `change of the headline "${earlier.headline}"` : 'change of the account',
        ...where,
      },
    ];
  });
  const missing = hasNewNote
    ? []
    : before.entries
        .filter((entry) => !old.has(entry))
        .map(({ headline }) => ({ what: `loss of the item "${headline}"`, actual: headline }));
  const lead =
    before.leadWords === now.leadWords || hasNewNote
      ? []
      : [{ what: 'change of the words outside the items' }];
  return [...changed, ...missing, ...lead];
}

/** Each entry of now with what it was: by id, else by headline, else by its words. */
function paired(
  before: readonly EntryDigest[],
  now: readonly EntryDigest[],
): ReadonlyMap<EntryDigest, EntryDigest> {
  const pairs = new Map<EntryDigest, EntryDigest>();
  const left = new Set(before);
  for (const keyOf of [idAndWords, wordsOf, idOf, headlineOf, reportsOf]) {
    const open = Map.groupBy(left, keyOf);
    for (const entry of now) {
      const key = keyOf(entry);
      const match = pairs.has(entry) || key === '' ? undefined : open.get(key)?.shift();
      if (match === undefined) continue;
      pairs.set(entry, match);
      left.delete(match);
    }
  }
  return pairs;
}

const idAndWords = ({ id, words }: EntryDigest): string => `${id} ${words}`;
const wordsOf = ({ words }: EntryDigest): string => words;
const idOf = ({ id }: EntryDigest): string => id;
const headlineOf = ({ headline }: EntryDigest): string => bare(headline);
/** A headline written anew leaves sources and days as they were. */
const reportsOf = ({ reports }: EntryDigest): string =>
  reports.map(({ source, date }) => `${source} ${date ?? ''}`).join('; ');

function bare(words: string): string {
  return words.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
