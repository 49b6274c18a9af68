// Signs that other Markdown programs know and this format does not: they would be printed as they were typed. Signs behind a
// backslash are meant to be printed, and code is shown as it is.
import type { Heading, Nodes, Paragraph } from 'mdast';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

interface Extra {
  readonly pattern: RegExp;
  /** "Unexpected ~~struck out~~": what the signs are for. */
  readonly name: string;
  readonly note: string;
}

const EXTRAS: readonly Extra[] = [
  {
    pattern: /(?<!\\)~~(?=[^\s~])[^~\n]{1,500}~~/gu,
    name: 'signs for struck-out words',
    note: 'There are no struck-out words here. Delete them; if readers have seen them before, say so in a line "[Correction, DATE] …".',
  },
  {
    pattern: /(?<![=\\])==(?=[^\s=])[^=\n]{1,500}==(?!=)/gu,
    name: 'signs for marked words',
    note: 'There is no marker pen here. Write *one star* on each side for emphasis.',
  },
  {
    pattern: /\[\^[^[\]^\s]{1,40}\]/gu,
    name: 'footnote',
    note: 'A mail has no foot of a page. Put the words into the sentence, in brackets, or into a "Disclaimer:" line.',
  },
  {
    pattern: /(?<=^|\s):[a-z][a-z_]{2,30}:(?=$|[\s.,!?])/gu,
    name: 'name of an emoji',
    note: 'Type or paste the emoji itself, or leave it out.',
  },
  {
    pattern: /(?<![\p{L}\\])\{[.#:][a-z][^{}\n]{0,80}\}/giu,
    name: 'class or id in braces',
    note: 'How the issue looks is for the templates to say. Delete the braces and what stands in them.',
  },
  {
    pattern: /(?<![$\\])\$\$(?=[^$\s])[^$\n]{1,500}\$\$/gu,
    name: 'formula',
    note: 'Formulas cannot be set here. Write the figures out.',
  },
  {
    pattern: /\[{1,2}_?toc_?\]{1,2}/giu,
    name: 'place for a table of contents',
    note: 'Delete it. The page of the issue lists its items by itself.',
  },
  {
    pattern: /\[\[[^[\]\n]{1,200}\]\]/gu,
    name: 'wiki link',
    note: 'Write a link with its address: [words](https://…).',
  },
  {
    pattern: /(?<![\]\\])\[[^[\]\n]{1,200}\]\[[^[\]\n]{0,80}\]/gu,
    name: 'link without an address',
    note: 'No line of this issue says what address is meant. Put it in round brackets behind the square ones: [words](https://…). If the brackets are your own remarks, put a space between them.',
  },
  {
    pattern: /^\[!(?:note|tip|important|warning|caution)\]/giu,
    name: 'sign of a notice',
    note: 'There are no boxes here. Delete the brackets and write the notice as a paragraph.',
  },
  {
    pattern: /^:::.*$|^!!! [a-z].*$/gmu,
    name: 'command of another Markdown program',
    note: 'It would be printed as it stands. Delete the line, and the one that closes it.',
  },
];
/** What every one of them has; asked first, for most paragraphs have none. */
const ANY = /~~|==|\[\^|\[\[|\]\[|\[!|\[_?toc|\$\$|\{[.#:]|:[a-z_]{3,31}:|:::|^!!!/imu;

const TASK = /^\[[ xX]\][ \t]/u;
/** Keys of the head; "Tags:" and "Language:" may stand in an item as well. */
const HEAD_LINE = /^(?:number|date|title|subject|preheader|draft|timeZone|slug|author|layout): /u;

export const markdownUnknown: IssueRule = {
  id: 'markdown-unknown',
  severity: 'warning',
  stage: 'issue',
  description: 'Text holds no signs of other Markdown programs, which would be printed as typed.',
  check: (issue) => [
    ...texts(issue).flatMap((node) => extras(node, issue)),
    ...tasks(issue),
    ...headLines(issue),
  ],
};

function texts({ tree }: Issue): readonly (Paragraph | Heading)[] {
  return [...nodesOf(tree, 'paragraph'), ...nodesOf(tree, 'heading')];
}

function extras(node: Paragraph | Heading, { text }: Issue): readonly Finding[] {
  const start = node.children[0]?.position?.start.offset;
  const end = node.children.at(-1)?.position?.end.offset;
  if (start === undefined || end === undefined || !ANY.test(text.slice(start, end))) return [];
  const words = blanked(node, text, start, end);
  const taken: { from: number; to: number }[] = [];
  return EXTRAS.flatMap(({ pattern, name, note }) =>
    [...words.matchAll(pattern)].flatMap(({ 0: actual, index }) => {
      const [from, to] = [start + index, start + index + actual.length];
      if (taken.some((other) => from < other.to && other.from < to)) return [];
      taken.push({ from, to });
      return [
        {
          reason: `Unexpected ${name} "${shortened(actual)}", expected none`,
          place: placeOf(text, from, to),
          actual,
          note,
        },
      ];
    }),
  );
}

/** The text with blanks in place of code, comments, pictures and the addresses of links, so that offsets stay. */
function blanked(node: Nodes, text: string, start: number, end: number): string {
  const holes: [number, number][] = [
    ...[
      ...nodesOf(node, 'inlineCode'),
      ...nodesOf(node, 'html'),
      ...nodesOf(node, 'image'),
      ...nodesOf(node, 'imageReference'),
    ].map(({ position }) => [position?.start.offset ?? 0, position?.end.offset ?? 0] as [number, number]),
    ...[...nodesOf(node, 'link'), ...nodesOf(node, 'linkReference')].map(({ children, position }) => {
      const to = position?.end.offset ?? 0;
      return [children.at(-1)?.position?.end.offset ?? position?.start.offset ?? to, to] as [number, number];
    }),
  ];
  let words = text.slice(start, end);
  for (const [from, to] of holes) {
    words = words.slice(0, from - start) + ' '.repeat(Math.max(0, to - from)) + words.slice(to - start);
  }
  return words;
}

/** `- [ ] to do`. */
function tasks({ tree, text }: Issue): readonly Finding[] {
  return nodesOf(tree, 'listItem').flatMap(({ children }) => {
    const start = children[0]?.type === 'paragraph' ? children[0].position?.start.offset : undefined;
    if (start === undefined || !TASK.test(text.slice(start, start + 5))) return [];
    const actual = text.slice(start, start + 3);
    return [
      {
        reason: `Unexpected box "${actual}", expected none`,
        place: placeOf(text, start, start + 3),
        actual,
        note: 'Readers cannot tick anything in a mail. Delete the brackets.',
      },
    ];
  });
}

/** Lines that belong to the head of the issue, typed somewhere below it. */
function headLines({ tree, text, frontMatter }: Issue): readonly Finding[] {
  // A head that was never closed is told by the reading.
  if (frontMatter.position === undefined && text.startsWith('---')) return [];
  return tree.children.flatMap(({ type, position }) => {
    const [start, end] = [position?.start.offset, position?.end.offset];
    // Under a row of dashes they read as a heading.
    if ((type !== 'paragraph' && type !== 'heading') || start === undefined || end === undefined) return [];
    const lines = text.slice(start, end).split(/\r?\n/u);
    if (!lines.every((line, nth) => HEAD_LINE.test(line) || (nth > 0 && /^-{3,}[ \t]*$/u.test(line))))
      return [];
    const first = lines[0] ?? '';
    return [
      {
        reason: `Unexpected "${shortened(first)}" in the text, expected it in the head of the issue`,
        place: placeOf(text, start, start + first.length),
        actual: first,
        note: 'Lines such as "date:" stand at the very top of the file, between two lines of three hyphens. Here they would be printed.',
      },
    ];
  });
}

const SHOWN_LENGTH = 40;

function shortened(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH).trimEnd()}…`;
}
