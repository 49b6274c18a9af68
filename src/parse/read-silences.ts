// In: an HTML comment, or a block of them. Out: the silences among them. A comment of the form
// `<!-- on purpose: rule-id, other-rule (the reason) -->` quiets those rules on its line; every other comment is the editor's own.
import type { Node } from 'mdast';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Silence } from '../model/issue.ts';
import type { SourceText } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';

const MEANT_AS_SILENCE = /^on[ -]?purpose\b\s*/iu;
const RULE_ID = /^[a-z]+(?:-[a-z]+)*$/iu;

interface Scene extends SourceText {
  readonly path: string;
  readonly silences: Silence[];
  readonly diagnostics: Diagnostic[];
}

/** Adds what it finds to `scene`. */
export function readSilences(node: Node, scene: Scene): void {
  const raw = scene.text.slice(startOf(node), endOf(node));
  for (const comment of commentsIn(raw)) {
    const [start, end] = [startOf(node) + comment.start, startOf(node) + comment.end];
    const typed = scene.text.slice(start, end);
    const words = typed.slice('<!--'.length, -'-->'.length).trim();
    const { ruleIds, reason } = splitSilence(words);
    if (ruleIds.length > 0 && ruleIds.every((id) => RULE_ID.test(id))) {
      const position = scene.placeAt(start, end);
      scene.silences.push({ ruleIds, reason, line: lineOf(start, end, scene), position });
    } else if (MEANT_AS_SILENCE.test(words)) {
      scene.diagnostics.push({
        ruleId: 'silence',
        severity: 'warning',
        path: scene.path,
        place: scene.placeAt(start, end),
        reason:
          'Unexpected form of an "on purpose" comment, expected the name of a rule and a reason in brackets',
        actual: typed,
        note: 'Write it like this: <!-- on purpose: link-home-page (the article has no address of its own) -->',
      });
    }
  }
}

/** No rules where the words are not of the form `on purpose: rule, rule (reason)`. */
function splitSilence(words: string): { ruleIds: string[]; reason: string } {
  const mark = MEANT_AS_SILENCE.exec(words)?.[0] ?? '';
  const rest = words.slice(mark.length);
  const open = rest.indexOf('(');
  const isForm = mark !== '' && rest.startsWith(':') && (open === -1 || rest.endsWith(')'));
  if (!isForm) return { ruleIds: [], reason: '' };
  const names = rest.slice(1, open === -1 ? undefined : open);
  return {
    ruleIds: names.split(/[\s,]+/u).filter((name) => name !== ''),
    reason: open === -1 ? '' : rest.slice(open + 1, -1).trim(),
  };
}

/**
 * The comments of a stretch of HTML. One that holds another `<!--` was never closed: everything up to the next comment's end would
 * vanish with it, so it is left as text. By search, not by a pattern, which each unclosed `<!--` would send to the end.
 */
export function commentsIn(html: string): { start: number; end: number }[] {
  const comments = [];
  let close = html.indexOf('-->');
  let from = 0;
  while (close !== -1) {
    const open = html.slice(from, close).lastIndexOf('<!--');
    if (open !== -1) comments.push({ start: from + open, end: close + 3 });
    from = close + 3;
    close = html.indexOf('-->', from);
  }
  return comments;
}

/** Its own line, or, where it is alone on it, the next line that holds anything. */
function lineOf(start: number, end: number, { text, placeAt }: SourceText): number {
  const lineStart = start - (placeAt(start, start).start.column - 1);
  const before = text.slice(lineStart, start);
  const after = /^[^\r\n]*/u.exec(text.slice(end))?.[0] ?? '';
  // The marks of a list or a quotation are no text that it could speak of.
  if (/[^\s>]/u.test(before) || after.trim() !== '') return placeAt(start, start).start.line;
  const gap = /^\s*/u.exec(text.slice(end))?.[0].length ?? 0;
  return placeAt(end + gap, end + gap).start.line;
}
