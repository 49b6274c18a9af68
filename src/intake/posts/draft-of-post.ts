// In: a post that some other program published. Out: the issue that it is, as a draft for the one writer of issues, with the anchors under
// which its items were linked to. What is not recognised stays prose; what is left out is noted, with its words.

import type { IsoDate } from '../../model/calendar.ts';
import { daysBetween, localTimeOf } from '../../model/calendar.ts';
import type { DraftEntry, DraftIssue } from '../../model/draft.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { NO_DATE } from '../../model/issue.ts';
import { isSameLanguage } from '../../model/main-language.ts';
import { slugOf } from '../../model/slug.ts';
import type { NoteBook } from '../note-book.ts';
import { isFurniture } from './furniture.ts';
import { outlinePost } from './outline-post.ts';
import type { PostBlock } from './post-block.ts';
import { foldWords, type PostHouse } from './post-house.ts';
import { type MastheadHouse, type MastheadLine, readMastheadLine } from './read-masthead.ts';
import { boilerplateKey, type ReadPost } from './read-post.ts';

export interface DraftedPost {
  readonly draft: DraftIssue;
  /** Under which an entry was linked to where the post stood first. */
  readonly anchors: ReadonlyMap<DraftEntry, string>;
}

type TitledPost = Pick<ImportedPost, 'title' | 'publishedAt' | 'updatedAt'>;

/** A masthead is among the first lines or nowhere. */
const FIRST_LINES = 8;
/** An issue is dated some days before it is posted, or was put on the web years later; a date after it is a slip. */
const MOST_DAYS_AFTER = 45;

export function draftOfPost(
  post: ImportedPost,
  read: ReadPost,
  house: PostHouse,
  notes: NoteBook,
): DraftedPost {
  const title = readTitle(post, house);
  const { masthead, blocks } = takeMasthead(read.blocks, post, house, notes);
  const number = title.number ?? masthead.number;
  if (title.number !== undefined && masthead.number !== undefined && title.number !== masthead.number)
    notes.add(
      'look',
      `The title says number ${title.number}, the text number ${masthead.number}; the title was believed.`,
    );
  const date = dateOf(post, title, masthead, house, notes);
  const kept = blocks.filter((block) => isKept(block, house, notes));
  const { lead, sections, anchors } = outlinePost(kept, house, notes);
  noteFields(post, notes);
  const plainTitle = house.mendText(post.title.replace(/\s+/gu, ' ').trim());
  const isOwnTitle = plainTitle !== '' && (number === undefined || !title.isAll);
  const specialTitle = plainTitle === '' ? firstWords(kept) : plainTitle;
  const preheader = preheaderOf(post, read, kept, notes);
  const language = languageOf(post.language ?? read.language, house);
  return {
    anchors,
    draft: {
      ...(number === undefined
        ? { slugWords: slugOf(specialTitle, 'post'), title: specialTitle }
        : { number, ...(isOwnTitle ? { title: plainTitle } : {}) }),
      date,
      ...(preheader === undefined ? {} : { preheader }),
      ...(language === undefined ? {} : { language }),
      tags: post.tags,
      ...(post.isDraft === true ? { isDraft: true } : {}),
      lead,
      sections,
    },
  };
}

/** What a title says; for a survey of the whole export too. */
export function readTitle(post: TitledPost, house: MastheadHouse): MastheadLine {
  return readMastheadLine(post.title, house, dayOf(post, house)) ?? { isAll: false };
}

/** The number that the post is, by its title or its first lines. */
export function numberOfPost(
  post: TitledPost,
  { blocks }: Pick<ReadPost, 'blocks'>,
  house: MastheadHouse,
): number | undefined {
  return (
    readTitle(post, house).number ??
    mastheadLines(post, blocks, house).find(({ said }) => said.number !== undefined)?.said.number
  );
}

/** What tells it from other posts: without masthead and the lines of a program. */
export function tellingBlocks(
  post: TitledPost,
  { blocks }: ReadPost,
  house: MastheadHouse,
): readonly PostBlock[] {
  const masthead = new Set(mastheadLines(post, blocks, house).map(({ block }) => block));
  return blocks.filter((block) => !masthead.has(block) && !isFurniture(block.words));
}

function mastheadLines(post: TitledPost, blocks: readonly PostBlock[], house: MastheadHouse) {
  const near = dayOf(post, house);
  return blocks.slice(0, FIRST_LINES).flatMap((block) => {
    if (block.node.type !== 'paragraph' && block.node.type !== 'heading') return [];
    const lines = block.words.split('\n').filter((line) => line.trim() !== '');
    const said = lines.map((line) => readMastheadLine(line, house, near));
    // A paragraph that holds more than a masthead is left whole.
    if (lines.length === 0 || !said.every((one) => one?.isAll === true)) return [];
    const all = said.flatMap((one) => one ?? []);
    const number = all.find((one) => one.number !== undefined)?.number;
    const date = all.find((one) => one.date !== undefined)?.date;
    return [
      {
        block,
        said: {
          ...(number === undefined ? {} : { number }),
          ...(date === undefined ? {} : { date }),
        },
      },
    ];
  });
}

function takeMasthead(
  blocks: readonly PostBlock[],
  post: ImportedPost,
  house: PostHouse,
  notes: NoteBook,
): { masthead: Omit<MastheadLine, 'isAll'>; blocks: readonly PostBlock[] } {
  const found = mastheadLines(post, blocks, house);
  const number = found.find(({ said }) => said.number !== undefined)?.said.number;
  const date = found.find(({ said }) => said.date !== undefined)?.said.date;
  const heading = blocks[0];
  const repeatsTitle =
    heading !== undefined && post.title.trim() !== '' && foldWords(heading.words) === foldWords(post.title);
  const taken = new Set(found.map(({ block }) => block));
  if (repeatsTitle) taken.add(heading);
  if (taken.size > 0)
    notes.add(
      'changed',
      'The masthead in the text was left out: every issue has one.',
      [...taken].map(({ words }) => words).join(' · '),
    );
  return {
    masthead: { ...(number === undefined ? {} : { number }), ...(date === undefined ? {} : { date }) },
    blocks: blocks.filter((block) => !taken.has(block)),
  };
}

function dateOf(
  post: ImportedPost,
  title: MastheadLine,
  masthead: Omit<MastheadLine, 'isAll'>,
  house: PostHouse,
  notes: NoteBook,
): IsoDate {
  const posted = dayOf(post, house);
  const written = masthead.date ?? title.date;
  if (written !== undefined && posted !== undefined && daysBetween(posted, written) > MOST_DAYS_AFTER) {
    notes.add('look', `It says ${written} but was posted on ${posted}, which was believed.`);
    return posted;
  }
  const date = written ?? posted;
  if (date !== undefined) return date;
  notes.add(
    'look',
    'It has no date, neither in the export nor in its text. Write one into its front matter.',
  );
  return NO_DATE;
}

/** Undefined where the export says nothing of it. */
function dayOf({ publishedAt, updatedAt }: TitledPost, { newsletter }: MastheadHouse): IsoDate | undefined {
  const at = publishedAt ?? updatedAt;
  return at === undefined ? undefined : localTimeOf(at, newsletter.timeZone).date;
}

function isKept(block: PostBlock, house: PostHouse, notes: NoteBook): boolean {
  if (block.node.type === 'thematicBreak') return false;
  const key = boilerplateKey(block);
  if (key !== undefined && house.isBoilerplate(key)) {
    notes.add(
      'left-out',
      'A paragraph that stands in many posts, or in newsletter.yaml, was left out.',
      block.words,
    );
    return false;
  }
  const isLine = block.node.type === 'paragraph' || block.node.type === 'heading';
  if (!isLine || !isFurniture(block.words)) return true;
  notes.add('left-out', 'A line of the program that published it was left out.', block.words);
  return false;
}

/** A summary that is the beginning of the text, as many programs make one, says nothing new. */
function preheaderOf(
  post: ImportedPost,
  read: ReadPost,
  blocks: readonly PostBlock[],
  notes: NoteBook,
): string | undefined {
  const beginning = foldWords(
    blocks
      .slice(0, 6)
      .map(({ words }) => words)
      .join(' '),
  );
  const candidates = [post.summary, read.preheader].flatMap((text) => {
    const line = text?.replace(/\s+/gu, ' ').trim() ?? '';
    const folded = foldWords(line.replace(/(?:\[?(?:…|\.{3})\]?|read more)\s*$/iu, ''));
    return folded === '' || beginning.includes(folded) ? [] : [line];
  });
  const [first, second] = candidates;
  if (second !== undefined && second !== first)
    notes.add('left-out', 'A second summary was left out.', second);
  return first;
}

/** Undefined where it is the newsletter's own. */
function languageOf(language: string | undefined, { newsletter }: PostHouse): string | undefined {
  return language === undefined || isSameLanguage(language, newsletter.language) ? undefined : language;
}

/** Of a folder of Markdown or a mail: what we have no field for. */
export function noteFields(post: ImportedPost, notes: NoteBook): void {
  for (const [key, value] of Object.entries(post.otherFields ?? {}))
    notes.add('left-out', `The field "${key}" was left out: issues have none such.`, value);
}

function firstWords(blocks: readonly PostBlock[]): string {
  const words =
    blocks.map((block) => block.words.replace(/\s+/gu, ' ').trim()).find((line) => line !== '') ?? '';
  return /^(?:\S+\s+){0,9}\S+/u.exec(words)?.[0] ?? 'Untitled';
}
