// How a browser shows a feed: a style sheet that makes a page of it (XSLT), and one for browsers that have given XSLT up (CSS). Feed readers
// use neither.
import { directionOfLanguage } from '../model/direction.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Say } from '../model/words.ts';
import type { PressRoom } from './press-room.ts';
import { tidy } from './tidy.ts';

interface DressRoom extends Pick<PressRoom, 'fill' | 'styleSheet'> {
  readonly say: Say;
  readonly newsletter: Newsletter;
}

export function feedDress({ fill, styleSheet, say, newsletter }: DressRoom): {
  readonly feedSheet: string;
  readonly feedStyles: string;
} {
  const { language, title, siteUrl } = newsletter;
  const direction = directionOfLanguage(language);
  const sheet = fill('feed/sheet', {
    language,
    direction,
    siteTitle: title,
    siteHost: new URL(siteUrl).host,
  });
  // An XML document has no `dir`, and what is no part of the feed can only be said by a style sheet.
  const words = `rss, feed {\n  direction: ${direction};\n}\n\nrss::before, feed::before {\n  content: ${cssText(say(language, 'feed-how'))};\n}\n`;
  return { feedSheet: `${tidy(sheet)}\n`, feedStyles: `${styleSheet(['feed.css'])}\n${words}` };
}

/** CSS Syntax Level 3 §4.3.7. */
function cssText(text: string): string {
  return `"${text.replace(/["\\\n<]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}
