// A text goes in, its words come out with their places. Addresses are no words: they are blacked out first, unit for unit.

export interface Word {
  readonly word: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A hyphen or an apostrophe between two letters belongs to the word: `al-Sadr`, `don’t`, `Shi'ite`. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’‘ʼ‑-][\p{L}\p{M}\p{N}]+)*/gu;
/** `https://…`, `www.…`, `a@b.example`, `Antiwar.com/path`, `report.pdf`: what has no blank in it and looks like one of these. */
const ADDRESS =
  /^(?:https?:|ftp:|mailto:|www\.)|.@.|[\p{L}\p{N}]\.(?:com|org|net|edu|gov|int|info|news|blog|example|test|co|uk|us|eu|de|fr|iq|ir|tv|me|ly|io|js|ts|md|html?|php|asp|aspx|pdf|docx?|xlsx?|csv|txt|zip|jpe?g|png|gif|mp[34])(?:$|[^\p{L}\p{N}])|^[#@]\p{L}/u;
/** Marks behind an address that are the sentence's. */
const AFTER_ADDRESS = ".,;:!?…'’";
/** Of no script and no class that a rule looks for. */
const BLACK = '\ue000';

export function wordsIn(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    word,
    start: index,
    end: index + word.length,
  }));
}

/** As long as `text`. Marks at the borders of an address stay: they belong to the sentence. */
export function withoutAddresses(text: string): string {
  if (!/[.@:#]/u.test(text)) return text;
  return text.replace(/[^\s<>()[\]"“”«»]+/gu, (run) => {
    if (!ADDRESS.test(run)) return run;
    let end = run.length;
    while (end > 0 && AFTER_ADDRESS.includes(run.charAt(end - 1))) end -= 1;
    return BLACK.repeat(end) + run.slice(end);
  });
}
