// In: a piece of HTML in an issue. Out: the words to show in its place: comments are taken out (and those that silence a rule are
// read), tags and whatever stands between them are shown as they were typed.
import type { Node, Paragraph, PhrasingContent } from 'mdast';
import { endOf, startOf } from './place-finder.ts';
import { commentsIn, readSilences } from './read-silences.ts';
import { paragraphAsTyped, type ResolveScene, shorten, textAsTyped } from './text-as-typed.ts';

/** Inside a paragraph. */
export function resolveInlineHtml(node: Node & { value: string }, scene: ResolveScene): PhrasingContent[] {
  if (!node.value.startsWith('<!--')) {
    // `<b>` and `</b>` are one slip: the first tells of both.
    if (!node.value.startsWith('</')) reportHtml(node, scene);
    return [textAsTyped(startOf(node), endOf(node), scene)];
  }
  return takeComments(node, scene).map(({ start, end }) => textAsTyped(start, end, scene));
}

/** A block of HTML may hold comments, tags and words: comments go, the stretches between them are shown as typed. */
export function resolveHtml(node: Node, scene: ResolveScene): Paragraph[] {
  return takeComments(node, scene).map(({ start, end }) => paragraphAsTyped(start, end, scene));
}

/** Reads the silences of a piece of HTML and gives the offsets of what it holds besides comments, which is reported. */
function takeComments(node: Node, scene: ResolveScene): { start: number; end: number }[] {
  const start = startOf(node);
  const raw = scene.text.slice(start, endOf(node));
  readSilences(node, scene);
  const kept: { start: number; end: number }[] = [];
  let from = 0;
  for (const comment of [...commentsIn(raw), { start: raw.length, end: raw.length }]) {
    const piece = raw.slice(from, comment.start);
    const blanks = piece.length - piece.trimStart().length;
    if (piece.trim() !== '')
      kept.push({ start: start + from + blanks, end: start + from + piece.trimEnd().length });
    from = comment.end;
  }
  const [first] = kept;
  if (first !== undefined) {
    const hasTags = kept.some((piece) => /<[/a-z!?]/iu.test(scene.text.slice(piece.start, piece.end)));
    reportHtml({ type: 'html', position: scene.placeAt(first.start, first.end) }, scene, !hasTags);
  }
  return kept;
}

function reportHtml(node: Node, scene: ResolveScene, isTextBesideComment = false): void {
  const start = startOf(node);
  const typed = scene.text.slice(start, endOf(node));
  const actual = shorten(typed);
  const isOpenComment = typed.startsWith('<!--');
  scene.diagnostics.push({
    ruleId: 'raw-html',
    severity: 'warning',
    path: scene.path,
    place: scene.placeAt(start, endOf(node)),
    actual,
    ...(isTextBesideComment
      ? {
          reason: `Unexpected text behind a comment: "${actual}", expected the comment at the end of the line or alone on its own`,
          note: 'The text is shown as you typed it, without links and emphasis. Move the comment to the end of the line.',
        }
      : isOpenComment
        ? {
            reason: 'Unexpected end of the text inside a comment, expected -->',
            note: 'Everything after <!-- is shown as you typed it. Close the comment with -->.',
          }
        : {
            reason: `Unexpected HTML "${actual}", expected plain Markdown`,
            note: 'HTML is never used; readers see the signs as you typed them. Delete the tags, or write Markdown: *emphasis*, [link](https://…).',
          }),
  });
}
