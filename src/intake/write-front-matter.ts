// The head of an issue's file, in the order in which the house writes it. Values are quoted only where YAML would read something else.
import type { DraftIssue } from '../model/draft.ts';
import { plainLine } from './escape-markdown.ts';

/** Begins with a letter and has no sign that means something to YAML anywhere: `: `, ` #`, and inside `[…]` commas and brackets. */
const PLAIN = /^\p{L}[^\p{C}:#[\]{},"\\]*$/u;
const PLAIN_LINE = /^\p{L}(?:[^\p{C}:#\\]|[:#](?! |$)(?<! #))*$/u;
/** The two lines of dashes end where one of these would begin a line. */
const RESERVED = /^(?:true|false|yes|no|null|on|off|y|n)$/iu;

export function writeFrontMatter(draft: DraftIssue): string {
  const { number, title, subject, preheader, date, tags, language, isDraft } = draft;
  return [
    '---',
    ...(number === undefined ? [] : [`number: ${number}`]),
    ...lineOf('title', title, true),
    `date: ${date}`,
    ...(isDraft === true ? ['draft: true'] : []),
    `tags: [${tags
      .flatMap((tag) => plainLine(tag).split(/[,;،؛]/u))
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
      .map((tag) => (PLAIN.test(tag) && !RESERVED.test(tag) ? tag : JSON.stringify(tag)))
      .join(', ')}]`,
    ...lineOf('subject', subject, true),
    ...lineOf('preheader', preheader, false),
    ...lineOf('language', language, false),
    ...lineOf('timeZone', draft.timeZone, false),
    ...lineOf('liveOrder', draft.liveOrder, false),
    ...(draft.isLiveEnded === true ? ['live: ended'] : []),
    '---',
  ].join('\n');
}

function lineOf(key: string, value: string | undefined, isQuoted: boolean): readonly string[] {
  const line = plainLine(value ?? '');
  if (line === '') return [];
  const isPlain = !isQuoted && PLAIN_LINE.test(line) && !RESERVED.test(line);
  return [`${key}: ${isPlain ? line : JSON.stringify(line)}`];
}
