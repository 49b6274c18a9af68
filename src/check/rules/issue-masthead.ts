// The newsletter's own name is printed over everything it says, and its number is how an issue is cited for ever. "Newletter", "Iraq
// occupation Focus" and the last issue's number in the subject are seen by every reader before the first headline.
import type { Issue } from '../../model/issue.ts';
import { distanceOf } from '../../model/nearest-names.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { editAt, placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { paragraphsOf } from '../words/paragraph-text.ts';
import { overlaps, quotedSpans } from '../words/quoted-words.ts';

const FIELDS = ['title', 'subject', 'preheader'] as const;
/** Where a number names this issue, and not another one that is spoken of. */
const NUMBERED_FIELDS = ['title', 'subject'] as const;
const KIND = 'Newsletter';
/** "Newletter", "Newslettre". */
const KIND_SLIPS = 2;
/** In a word of the title. Two would make Forces of Focus. */
const TITLE_SLIPS = 1;
/** Shorter words are other words with one letter changed. */
const MIN_LETTERS = 4;
const MASTHEAD_NUMBER =
  /^[\s:,.|–—-]{0,5}(newsletter[\s,]{1,3})?(?:no\.?|nr\.?|number|#) ?(\d{1,6})(?!\d| ?[–—/&-] ?\d| and )/iu;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

export const issueMasthead: IssueRule = {
  id: 'issue-masthead',
  severity: 'warning',
  stage: 'issue',
  description:
    "The title, the subject, the preheader and the lead spell the newsletter's own name and the word Newsletter rightly, and name the number of this issue.",
  check: (issue, { newsletter }) => {
    const words = newsletter.title.match(WORD) ?? [];
    // A title with marks between its words is not put together from them.
    const name = words.join(' ') === newsletter.title ? words : [];
    return [
      ...mastheadTexts(issue).flatMap(({ text, isTitle, isQuoted, placeAt }) =>
        [...misspeltKinds(text), ...misspeltNames(text, name, isTitle)]
          .filter(({ index, written }) => !isQuoted(index, index + written.length))
          .map(({ index, written, expected }) => misspelt(written, expected, placeAt(index, written))),
      ),
      ...NUMBERED_FIELDS.flatMap((key) => otherNumber(issue, key, newsletter.title)),
    ];
  },
};

interface MastheadText {
  readonly text: string;
  /** False in sentences, whose first word has a capital whatever it is. */
  readonly isTitle: boolean;
  readonly isQuoted: (start: number, end: number) => boolean;
  readonly placeAt: (index: number, words: string) => Place | undefined;
}

/** Values of the front matter and paragraphs of the lead. */
function mastheadTexts({ frontMatter, lead, text }: Issue): readonly MastheadText[] {
  const fields = FIELDS.flatMap((key): readonly MastheadText[] => {
    const field = frontMatter.fields[key];
    if (field === undefined) return [];
    return [
      {
        text: field.value,
        isTitle: key !== 'preheader',
        isQuoted: () => false,
        placeAt: (_, words) => placeOfWords(text, field.position, words),
      },
    ];
  });
  const paragraphs = paragraphsOf(lead, text);
  const quoted = quotedSpans(paragraphs);
  const leads = paragraphs.map(
    (paragraph, nth): MastheadText => ({
      text: paragraph.text,
      isTitle: false,
      isQuoted: (start, end) => overlaps(quoted[nth] ?? [], start, end),
      placeAt: (index, words) => {
        const start = paragraph.offsetAt(index);
        const end = start + words.length;
        return text.slice(start, end) === words ? placeOf(text, start, end) : undefined;
      },
    }),
  );
  return [...fields, ...leads];
}

interface Slip {
  readonly index: number;
  readonly written: string;
  readonly expected: string;
}

/** "Newletter", anywhere; "newsletter No. 294", which is a name. */
function misspeltKinds(text: string): readonly Slip[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: written, index }): readonly Slip[] => {
    if (written.length < KIND.length - KIND_SLIPS || written.length > KIND.length + KIND_SLIPS) return [];
    const word = written.toLowerCase();
    if (word === 'newsletter') {
      const isName = /^\s{0,2}(?:no\.?|#) ?\d/iu.test(
        text.slice(index + written.length, index + written.length + 8),
      );
      return isName && written !== KIND && !isAllCapitals(written)
        ? [{ index, written, expected: KIND }]
        : [];
    }
    if (!/^n/u.test(word) || word.endsWith('s') || distanceOf(word, 'newsletter') > KIND_SLIPS) return [];
    return [{ index, written, expected: /^\p{Lu}/u.test(written) ? KIND : 'newsletter' }];
  });
}

/** "Iraq occupation Focus": the title with a capital wrong or one letter. Titles of one word may be the word itself. */
function misspeltNames(text: string, name: readonly string[], isTitle: boolean): readonly Slip[] {
  const words = [...text.matchAll(WORD)];
  if (name.length < 2 || words.length < name.length) return [];
  return words.flatMap((first, at): readonly Slip[] => {
    const some = words.slice(at, at + name.length);
    const last = some.at(-1);
    if (last === undefined || some.length < name.length) return [];
    if (
      !areNearly(
        some.map(([word]) => word),
        name,
        isTitle ? 0 : 1,
      )
    )
      return [];
    const { index } = first;
    const written = text.slice(index, last.index + withoutEnding(last[0], name.at(-1) ?? '').length);
    const expected = withLeadingArticle(written, name.join(' '));
    // Only where nothing but single blanks stands between the words can the whole be written anew.
    return written.split(' ').length === name.length && written !== expected
      ? [{ index, written, expected }]
      : [];
  });
}

/** @param from Index of the first word whose capital tells that a name is meant. */
function areNearly(words: readonly string[], name: readonly string[], from: number): boolean {
  let different = 0;
  let capitals = 0;
  for (const [index, wanted] of name.entries()) {
    const word = withoutEnding(words[index] ?? '', wanted);
    if (index >= from && /^\p{Lu}/u.test(word)) capitals += 1;
    if (word.toLowerCase() === wanted.toLowerCase()) continue;
    different += 1;
    if (different > 1 || word.length < MIN_LETTERS || wanted.length < MIN_LETTERS) return false;
    // A plural is another word.
    if (`${wanted}s`.toLowerCase() === word.toLowerCase()) return false;
    if (distanceOf(word.toLowerCase(), wanted.toLowerCase()) > TITLE_SLIPS) return false;
  }
  // All in lower case it is what the words mean, all in capitals a way to print.
  return capitals > 0 && !words.every(isAllCapitals);
}

/** Without the ending of "Focus's". */
function withoutEnding(word: string, wanted: string): string {
  return /['’]/u.test(wanted) ? word : word.replace(/['’](?:s|S)?$/u, '');
}

/** "the Harbour Sheet" in a sentence is right. */
function withLeadingArticle(written: string, name: string): string {
  const article = /^(?:the|a|an) /iu.exec(written)?.[0];
  return article !== undefined && name.toLowerCase().startsWith(article.toLowerCase())
    ? article + name.slice(article.length)
    : name;
}

function isAllCapitals(word: string): boolean {
  return word === word.toUpperCase() && word !== word.toLowerCase();
}

function misspelt(written: string, expected: string, place: Place | undefined): Finding {
  return {
    reason: `Unexpected spelling "${written}", expected "${expected}"`,
    ...(place !== undefined && { place }),
    actual: written,
    expected: [expected],
    note: 'This is the masthead: readers see it first, and search for it. Write it as newsletter.yaml does.',
    ...(place !== undefined && { fix: { title: `Write "${expected}"`, edits: [editAt(place, expected)] } }),
  };
}

/** "Newsletter No. 293" over issue 294. */
function otherNumber(issue: Issue, key: string, title: string): readonly Finding[] {
  const field = issue.frontMatter.fields[key];
  if (field === undefined || issue.number === undefined || Number(issue.slug) !== issue.number) return [];
  const { value } = field;
  const from = value.toLowerCase().startsWith(title.toLowerCase()) ? title.length : 0;
  const match = MASTHEAD_NUMBER.exec(value.slice(from));
  const [all = '', kind, figures = ''] = match ?? [];
  if (match === null || Number(figures) === issue.number) return [];
  const isWhole = value.slice(from + all.length).trim() === '';
  // "No. 10 answers its critics" is a headline.
  if (from === 0 && kind === undefined && !isWhole) return [];
  const written = all.replace(/^[\s:,.|–—-]+/u, '');
  const whole = placeOfWords(issue.text, field.position, written);
  const end = whole?.end.offset ?? 0;
  const place = whole === undefined ? undefined : placeOf(issue.text, end - figures.length, end);
  const expected = String(issue.number);
  return [
    {
      // With more words behind it, it may speak of another issue.
      severity: isWhole ? 'error' : 'warning',
      reason: `Unexpected "${written}" in the ${key} of No. ${expected}, expected ${expected}`,
      place: place ?? field.position,
      actual: figures,
      expected: [expected],
      note: `This is issue ${expected}. Correct the number, or leave the line out: the program writes the ${key} by itself.`,
      ...(isWhole &&
        place !== undefined && { fix: { title: `Write ${expected}`, edits: [editAt(place, expected)] } }),
    },
  ];
}
