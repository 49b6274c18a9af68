// What a page says of itself, and its first paragraphs, go in; an excerpt comes out, cut between sentences or words.
import { cutBetweenWords } from '../cut-between-words.ts';

const MOST_CHARACTERS = 420;
const FEWEST_CHARACTERS = 60;
/** A paragraph that tells something; shorter ones are bylines, captions and calls to subscribe. */
const PARAGRAPH_CHARACTERS = 80;
const MOST_PARAGRAPHS = 2;

/** @param descriptions Best first. Empty where the page says nothing but its headline. */
export function cutExcerpt(
  descriptions: readonly string[],
  paragraphs: readonly string[],
  headline: string,
): string {
  const told = descriptions.find(
    (one) => one.length >= FEWEST_CHARACTERS && one !== headline && !/(?:…|\.{3})$/u.test(one),
  );
  if (told !== undefined) return cut(told);
  const own = paragraphs
    .filter((one) => one.length >= PARAGRAPH_CHARACTERS && /[.!?…。؟۔]["”’»]?$/u.test(one))
    .slice(0, MOST_PARAGRAPHS);
  const shorter = descriptions.find((one) => one !== '' && one !== headline);
  return cut(own.join(' ') || (shorter ?? ''));
}

function cut(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const head = text.slice(0, MOST_CHARACTERS);
  const sentence = /^.*[.!?。؟۔]["”’»]?(?=\s)/su.exec(head)?.[0];
  if (sentence !== undefined && sentence.length >= MOST_CHARACTERS / 2) return sentence;
  return cutBetweenWords(text, MOST_CHARACTERS);
}
