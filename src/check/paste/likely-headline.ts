// Words that stand before an attribution go in; whether they can be a headline, and whether it can end where they do, comes out.
// A guess by form alone, so it is careful: "Meanwhile", "In an interview with" and "The local paper" begin or end no headline.

const MAX_CHARACTERS = 150;
/** Beginnings of sentences that lead to an attribution: "In the north AP reports (3 May): …". */
const STARTERS =
  /^(?:meanwhile|elsewhere|also|and|but|however|yet|now|then|here|there|this|that|these|those|he|she|they|it|we|i|in|on|at(?! least| most)|according|as|while|earlier|later|today|yesterday|last|writing|speaking|from|for|by|to|a|an|the)(?![\p{L}\p{N}’'])/iu;
/** Words that belong to the name behind them: "a reporter of", "the local paper". */
const LEADS_ON =
  /(?:^|\s)(?:of|in|for|at|from|by|with|the|and|or|to|on|as|that|which|who|an?|newspaper|paper|daily|weekly|agency|broadcaster|channel|station|radio|tv|site|website|magazine|correspondent|reporter|network|journalist|columnist|blog|group|editor|told)$/iu;
/** What says something of an item instead of being its headline. */
const OTHER_LINE =
  /^(?:tags?|language|when|where|by|via|video|photo|credit|disclaimer|more at|full story|read more|source|click|go to|to (?:un)?subscribe)(?![\p{L}\p{N}])/iu;

/** A line's words as they are read: without the address of a link, the marks of emphasis and a bare address at the end. */
export function shownWords(typed: string): string {
  return typed
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/gu, '$1')
    .replace(/\s<?https?:\/\/\S+$/u, '')
    .replace(/[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

export function canBeHeadline(words: string, minWords: number): boolean {
  const plain = words.replace(/^["“‘'«]/u, '');
  return (
    words.length <= MAX_CHARACTERS &&
    words.split(' ').length >= minWords &&
    /^[\p{Lu}\p{Lo}\p{N}[]/u.test(plain) &&
    !/^\d{1,3}[.)]\s/u.test(plain) &&
    !/[.,;:…–—-]$/u.test(words) &&
    !/\p{L}{2}[.?!]["”’]?\s["“‘]?\p{Lu}/u.test(words) &&
    !STARTERS.test(plain) &&
    !OTHER_LINE.test(plain) &&
    !/^\[|\]$|[#<>|\\`]/u.test(words) &&
    hasAllMarks(words)
  );
}

/** Whether a headline can end here and a source's name begin. */
export function endsLikeHeadline(words: string, name: string, isStuck: boolean): boolean {
  if (LEADS_ON.test(words)) return false;
  if (/[?!"”’»)]$/u.test(words) || name.startsWith('The ')) return true;
  // "Lowport Tide" may be another paper than "Tide", and "GlobalPost" than "Post".
  const lastWord = words.slice(words.lastIndexOf(' ') + 1);
  if (isStuck) return /^[\p{Ll}\p{N}]/u.test(lastWord) && /^\p{Lu}/u.test(name);
  return /^[\p{Ll}\p{N}]/u.test(lastWord);
}

/** False where a quotation is still open: nothing is cut inside quoted words. */
export function hasAllMarks(words: string): boolean {
  const count = (mark: RegExp) => words.match(mark)?.length ?? 0;
  return count(/"/gu) % 2 === 0 && count(/“/gu) === count(/”/gu) && count(/«/gu) === count(/»/gu);
}
