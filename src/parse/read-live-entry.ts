// In: a `###` heading of a live section and what follows it. Out: the entry with its moment, byline and credit.
import type { Heading, RootContent } from 'mdast';
import type { IsoDate } from '../model/calendar.ts';
import type { Credit, LiveEntry } from '../model/entry.ts';
import { cutAt, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { takeCredit } from './read-credit.ts';
import { takeEntryLines } from './read-entry-lines.ts';
import { describeHeadline, unlink } from './read-headline.ts';
import { type Moment, readMoment } from './read-time.ts';
import type { Reading } from './reading.ts';

/** `### 16:40: Key: Result is in`; alone (`### 16:40: Key`) where the entry has no headline. */
const KEY_MARK = /^Key(?: entry)?(?::\s*|$)/u;

/** @param previous The day of the entry above in the section. */
export function readLiveEntry(
  heading: Heading,
  nodes: readonly RootContent[],
  previous: IsoDate | undefined,
  reading: Reading,
): Omit<LiveEntry, 'id' | 'position'> {
  const { nodes: linkless, url } = unlink(heading.children, reading);
  const titled = trimPhrasing(linkless, reading);
  const ofHeading = readMoment(wordsOf(titled), previous, reading);
  const behindMoment = trimPhrasing(
    ofHeading === undefined ? titled : cutAt(titled, ofHeading.length, reading)[1],
    reading,
  );
  const mark = KEY_MARK.exec(wordsOf(behindMoment));
  const children =
    mark === null ? behindMoment : trimPhrasing(cutAt(behindMoment, mark[0].length, reading)[1], reading);

  const lines = takeEntryLines(nodes, { kind: 'live', takesStamp: ofHeading === undefined }, reading);
  const scope: Reading =
    lines.language === undefined ? reading : { ...reading, entryLanguage: lines.language };
  const { byline, via } = lines;
  const moment = ofHeading ?? readStamp(byline?.stamp, previous, reading);
  const blocks = readBlocks(lines.nodes, scope);
  const fromText = via === undefined ? takeCredit(blocks, scope) : { blocks };
  const credit: Credit | undefined =
    via === undefined
      ? fromText.credit
      : { source: reading.sources.nameOf(via.written), position: reading.placeAt(via.start, via.end) };
  const headline = describeHeadline(children, heading, scope);
  const [first] = fromText.blocks;
  const isCorrection = first?.kind === 'note' && first.note === 'correction';
  return {
    kind: 'live',
    ...headline,
    ...(url === undefined ? {} : { url }),
    ...(lines.language === undefined ? {} : { language: lines.language }),
    ...(moment === undefined ? {} : momentFields(moment)),
    tags: lines.tags,
    body: fromText.blocks,
    notes: notesOf(fromText.blocks),
    ...(byline === undefined
      ? {}
      : {
          byline: {
            authors: byline.authors,
            editors: byline.editors,
            position: reading.placeAt(byline.start, byline.end),
          },
        }),
    ...(credit === undefined ? {} : { credit }),
    isKey:
      mark !== null || (headline.headline === '' ? isCorrection : /^correction\b/iu.test(headline.headline)),
    ...(mark === null ? {} : { isMoment: true }),
  };
}

/** A stamp that reads two ways (7/2/2014) is kept as written: it may be no day at all. */
function readStamp(
  stamp: string | undefined,
  previous: IsoDate | undefined,
  reading: Reading,
): Moment | undefined {
  if (stamp === undefined) return undefined;
  return readMoment(stamp, previous, reading) ?? { atAsWritten: stamp, length: stamp.length };
}

function momentFields({ at, atAsWritten, localDate, localTime }: Moment) {
  return {
    ...(at === undefined ? {} : { at }),
    atAsWritten,
    ...(localDate === undefined ? {} : { localDate }),
    ...(localTime === undefined ? {} : { localTime }),
  };
}
