// One issue's mail as files to look at, in `out/email/0294/`: as a reader would have it, with that reader's own values in the
// place of the markers. The `message.eml` beside them is composed where mail is composed.
import { MARKERS, type MarkerName } from '../model/markers.ts';
import type { OutputFile, RenderedIssue } from '../model/rendered.ts';

/** @param tokens What stands in the reader's links; as long as the markers. */
export function publishMail(
  rendered: Pick<RenderedIssue, 'slug' | 'html' | 'text'>,
  tokens: Readonly<Record<MarkerName, string>>,
): readonly OutputFile[] {
  const folder = `email/${rendered.slug}`;
  const filled = (text: string): string =>
    text
      .replaceAll(MARKERS.unsubscribe, tokens.unsubscribe)
      .replaceAll(MARKERS.preferences, tokens.preferences);
  return [
    { path: `${folder}/index.html`, contents: filled(rendered.html), mediaType: 'text/html; charset=utf-8' },
    { path: `${folder}/text.txt`, contents: filled(rendered.text), mediaType: 'text/plain; charset=utf-8' },
  ];
}
