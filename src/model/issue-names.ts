// The name of a file in `issues/` goes in; whether it is an issue, or looks as if it was meant to be one and is none, comes out.
// The disk's door reads the former, the proofreader asks about the latter.

/** A number or a date comes first. */
const ISSUE = /^\d.*\.md$/u;
/** What systems call a second download or a duplicate: `0295 (1).md`, `0295 - Copy.md`, `0295 copy 2.md`. */
const COPY = /(?: \(\d{1,3}\)| - copy| copy(?: \d{1,3})?)(?=\.)/iu;
const NOT_MEANT = /^(?:\..*|_.*|readme(?:\.[a-z-]+)?\.md|inbox\.md)$/iu;
/** `special.md`, `0295.MD`, `295.markdown`, `0295.md.txt`. */
const MARKDOWN = /\.(?:md|mkd|mdown|markdown)(?:\.(?:txt|text|docx?|rtf|odt))?$/iu;
/** `0295.txt`, `No. 295.docx`. */
const NUMBERED = /^(?:no\.? ?)?\d{1,6}\.(?:txt|text|docx?|rtf|odt|pages|html?)$/iu;

export function isIssueName(name: string): boolean {
  return ISSUE.test(name) && !COPY.test(name);
}

export function isStrayName(name: string): boolean {
  return !isIssueName(name) && !NOT_MEANT.test(name) && (MARKDOWN.test(name) || NUMBERED.test(name));
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
