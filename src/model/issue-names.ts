// The name of a file in `issues/` goes in; whether it is an issue, or looks as if it was meant to be one and is none, comes out.
// The disk's door reads the former, the proofreader asks about the latter. What an issue is called by its path stands here too.
import type { Dialect } from './dialect.ts';

/** A number or a date comes first. */
const ISSUE = /^\d.*\.md$/u;
/** What systems call a second download or a duplicate: `0295 (1).md`, `0295 - Copy.md`, `0295 copy 2.md`. */
const COPY = /(?: \(\d{1,3}\)| - copy| copy(?: \d{1,3})?)(?=\.)/iu;
const NOT_MEANT = /^(?:\..*|_.*|readme(?:\.[a-z-]+)?\.md|inbox\.md)$/iu;
/** `special.md`, `0295.MD`, `295.markdown`, `0295.md.txt`. */
const MARKDOWN = /\.(?:md|mkd|mdown|markdown)(?:\.(?:txt|text|docx?|rtf|odt))?$/iu;
/** `0295.txt`, `No. 295.docx`. */
const NUMBERED = /^(?:no\.? ?)?\d{1,6}\.(?:txt|text|docx?|rtf|odt|pages|html?)$/iu;

/** `42.md`, `issue-42.md`, `2026-03-03-issue-42.md`, `42.json`: a figure at least, and nothing that an address would have to hide. */
const FOREIGN_ISSUE = /^(?![_.])(?=[^.]{0,80}\d)[\p{L}\p{N}_.-]{1,80}\.(?:md|markdown|json)$/iu;
const ENDING = /\.(?:md|markdown|json)$/iu;
/** `issues/2026/`, the only folder of `issues/` in which some newsletters keep issues. */
const YEAR = /^\d{4}$/u;

export function isIssueName(name: string, dialect?: Dialect): boolean {
  if (dialect === undefined) return ISSUE.test(name) && !COPY.test(name);
  return FOREIGN_ISSUE.test(name) && !NOT_MEANT.test(name) && !COPY.test(name);
}

export function isStrayName(name: string, dialect?: Dialect): boolean {
  return !isIssueName(name, dialect) && !NOT_MEANT.test(name) && (MARKDOWN.test(name) || NUMBERED.test(name));
}

/** `issues/0294.md`; in a dialect `issues/2026/42.md` too. */
export function isIssuePath(path: string, dialect?: Dialect): boolean {
  const [folder, ...names] = path.split('/');
  const name = names.pop() ?? '';
  const isThere = names.length === 0 || (dialect !== undefined && names.length === 1 && isYear(names[0]));
  return folder === 'issues' && isThere && isIssueName(name, dialect);
}

export function isYear(folder: string | undefined): boolean {
  return YEAR.test(folder ?? '');
}

/** `0294`: four figures at least, so that names stand in the order of numbers. */
export function numberedSlug(number: number): string {
  return String(number).padStart(4, '0');
}

/** `0294` of `issues/0294.md`; `2026-42` of `issues/2026/42.md`, for another year may have its own 42. */
export function slugOfPath(path: string): string {
  const [name = '', folder] = path.split('/').reverse();
  const slug = name.replace(ENDING, '');
  return isYear(folder) && !slug.startsWith(`${folder}-`) ? `${folder}-${slug}` : slug;
}

/** The number with which a name ends: 42 of `issue-42`, `2026-03-03-issue-42` and `0042`; none of `2026-03-03-issue`. */
export function numberInSlug(slug: string): number | undefined {
  const figures = /(?:^|[\p{L}_-])0{0,9}(\d{1,6})$/u.exec(
    slug.replace(/^\d{4}-\d{2}-\d{2}(?:-|$)/u, ''),
  )?.[1];
  return figures === undefined ? undefined : Number(figures);
}

/** `0295.md` for `295.markdown`; undefined where neither number nor date begins the name. */
export function issueNameFor(stray: string): string | undefined {
  const base = stray
    .replace(COPY, '')
    .replace(MARKDOWN, '')
    .replace(/\.[a-z]{2,5}$/iu, '')
    .replace(/^no\.? ?(?=\d)/iu, '');
  if (/^\d{1,6}$/u.test(base)) return `${base.padStart(4, '0')}.md`;
  return /^\d{4}-\d{2}-\d{2}/u.test(base) ? `${base}.md` : undefined;
}
