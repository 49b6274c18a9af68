// The schema of a list of feeds, which stands in both settings files, and what it becomes.
import { z } from 'zod';
import type { FeedSetting } from '../model/feed-setting.ts';
import { listOf } from './fit-to-schema.ts';
import { lineOfText, webAddress } from './yaml-values.ts';

const FEED_EXPECTED = 'a feed, beginning with "- url:"';
const WORDS_EXPECTED = 'a list of words, such as [strike, harbo*]';

const fields = {
  url: webAddress().describe('The address of the feed.'),
  section: lineOfText('the heading of a section')
    .optional()
    .describe('The section that its stories stand in. Without it, it is guessed story by story.'),
  keep: listOf(lineOfText('a word'), WORDS_EXPECTED)
    .optional()
    .describe(
      'Only stories in which one of these is met: in headline, summary, tags, source or host. "harbo*" is every word that begins so.',
    ),
  drop: listOf(lineOfText('a word'), WORDS_EXPECTED)
    .optional()
    .describe('No story in which one of these is met.'),
};

/** In `newsletter.yaml`. */
export const feedRow = z.strictObject(
  {
    ...fields,
    source: lineOfText('the id of a source, such as al-jazeera')
      .optional()
      .describe(
        'Whose stories these are, by the id in sources.yaml. Without it, it is told by the address of each story.',
      ),
  },
  { error: FEED_EXPECTED },
);

/** In a row of `sources.yaml`, whose stories they are. */
export const feedOfSource = z.strictObject(fields, { error: FEED_EXPECTED });

export function toFeedSetting(
  row: z.infer<typeof feedRow> | z.infer<typeof feedOfSource>,
  sourceId = 'source' in row ? row.source : undefined,
): FeedSetting {
  return {
    url: row.url,
    ...(row.section !== undefined && { section: row.section }),
    ...(sourceId !== undefined && { sourceId }),
    keep: row.keep ?? [],
    drop: row.drop ?? [],
  };
}
