// The pictures that stand for pages where somebody passes them on (Open Graph): one of every issue, one of the site for all other pages. Each is made
// when somebody asks for it, and by a build only when other words stand on it.
import type { SharedPicture } from '../../model/pages.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { absoluteUrl, cardPath, SITE_PATHS } from '../../model/site-paths.ts';
import { madeFile } from '../made-file.ts';
import type { PublishedIssue, PublishInput } from '../publish-input.ts';
import { type CardWords, cardAlt, issueCard, siteCard } from './card-words.ts';
import { CARD, cardPress } from './print-card.ts';

export interface ShareCards {
  readonly files: readonly OutputFile[];
  /** By slug: those that have one of their own. */
  readonly ofIssues: ReadonlyMap<string, SharedPicture>;
  /** Of every other page. */
  readonly ofSite?: SharedPicture;
}

export function shareCards(input: PublishInput, issues: readonly PublishedIssue[]): ShareCards {
  const { newsletter, cardFonts } = input;
  if (cardFonts === undefined) return { files: [], ofIssues: new Map() };
  const press = cardPress(cardFonts);
  const { printOfWords: printOf } = input;
  const making = printOf === undefined ? input : { printOf };
  const files: OutputFile[] = [];
  const printed = (path: string, words: CardWords | undefined): SharedPicture | undefined => {
    if (words === undefined) return undefined;
    const file = { path: `site/${path}`, mediaType: CARD.mediaType };
    files.push(
      madeFile(
        making,
        file,
        () => JSON.stringify(words),
        () => press(words),
      ),
    );
    return {
      absoluteUrl: absoluteUrl(newsletter.siteUrl, path),
      widthPx: CARD.widthPx,
      heightPx: CARD.heightPx,
      alt: cardAlt(words),
    };
  };
  const ofSite = printed(SITE_PATHS.card, siteCard(newsletter));
  const ofIssues = new Map(
    issues.flatMap((published) => {
      const { slug } = published.issue;
      const card = printed(cardPath(slug), issueCard(newsletter, published)) ?? ofSite;
      return card === undefined ? [] : [[slug, card] as const];
    }),
  );
  return { files, ofIssues, ...(ofSite === undefined ? {} : { ofSite }) };
}
