// In: the words right under a headline. Out: an attribution whose verb nobody foresaw, or which is in another language than English.
// Stands apart because everywhere else only verbs of reporting are trusted.
import { nearestNames } from '../model/nearest-names.ts';
import type { AttributionClues, Found } from './attribution.ts';
import { readDate } from './read-date.ts';

const MAX_NAME = 90;
const MAX_NAME_WORDS = 7;
const MAX_VERB_WORDS = 3;
const NO_NAME = /^(?:he|she|it|they|we|i|you|who|this|that|these|those|there|which|what|one|and|but|as)$/iu;
/** A name's last word is none of these: "The minister of ports (3 May):" is a sentence. */
const NO_LAST_WORD = /(?:^|\s)(?:a|an|and|at|by|for|from|in|of|on|or|our|the|their|to|with)$/iu;
/** What an English report does: "asks", "holds". What someone "warned" may be a sentence of its own. */
const ENGLISH_VERB = /[^s\P{Ll}]s$/u;
/** The joiner is written inside Persian verbs. */
const VERB = /^[\p{Ll}\p{Lo}][\p{L}\p{M}'’\u200c]+$/u;

/**
 * `Le Monde rapporte (12 avril) :`, `The Appeal Court holds (4 March):`, right under the headline: whatever the verb is, and in whatever
 * language, a day in brackets and the colon leave no doubt. Near misses of "reports" are left to the proofreader.
 */
export function readAnyVerb(
  head: string,
  { sources, isFirst, language = 'en' }: AttributionClues,
): Found | undefined {
  const match = isFirst ? /^([^():]{3,110})\(([^():]{3,40})\)\s?:(?=\s|["“«„]|$)/u.exec(head) : null;
  if (match === null || readDate(match[2] ?? '', language) === undefined) return undefined;
  const words = (match[1] ?? '').trim().replace(/\s+/gu, ' ');
  const at = words.lastIndexOf(' ');
  const known = sources.nameAtStart(words);
  const [name, verb] =
    known === words.slice(0, at) || known === undefined
      ? [words.slice(0, at), words.slice(at + 1)]
      : [known, words.slice(known.length).trim()];
  const isEnglish = /^en\b/iu.test(language);
  if (isEnglish && verb.split(' ').length > 1) return undefined;
  if (
    name.trim() === '' ||
    at < 0 ||
    verb.split(' ').length > MAX_VERB_WORDS ||
    !VERB.test(verb.split(' ')[0] ?? '')
  )
    return undefined;
  if (isEnglish && nearestNames(verb, ['reports', 'report']).length > 0) return undefined;
  const canBeName =
    name.length <= MAX_NAME &&
    name.split(' ').length <= MAX_NAME_WORDS &&
    !/[,;“”"]|«(?![^«»]*»)|[!?]\s|\p{Ll}{3}\.\s/u.test(name) &&
    !isPronoun(name.split(' ')[0] ?? '') &&
    !NO_LAST_WORD.test(name);
  if (known === undefined && (!canBeName || (isEnglish && !ENGLISH_VERB.test(verb)))) return undefined;
  return {
    source: sources.nameOf(name),
    verb,
    dateAsWritten: (match[2] ?? '').trim(),
    end: match[0].length,
  };
}

/** "She", but not the WHO. */
export function isPronoun(name: string): boolean {
  return NO_NAME.test(name) && !/^\p{Lu}{2,}$/u.test(name);
}
