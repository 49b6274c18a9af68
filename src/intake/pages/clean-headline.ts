// What a page calls itself goes in, the headline alone comes out: without the site's name, which its title carries at the end or at the
// beginning, and whole where the title was cut short.

/** What stands between a headline and a site's name. A hyphen in a word is none, and a colon only behind the name. */
const DIVIDER = / (?:[|‖¦•·»«›~–—−-]|::|\/\/) | ?[|‖] ?/gu;
const MOST_NAME_WORDS = 6;
const MOST_PARTS = 4;
/** So much of a headline that was cut short tells which heading is meant. */
const FEWEST_CHARACTERS = 12;

export interface HeadlineClues {
  /** All names that the site may go by: its own, the row's and its variants, its host. */
  readonly siteNames: readonly string[];
  /** First headings of the page. */
  readonly headings: readonly string[];
  /** `title` is the page's `<title>`, which ends in the site's name more often than not. */
  readonly isTitle?: true;
}

export function cleanHeadline(title: string, { siteNames, headings, isTitle }: HeadlineClues): string {
  const names = siteNames.map(plain).filter((name) => name !== '');
  const isName = (part: string): boolean =>
    names.some((name) => plain(part) === name || isDomainLike(part, name));
  let rest = withoutOpening(title.replace(/\s+/gu, ' ').trim(), isName);
  for (let nth = 0; nth < MOST_PARTS; nth += 1) {
    const shorter = withoutPart(rest, isName, headings, isTitle === true || nth > 0);
    if (shorter === undefined) break;
    rest = shorter;
  }
  return completed(rest, headings);
}

/** "Reuters: Dockers vote", "Watch | Dockers vote" is left. */
function withoutOpening(title: string, isName: (part: string) => boolean): string {
  const [whole = '', name = ''] = /^([^:]{2,40}):\s+(?=\S)/u.exec(title) ?? [];
  return whole !== '' && isName(name) ? title.slice(whole.length) : title;
}

function withoutPart(
  title: string,
  isName: (part: string) => boolean,
  headings: readonly string[],
  isTitle: boolean,
): string | undefined {
  const dividers = [...title.matchAll(DIVIDER)];
  const [first, last] = [dividers[0], dividers.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [before, behind] = [title.slice(0, last.index), title.slice(last.index + last[0].length)];
  if (before.trim() === '' || behind.trim() === '') return before.trim() || behind.trim();
  if (isName(behind) || headings.some((heading) => plain(heading) === plain(before))) return before;
  const [opening, rest] = [title.slice(0, first.index), title.slice(first.index + first[0].length)];
  if (isName(opening) && rest.trim() !== '') return rest;
  // "Dockers vote | News | The Tide": a short part behind an upright line is a section's name.
  const isSign = /[|‖»·•]|::/u.test(last[0]);
  const isShort = behind.split(' ').length <= MOST_NAME_WORDS && behind.length * 2 < before.length;
  return isTitle && isSign && isShort ? before : undefined;
}

/** "Dockers vote to end nine-week st…": the page's own heading has all of it. */
function completed(title: string, headings: readonly string[]): string {
  const mark = ['…', '...'].find((one) => title.endsWith(one));
  const cut = title.slice(0, title.length - (mark?.length ?? 0)).trimEnd();
  if (mark === undefined || cut.length < FEWEST_CHARACTERS) return title;
  return headings.find((heading) => heading.length > cut.length && heading.startsWith(cut)) ?? title;
}

/** "harbourpost.example" for "Harbour Post". */
function isDomainLike(part: string, name: string): boolean {
  const letters = (text: string): string => plain(text).replaceAll(' ', '');
  const bare = part
    .trim()
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/\.[a-z]{2,15}(?:\.[a-z]{2})?$/u, '');
  return letters(bare) === letters(name);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/^the\s+/u, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
