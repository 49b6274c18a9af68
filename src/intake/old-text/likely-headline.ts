// A line goes in; whether it can be a headline, or the name of a section that nobody has named before, comes out. Unlike the proofreader, which
// mends only what can be nothing else, an import has to decide: where it stands among other lines is judged by who asks.
const MAX_HEADLINE = 170;
const MAX_SECTION = 50;
const MAX_SECTION_WORDS = 6;
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const DAY_HEADING = new RegExp(
  `^${WEEKDAY},?\\s.{3,30}\\d.{0,6}:?$|^\\d{1,2}(?:st|nd|rd|th)?\\s\\p{L}{3,9}(?:\\s\\d{4})?:$`,
  'iu',
);
/** More comes. */
const LEADS_ON =
  /(?:^|\s)(?:of|in|for|at|from|by|with|the|and|or|to|on|as|that|which|who|an?|is|are|was|were|its|their|his|her)$/iu;
const STARTS = /^["“‘'«([]?[\p{Lu}\p{Lo}\p{N}$£€]/u;
const SENTENCES = /\p{Ll}{2}\.["”’]?\s["“‘]?\p{Lu}/u;

/** @param isSet Its place says that it is one: alone above an attribution, with a gap above. Then a stop at its end is a slip. */
export function canBeHeadline(text: string, isSet: boolean): boolean {
  return (
    text.length <= MAX_HEADLINE &&
    (STARTS.test(text) || (isSet && text.length <= 100)) &&
    !/[,;:–—-]$/u.test(text) &&
    !/[.…]["”’']$/u.test(text) &&
    (!/(?<!\b\p{Lu})(?<!\.\p{Lu})\.$/u.test(text) || (isSet && text.split(' ').length <= 14)) &&
    !SENTENCES.test(text) &&
    !/^[[(](?:update|correction|source|photo|image)/iu.test(text) &&
    hasPairs(text) &&
    (isSet || text.split(' ').length >= 2)
  );
}

export function canBeSection(text: string): boolean {
  const words = text.replace(/\s?:$/u, '');
  return (
    words.length <= MAX_SECTION &&
    words.split(' ').length <= MAX_SECTION_WORDS &&
    /^[\p{Lu}\p{Lo}]/u.test(words) &&
    !/[.,;!”"’]$/u.test(words) &&
    !LEADS_ON.test(words)
  );
}

export function isDayHeading(text: string): boolean {
  return text.length <= 60 && DAY_HEADING.test(text) && !/[.!?]$/u.test(text);
}

export function leadsOn(text: string): boolean {
  return LEADS_ON.test(text);
}

function hasPairs(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0;
  return count(/"/gu) % 2 === 0 && count(/“/gu) === count(/”/gu);
}
