// The newsletter's settings go in; what the reading of old newsletters has to know comes out: how attributions, days, mastheads and wrong
// characters are read, which are other rooms' knowledge.
import { misDecoded } from '../../check/words/mis-decoded.ts';
import type { Settings } from '../../compile-settings.ts';
import type { OldTextReading } from '../../intake/old-text/old-text.ts';
import { foldWords, type PostHouse } from '../../intake/posts/post-house.ts';
import { readAttribution, readClosingAttribution } from '../../parse/read-attribution.ts';
import { readDate, settleDate } from '../../parse/read-date.ts';
import { readMastheadLine } from '../../parse/read-masthead.ts';
import { createSourceIndex } from '../../parse/source-index.ts';
import { attributionForIntake } from './attribution-for-intake.ts';

export function oldTextReading(
  { newsletter, sources }: Pick<Settings, 'newsletter' | 'sources'>,
  { isBoilerplate }: Pick<PostHouse, 'isBoilerplate'>,
): OldTextReading {
  const index = createSourceIndex(sources);
  const { language, sectionOrder } = newsletter;
  return {
    sectionOrder,
    isBoilerplate: (words) => isBoilerplate(foldWords(words)),
    readAttribution: (words) =>
      attributionForIntake(readAttribution(words, { sources: index, isFirst: true, language })),
    readClosing: (words) => attributionForIntake(readClosingAttribution(words, index)),
    findSource: (name) => index.find(name),
    readDay: (written) => readDate(written, language),
    settleDay: (day, near) => settleDate(day, near, 'past'),
    readMastheadLine: (line) => readMastheadLine(line, newsletter),
    misDecoded,
  };
}
