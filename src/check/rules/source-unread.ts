// A second report begins a paragraph. In the midst of another one its source is not read: it is missing from the index and from the
// source's page, and its link counts for nothing.
import { placeOf } from '../../model/place.ts';
import { lineEndOf } from '../parts/typed-lines.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { spellingsOf } from '../sources/known-attributions.ts';
import { type UnreadInside, unreadInside } from '../sources/unread-attributions.ts';

/** Nobody types more between two sentences. */
const MAX_BLANKS = 20;

export const sourceUnread: IssueRule = {
  id: 'source-unread',
  severity: 'warning',
  stage: 'issue',
  description: 'A second attribution in an item begins a paragraph.',
  check: ({ sections, text }, { sources }) => {
    const spellings = spellingsOf(sources);
    return sections.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.kind === 'item'
          ? unreadInside(entry, text, () => spellings).map((one) => finding(one, text))
          : [],
      ),
    );
  },
};

function finding({ written, start, end, isAtLineStart }: UnreadInside, text: string): Finding {
  const near = text.slice(Math.max(0, start - MAX_BLANKS), start);
  const blanks = near.slice(near.trimEnd().length);
  // A stroke before the line's end is Markdown's own mark for a new line.
  const isFree = blanks !== '' && text.charAt(start - blanks.length - 1) !== '\\';
  const lineEnd = lineEndOf(text);
  return {
    reason: `Unexpected attribution "${written}" in the midst of a paragraph, expected it to begin one`,
    place: placeOf(text, start, end),
    actual: written,
    note: isAtLineStart
      ? 'Put an empty line before it. Without one it is part of the paragraph above, and its source is not read.'
      : 'Begin a new paragraph with it: an empty line before it. Else its source is not read.',
    ...(isFree && {
      fix: {
        title: 'Begin a paragraph here',
        edits: [{ start: start - blanks.length, end: start, text: lineEnd + lineEnd }],
      },
    }),
  };
}
