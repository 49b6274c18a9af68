// The words before a verb or a day go in: `Three hurt as gangway breaks Lowport Examiner`. Where the name of the source begins in them comes out:
// by names that are known, then by a capital in the middle of a word, then by capitals. Stands apart because it is a guess, and all of it is here.
import type { OldTextReading } from './old-text.ts';
import { foldName, isWellKnown } from './well-known-names.ts';

export interface NameContext {
  readonly reading: OldTextReading;
  /** Folded names that begin a line of their own elsewhere in the text. */
  readonly learned: ReadonlySet<string>;
  /** Words with a capital that stand in the text without being part of a longer name. */
  readonly told: ReadonlySet<string>;
}

export interface CutName {
  /** Index in the words at which it begins. */
  readonly start: number;
  /** Somebody whom we know, or who is named alike elsewhere. */
  readonly isKnown: boolean;
  /** Only its capitals tell where it begins, and a word more or less may belong to it. */
  readonly isGuess: boolean;
}

const MAX_NAME = 90;
const MAX_WHOLE_WORDS = 7;
/** Small words inside a name: "Stars and Stripes", "Voice of America". */
const JOINER = /^(?:of|for|and|the|&|al|el|de|la|du|des|on|in|van|von|bin|ibn)$/u;
const NAMED_WITH = /(?:^|\s)(?:and|&|of|told|or)$/u;
const CAPITAL = /^["“‘'(]?\p{Lu}/u;
/** Beginnings of words with a capital inside: "McClatchy". */
const OWN_CAPITAL = /^(?:Mc|Mac|De|Di|La|Le|Du|Al|El|O'|O’|D'|D’|i|e)$/u;

const CALENDAR =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur)day)$/u;
/** What papers are called, all over the world: alone it is no name. */
const NEEDS_A_PLACE =
  /^(?:Times|Post|News|Herald|Examiner|Tribune|Star|Mail|Mirror|Gazette|Chronicle|Globe|Sun|Journal|Today|Telegraph|Press|Agency|Radio|TV|Television|Weekly|Daily|Observer|Monitor|Echo|Courier|Record|Review|Standard|Express|Online|Watch|Report|Network|Argus|Lantern|Voice|Register|Dispatch|Bulletin)$/u;

/** Undefined where the words are no name and end in none. */
export function cutName(words: string, context: NameContext): CutName | undefined {
  const starts = startsOf(words);
  const known = starts.find(({ at }) => isKnownName(words.slice(at), context));
  if (known !== undefined && !isPartOfName(words, known.at)) {
    const before = words.slice(0, known.at).trimEnd();
    // "Reuters and AP", "Ada Lind of The Tide" are named together; "sources close to AP" are nobody that we know.
    if (NAMED_WITH.test(before))
      return isWholeName(words) ? { start: 0, isKnown: false, isGuess: false } : undefined;
    const start = /(?:^|[^\p{L}])The $/u.test(words.slice(0, known.at)) ? known.at - 4 : known.at;
    return { start, isKnown: true, isGuess: false };
  }
  if (isWholeName(words)) return { start: 0, isKnown: false, isGuess: false };
  const stuck = starts.find(({ at, isStuck }) => isStuck && isWholeName(words.slice(at)));
  if (stuck !== undefined) return { start: stuck.at, isKnown: false, isGuess: false };
  const run = startOfCapitals(words, context);
  return run === undefined ? undefined : { start: run, isKnown: false, isGuess: true };
}

interface Start {
  readonly at: number;
  readonly isStuck: boolean;
}

/** Every place at which a name could begin, the first first: a word, or a capital that a word is stuck to. */
function startsOf(words: string): readonly Start[] {
  const from = Math.max(0, words.length - MAX_NAME);
  const found: Start[] = [];
  for (const { 0: word, index } of words.matchAll(/\S+/gu)) {
    if (index < from) continue;
    found.push({ at: index, isStuck: false });
    for (const inner of word.matchAll(/(?<=[\p{Ll}\p{N}.,!?;:"”’')…])(?=["“]?\p{Lu})/gu)) {
      const before = word.slice(0, inner.index);
      // "CounterPunch" is one word; "northAP" is two.
      const isOneName =
        /^\p{Lu}/u.test(before) &&
        /\p{Ll}$/u.test(before) &&
        !/^The(?![\p{L}])/u.test(words.slice(index + inner.index));
      found.push({ at: index + inner.index, isStuck: !isOneName && !OWN_CAPITAL.test(before) });
    }
  }
  return found;
}

function isKnownName(name: string, { reading, learned }: NameContext): boolean {
  if (!/^[\p{Lu}\p{N}]|^al-/u.test(name)) return false;
  return (
    (reading.findSource(name) !== undefined && (CAPITAL.test(name) || name.includes('.'))) ||
    learned.has(foldName(name)) ||
    isWellKnown(name)
  );
}

/** "Lowport Tide" is another paper than the Tide: one word with a capital before a name makes no headline. */
function isPartOfName(words: string, at: number): boolean {
  const before = words.slice(0, at).trim();
  return (
    before !== '' &&
    at > before.length &&
    !/["”’?!.]$/u.test(before) &&
    before.split(' ').length <= 2 &&
    before.split(' ').every((word) => CAPITAL.test(word)) &&
    words.length <= 60
  );
}

function isWholeName(words: string): boolean {
  const parts = words.trim().split(/\s+/u);
  return (
    words.trim() !== '' &&
    words.length <= MAX_NAME &&
    parts.length <= MAX_WHOLE_WORDS &&
    CAPITAL.test(parts[0] ?? '') &&
    /^(?:\p{Lu}|\p{N})|^[a-z]+\.(?:com|org|net)/u.test(parts.at(-1) ?? '') &&
    parts.every((part) => CAPITAL.test(part) || JOINER.test(part) || /^(?:al-\p{Lu}|\p{N}|\()/u.test(part)) &&
    !/[.?;:]\s/u.test(words.replace(/\b\p{Lu}\.\s/gu, ''))
  );
}

/** The longest run of words with capitals at the end, without those that stand elsewhere in the text and so belong to what is told. */
function startOfCapitals(words: string, { told }: NameContext): number | undefined {
  const parts = [...words.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({ word, index }));
  let first = parts.length;
  for (let nth = parts.length - 1; nth >= 0 && parts.length - nth <= MAX_WHOLE_WORDS; nth -= 1) {
    const word = parts[nth]?.word ?? '';
    if (/[.,;:?!”"’]$/u.test(word) && nth < parts.length - 1) break;
    if (CAPITAL.test(word) || /^al-\p{Lu}/u.test(word)) first = nth;
    else if (!JOINER.test(word)) break;
    if (word === 'The') break;
  }
  const run = parts.slice(first);
  if (run.length === 0 || first === 0) return undefined;
  // "… in Baghdad Lowport Examiner": Baghdad is told of in the text, the Examiner is only named.
  let from = 0;
  while (
    from < run.length - 1 &&
    (told.has(run[from]?.word ?? '') || CALENDAR.test(run[from]?.word ?? '')) &&
    !(from === run.length - 2 && NEEDS_A_PLACE.test(run[from + 1]?.word ?? ''))
  )
    from += 1;
  while (from < run.length - 1 && JOINER.test(run[from]?.word ?? '')) from += 1;
  return run[from]?.index;
}
