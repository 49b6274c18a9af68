// In: a paragraph. Out: the note that it is, if it begins like one: `[Update, 11 January 2026] …`, `[Correction, 2 March] …`
// or `Disclaimer: …`.
import type { Paragraph } from 'mdast';
import type { Note } from '../model/block.ts';
import { describeLanguage } from './block-language.ts';
import { cutAt, holdsLinks, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import { readDate, settleDate } from './read-date.ts';
import type { Reading } from './reading.ts';

// The colon behind the bracket is a slip which Markdown punishes hard; it may come back to us as text.
const MARKED = /^\[(update|correction)\b[ \t,:]{0,5}((?=[^\]\n]{0,60}\d)[^\]\n]{1,60})?\]:?\s*/iu;
const DISCLAIMER = /^disclaimer:\s*/iu;

/** What a hurried editor puts behind the day; the note keeps it as written. */
const TIME_OF_DAY = /,? (?:at )?\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: (?:GMT|UTC))?$/iu;
/** "Saturday 11 January 2026, 16:40 GMT" has no more words. In brackets with more of them stands the note itself. */
const MAX_DATE_WORDS = 4;

export function readNote(paragraph: Paragraph, reading: Reading): Note | undefined {
  const words = wordsOf(paragraph.children);
  const disclaimer = DISCLAIMER.exec(words);
  const marked = markOf(words);
  const length = (disclaimer ?? marked)?.[0].length;
  if (length === undefined) return undefined;
  const [mark, rest] = cutAt(paragraph.children, length, reading);
  // A mark that is a link, or holds one, has an address that would be lost.
  if (holdsLinks(mark)) return undefined;
  const children = trimPhrasing(rest, reading);
  const dateAsWritten = marked?.[2]?.trim() ?? '';
  const kind = marked?.[1]?.toLowerCase();
  const date =
    kind === undefined
      ? undefined
      : settleDate(
          readDate(dateAsWritten.replace(TIME_OF_DAY, ''), reading.language),
          reading.issueDate,
          'nearest',
        );
  return {
    kind: 'note',
    note: kind === 'update' || kind === 'correction' ? kind : 'disclaimer',
    ...(date === undefined ? {} : { date }),
    ...(dateAsWritten === '' ? {} : { dateAsWritten }),
    children,
    position: reading.placeAt(startOf(paragraph), endOf(paragraph)),
    ...describeLanguage(wordsOf(children), reading),
  };
}

function markOf(words: string): RegExpExecArray | undefined {
  const marked = MARKED.exec(words);
  const letters = marked?.[2]?.match(/(?<![\p{L}\d])\p{L}{2,}/gu) ?? [];
  return marked === null || letters.length > MAX_DATE_WORDS ? undefined : marked;
}
