// A newsletter that was pasted as plain text begins with its masthead, and often with texts that are printed around every issue
// by themselves. Where the number and the day are certain, the masthead becomes front matter; the rest is told.
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block } from '../../model/block.ts';
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Issue, Masthead } from '../../model/issue.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { placeOf } from '../../model/place.ts';
import { isAddressLine, lineEndOf, type TypedParagraph, typedParagraphs } from '../parts/typed-lines.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** Letters of a text that tell it from most others. */
const BEGINNING = 12;
/** What an address of a mailing list has when it takes people off the list. */
const LEAVING = /-unsubscribe@|-leave@|\/mailman\//iu;

export const issuePasted: IssueRule = {
  id: 'issue-pasted',
  severity: 'error',
  stage: 'issue',
  description:
    'An issue begins with its front matter, not with a printed masthead, and leaves out what is printed around every issue.',
  check: (issue, { newsletter }) => {
    const { masthead } = issue.frontMatter;
    const paragraphs = typedParagraphs(issue);
    const leadEnd = issue.sections[0]?.position.start.offset ?? issue.text.length;
    const [first] = paragraphs;
    const inLead = first !== undefined && first.start < leadEnd ? first : undefined;
    return [
      ...(masthead === undefined ? [] : [mastheadFinding(masthead, issue)]),
      ...mastheadLeft(inLead, issue, newsletter),
      ...boilerplateFindings(paragraphs, issue, newsletter),
    ];
  },
};

function mastheadFinding(masthead: Masthead, issue: Issue): Finding {
  const { number, date, dateAsWritten, position } = masthead;
  const common = {
    place: position,
    actual: issue.text.slice(position.start.offset, position.end.offset).split(/\r?\n/u).join(' / '),
  };
  const expected = `number: ${number} / date: ${date ?? '2016-01-28'}`;
  if (Number(issue.slug) !== number) {
    return {
      ...common,
      reason: `Unexpected number ${number} in the masthead of ${issue.slug}.md, expected ${Number(issue.slug)}`,
      expected: [String(Number(issue.slug))],
      note: "One of the two is wrong. Correct the number, or rename the file to the issue's number.",
    };
  }
  if (date === undefined) {
    const what = dateAsWritten === undefined ? 'without a date' : `with the date "${dateAsWritten}"`;
    return {
      ...common,
      reason: `Unexpected masthead ${what}, expected one day that can be read in one way only`,
      note: 'Write the day below the number, with the month as a word and the year: 28 January 2016.',
    };
  }
  return {
    ...common,
    reason: `Unexpected masthead as plain text, expected "${expected}" between two lines of dashes`,
    expected: [expected],
    note: 'The name of the newsletter is printed above every issue by itself. Its number and its day stand at the top of the file between two lines of ---.',
    fix: { title: `Write "${expected}" at the top`, edits: [frontMatterEdit(masthead, issue)] },
  };
}

/** Lines of which a word would be lost stay, below. */
function frontMatterEdit({ number, date, position, lines }: Masthead, { text }: Issue): TextEdit {
  const newline = lineEndOf(text);
  const starts = new Set(lines.map(({ start }) => start.offset));
  const from = position.start.offset ?? 0;
  let at = from;
  const kept = text
    .slice(from, position.end.offset)
    .split('\n')
    .filter((line) => {
      const start = at + (line.length - line.trimStart().length);
      at += line.length + 1;
      return line.trim() !== '' && !starts.has(start);
    })
    .map((line) => line.trim());
  const end = position.end.offset ?? 0;
  const below = text.slice(end);
  const head = [
    '---',
    `number: ${number}`,
    `date: ${date}`,
    '---',
    '',
    ...kept,
    ...(kept.length > 0 ? [''] : []),
  ];
  return {
    start: text.startsWith('\ufeff') ? 1 : 0,
    end: end + (below.length - below.trimStart().length),
    text: head.map((line) => line + newline).join(''),
  };
}

/** The newsletter's name or an address, alone on the first lines of the text. */
function mastheadLeft(
  first: TypedParagraph | undefined,
  { text, frontMatter }: Issue,
  { title }: Newsletter,
): readonly Finding[] {
  if (frontMatter.masthead !== undefined) return [];
  return (first?.lines ?? []).flatMap(({ text: line, start, end }, nth): readonly Finding[] => {
    const isName = nth === 0 && line.toLowerCase().startsWith(title.toLowerCase());
    const rest = isName ? line.slice(title.length).trim() : line;
    const isAddress = isAddressLine(rest) || /^www\.\S+$/iu.test(rest);
    if (!isAddress && !(isName && rest === '')) return [];
    return [
      {
        severity: 'warning',
        reason: `Unexpected line of a masthead in the text: "${line}", expected none`,
        place: placeOf(text, start, end),
        actual: line,
        note: "The newsletter's name and address are printed around every issue by themselves. Delete the line; if its address is another one that readers need, put it on some words: [words](address).",
      },
    ];
  });
}

function boilerplateFindings(
  paragraphs: readonly TypedParagraph[],
  { text }: Issue,
  { boilerplate }: Newsletter,
): readonly Finding[] {
  const known = [...boilerplate.subscribe, ...boilerplate.disclaimer].map(lettersOfBlock).filter(Boolean);
  const beginnings = new Set(known.map((one) => one.slice(0, BEGINNING)));
  return paragraphs.flatMap(({ start, end }): readonly Finding[] => {
    const typed = text.slice(start, end);
    const isBegun = beginnings.has(letters(typed.slice(0, BEGINNING * 3)).slice(0, BEGINNING));
    if (isBegun && known.includes(letters(typed.replace(/\]\([^()\s]*\)/gu, ']')))) {
      const below = text.slice(end);
      const gap = below.length - below.trimStart().length;
      return [
        {
          severity: 'warning',
          reason: 'Unexpected text that is printed in every issue by itself, expected none',
          place: placeOf(text, start, end),
          actual: typed,
          note: 'It stands in issues/newsletter.yaml, and readers would get it twice. Delete it here.',
          // An address in it may be another one.
          ...(!/https?:/iu.test(typed) && {
            fix: { title: 'Delete the text', edits: [{ start, end: end + gap, text: '' }] },
          }),
        },
      ];
    }
    if (!LEAVING.test(typed)) return [];
    const address = addressIn(typed);
    const at = start + typed.indexOf(address);
    return [
      {
        severity: 'warning',
        reason: `Unexpected address of a mailing list "${address}", expected none`,
        place: placeOf(text, at, at + address.length),
        actual: address,
        note: 'How to join and to leave is printed in every issue by itself, with a link for each reader. If this paragraph says no more than that, delete it.',
      },
    ];
  });
}

/** The word that is an address, without marks around it. */
function addressIn(typed: string): string {
  const word = typed.split(/\s/u).find((one) => LEAVING.test(one)) ?? '';
  return word.replace(/^[<(["“]{1,3}/u, '').replace(/[>)\]"”.,;:!?]{1,3}$/u, '');
}

function lettersOfBlock(block: Block): string {
  return block.kind === 'prose' ? letters(plainTextOf(block.node)) : '';
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
