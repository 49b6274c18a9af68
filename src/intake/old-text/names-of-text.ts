// The lines of a text go in; what they tell of names comes out: who is named at the beginning of a line, where nothing can be run into a name, and
// which words with a capital are told of elsewhere.
import type { NameContext } from './cut-name.ts';
import { findAttribution } from './find-attribution.ts';
import type { OldTextReading, TextLine } from './old-text.ts';
import { foldName } from './well-known-names.ts';

const MAX_LEARNED_WORDS = 4;
/** Followed by anything but another capital or a bracket. */
const ALONE = /(?<![\p{L}’'-])\p{Lu}[\p{L}’'-]{0,40}(?=[.,;:!?’'"”)]|\s\p{Ll}|\s?$)/gu;

export function namesOf(lines: readonly TextLine[], reading: OldTextReading): NameContext {
  const told = new Set<string>();
  for (const { text } of lines) {
    for (const { 0: word, index } of text.matchAll(ALONE)) {
      const behind = text.slice(index + word.length, index + word.length + 12);
      if (!/^\s(?:reports?|writes?|adds?|blogs?|report s)\b/u.test(behind))
        told.add(word.replace(/[’']s$/u, ''));
    }
  }
  const first: NameContext = { reading, learned: new Set(), told };
  const learned = new Set<string>();
  for (const { text } of lines) {
    if (!text.includes('(')) continue;
    const found = findAttribution(text, first);
    if (
      found === undefined ||
      found.isKnown ||
      found.isGuess ||
      found.start !== 0 ||
      found.dateAsWritten === undefined
    )
      continue;
    const words = found.source.split(' ').length;
    if (words > 1 && words <= MAX_LEARNED_WORDS) learned.add(foldName(found.source));
  }
  return { reading, learned, told };
}
