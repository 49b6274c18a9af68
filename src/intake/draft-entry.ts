// A story that may go into an issue → the entry that it becomes: the publisher's own name and verb, the day, tags out of the archive. What
// is not known is left out, and the writer makes a blank of it.
import { blankFor } from '../model/blanks.ts';
import type { Candidate } from '../model/candidate.ts';
import type { DraftEntry, MarkdownBlock } from '../model/draft.ts';
import { isSameLanguage } from '../model/main-language.ts';
import type { Source } from '../model/source.ts';
import { escapeParagraph, plainLine } from './escape-markdown.ts';
import { proposeTags } from './propose-tags.ts';

export interface EntryScene {
  /** The row of the candidate's publisher. */
  readonly source?: Source;
  /** BCP 47, the newsletter's own. */
  readonly language: string;
  /** Tags of the archive, with how often. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** What an editor has written already, as Markdown. */
  readonly words?: readonly MarkdownBlock[];
}

export function draftEntry(
  candidate: Candidate,
  { source, language, vocabulary, words = [] }: EntryScene,
): DraftEntry {
  const { headline, url, date, excerpt, tags, alsoAt = [] } = candidate;
  const name = source === undefined ? candidate.source : source.name;
  const own = candidate.language;
  const proposed = tags.length > 0 ? [] : proposeTags(`${headline}. ${excerpt ?? ''}`, vocabulary);
  const text =
    words.length > 0
      ? words
      : excerpt === undefined
        ? [blankFor('text')]
        : [escapeParagraph(asProse(excerpt))];
  return {
    headline,
    url,
    ...(own === undefined || isSameLanguage(own, language) ? {} : { language: own }),
    tags: tags.length > 0 ? tags : proposed,
    ...(proposed.length > 0 ? { areTagsProposed: true } : {}),
    body: [],
    reports: [
      {
        ...(name === undefined ? {} : { source: name }),
        verb: source?.verb ?? 'reports',
        ...(date === undefined ? {} : { date }),
        url,
        body: [...text, ...(alsoAt.length === 0 ? [] : [noteOf(alsoAt)])],
      },
    ],
  };
}

/** `[Update, 2 January]` at the beginning would be a note of ours, and stand among our corrections. */
function asProse(excerpt: string): string {
  return excerpt.replace(/^\[([^[\]]{0,80})\]/u, '($1)');
}

/** For the editor alone: who else has the same words. */
function noteOf(alsoAt: NonNullable<Candidate['alsoAt']>): MarkdownBlock {
  const copies = alsoAt.map(({ source, url }) => `${plainLine(source)} ${url}`).join(', ');
  return `<!-- Also: ${copies.replaceAll('-->', '--%3E').replaceAll('<!--', '%3C!--')} -->`;
}
