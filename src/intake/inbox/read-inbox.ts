// The text of `issues/inbox.md` goes in, its candidates come out, those that are ticked and those that are not. Read with patience: editors
// move lines, write headlines anew, put words of their own below, add links that no feed has brought, and tick in many ways.
import type { Candidate } from '../../model/candidate.ts';
import { plainHeading } from '../../model/section-names.ts';
import { oneLine } from '../one-line.ts';
import { type InboxLine, inboxLines } from './inbox-lines.ts';
import { wordsIn } from './plain-words.ts';
import { readDay } from './read-day.ts';
import { readLink, type TaskLink } from './read-link.ts';

/** Where candidates stand of which nobody knows the section. */
export const UNSORTED = 'Unsorted';

export interface InboxEntry {
  readonly candidate: Candidate;
  readonly isTicked: boolean;
  /** From 1. */
  readonly line: number;
  /** What an editor wrote below it, paragraph by paragraph, as Markdown. */
  readonly words: readonly string[];
}

export interface Inbox {
  readonly entries: readonly InboxEntry[];
  /** Ticked lines without an address of a page: nothing can be made of them. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

/** In the order of the text. */
export function readInbox(text: string): Inbox {
  const lines = inboxLines(text.replace(/^\ufeff/u, ''));
  const entries: InboxEntry[] = [];
  const unread: { line: number; text: string }[] = [];
  let section: string | undefined;
  for (const [index, { heading, task }] of lines.entries()) {
    if (heading !== undefined) section = sectionOf(heading);
    if (task === undefined) continue;
    const body = bodyOf(lines, index);
    const link: (TaskLink & { isBelow?: true }) | undefined =
      readLink(task.words) ?? linkBelow(task.words, body);
    if (link === undefined) {
      if (task.isTicked) unread.push({ line: index + 1, text: task.words });
      continue;
    }
    const facts = readFacts(link.rest);
    const notes = readNotes(link.isBelow === true ? body.slice(1) : body);
    const candidate: Candidate = {
      headline: link.headline,
      url: link.url,
      ...facts.known,
      ...notes.known,
      ...(section !== undefined && { section }),
      tags: notes.tags,
    };
    entries.push({
      candidate,
      isTicked: task.isTicked,
      line: index + 1,
      words: [...facts.words, ...notes.words],
    });
  }
  return { entries, unread };
}

/** The title of the file is no section. */
function sectionOf({ depth, words }: NonNullable<InboxLine['heading']>): string | undefined {
  const name = wordsIn(words).trim();
  return depth === 1 || plainHeading(name) === plainHeading(UNSORTED) || name === '' ? undefined : name;
}

/** A headline, and its address on the next line. */
function linkBelow(words: string, [first]: readonly InboxLine[]): (TaskLink & { isBelow: true }) | undefined {
  const below = first === undefined ? undefined : readLink(first.words);
  return below === undefined || words === ''
    ? undefined
    : { ...below, headline: oneLine(wordsIn(words)), isBelow: true };
}

/** Behind the link: ` · Reuters · 16 January 2026`. Anything else there is the editor's own. */
function readFacts(rest: string): { known: Pick<Candidate, 'source' | 'date'>; words: readonly string[] } {
  if (!/^\s*·/u.test(rest)) {
    const own = rest.replace(/^[\s:,.;–—-]+/u, '').trim();
    return { known: {}, words: own === '' ? [] : [own] };
  }
  const parts = rest.split('·').map((part) => part.trim());
  const told = parts.filter((part) => part !== '');
  const date = readDay(told.at(-1) ?? '');
  const source = wordsIn((date === undefined ? told : told.slice(0, -1)).join(' · '));
  return {
    known: { ...(source !== '' && { source }), ...(date !== undefined && { date }) },
    words: [],
  };
}

/** What stands below a task and belongs to it: up to the next task or heading, or what is set out to the margin again after a blank line. */
function bodyOf(lines: readonly InboxLine[], task: number): readonly InboxLine[] {
  const own = lines[task]?.indent ?? 0;
  let end = task + 1;
  for (let isAfterBlank = false; end < lines.length; end += 1) {
    const line = lines[end];
    if (line === undefined || line.heading !== undefined || line.task !== undefined) break;
    const isBlank = line.words.trim() === '';
    if (!isBlank && line.indent <= own && (isAfterBlank || line.isListItem)) break;
    isAfterBlank = isBlank;
  }
  return lines.slice(task + 1, end);
}

interface Notes {
  readonly known: Pick<Candidate, 'excerpt' | 'seenIn' | 'language' | 'alsoAt'>;
  readonly tags: readonly string[];
  readonly words: readonly string[];
}

function readNotes(body: readonly InboxLine[]): Notes {
  const own = body.find(({ words }) => words.trim() !== '')?.indent ?? 0;
  const quoted: string[] = [];
  const known: { seenIn?: string; language?: string } = {};
  let alsoAt: NonNullable<Candidate['alsoAt']> = [];
  let tags: readonly string[] = [];
  let isQuoteOver = false;
  const paragraphs: string[][] = [[]];
  for (const { words, indent } of body) {
    const line = words.slice(Math.min(own, indent)).trimEnd();
    const bare = line.trim();
    const quote = /^>[ \t]?(.*)$/u.exec(bare)?.[1];
    if (quote !== undefined && !isQuoteOver) {
      quoted.push(wordsIn(quote));
      continue;
    }
    if (quoted.length > 0) isQuoteOver = true;
    const [, name, value = ''] = /^(Seen in|Also:|Language:|Tags:)(?=[ \t])(.*)$/iu.exec(bare) ?? [];
    const told = oneLine(wordsIn(value));
    if (name === undefined || told === '') {
      if (bare === '') paragraphs.push([]);
      else paragraphs.at(-1)?.push(line);
    } else if (name.toLowerCase() === 'seen in') known.seenIn = slugIn(told);
    else if (name.toLowerCase() === 'also:') alsoAt = linksIn(value);
    else if (name.toLowerCase() === 'language:') known.language = told;
    else tags = value.split(',').flatMap((tag) => oneLine(wordsIn(tag)) || []);
  }
  const excerpt = oneLine(quoted.join(' '));
  return {
    known: { ...(excerpt !== '' && { excerpt }), ...known, ...(alsoAt.length > 0 && { alsoAt }) },
    tags,
    words: paragraphs.filter(({ length }) => length > 0).map((lines) => lines.join('\n')),
  };
}

function linksIn(value: string): NonNullable<Candidate['alsoAt']> {
  const found: { url: string; source: string }[] = [];
  for (let link = readLink(value); link !== undefined; link = readLink(link.rest))
    found.push({ url: link.url, source: link.headline });
  return found;
}

function slugIn(name: string): string {
  const number = /^No\. ?(\d{1,9})$/iu.exec(name)?.[1];
  return number === undefined ? name : number.padStart(4, '0');
}
