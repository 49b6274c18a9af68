// In: Markdown's tree of a post that was written in another program. Out: HTML, in which the HTML that such posts hold between their
// Markdown is as it was: from there on there is one way for both.
import { toHtml } from 'hast-util-to-html';
import type { Root } from 'mdast';
import { toHast } from 'mdast-util-to-hast';

export function htmlOfMarkdown(root: Root): string {
  const tree = toHast(root, { allowDangerousHtml: true });
  return toHtml(tree, { allowDangerousHtml: true });
}
