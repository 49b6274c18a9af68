// An issue goes in, the story addresses that its items hold as plain text come out: "More at: https://…", an address alone on a
// line, behind the headline or behind the attribution. Stands apart because `link-missing` keeps silent where one is found.
import type { Item, Report } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { LEAD_IN } from '../../model/story-address.ts';
import { type TypedLine, type TypedParagraph, typedParagraphs } from '../parts/typed-lines.ts';
import { plainSections } from '../paste/plain-sections.ts';
import { runInHeadlines } from '../paste/run-in-headlines.ts';

export interface LooseAddress {
  readonly item: Item;
  readonly url: string;
  /** Whose link it can only be: the report below which it stands, or the headline. */
  readonly report?: Report;
  /** Of the address, in the file. */
  readonly start: number;
  readonly end: number;
  /** Of all that goes away with it: words that lead to it, and the line. */
  readonly cutStart: number;
  readonly cutEnd: number;
  readonly isInHeading: boolean;
}

const ADDRESS = 'https?:\\/\\/[^\\s<>]{3,}';
const WHOLE_LINE = new RegExp(`^(?:${LEAD_IN}[ ]?[:–-]?[ ]?)?(<?)(${ADDRESS})>?$`, 'iu');
const LEAD_IN_LINE = new RegExp(`^${LEAD_IN}[ ]?:$`, 'iu');
const AT_LINE_END = new RegExp(`(?:\\s|^)[([]?${LEAD_IN}[ ]?:[ ]?(<?)(${ADDRESS})>?$`, 'iu');
/** Behind the last sentence, with nothing that leads to it. */
const AFTER_SENTENCE = new RegExp(`[.!?…"”’»)\\]]\\s{1,3}(<?)(${ADDRESS})>?$`, 'iu');
const IN_HEADING = new RegExp(`\\s(${ADDRESS})$`, 'iu');
const BEHIND_ATTRIBUTION = new RegExp(`^\\s{0,3}(${ADDRESS})(?=\\s)`, 'iu');

export function looseAddresses(
  issue: Issue,
  context: Parameters<typeof runInHeadlines>[1],
): readonly LooseAddress[] {
  if (!/https?:\/\//iu.test(issue.text)) return [];
  const paragraphs = typedParagraphs(issue);
  const found = issue.sections
    .filter(({ kind }) => kind === 'items')
    .flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'item' ? ofItem(entry, issue, paragraphs) : [])),
    );
  if (found.length === 0) return found;
  // Behind the plain headline of another story, or a section's plain name, an address is not this item's.
  const borders = [
    ...runInHeadlines(issue, context).flatMap(({ beginsItem, start }) => (beginsItem ? [start] : [])),
    ...plainSections(issue, context.newsletter, paragraphs).map(({ line }) => line.start),
  ];
  return found.filter(({ item, start }) => {
    const from = item.position.start.offset ?? 0;
    return !borders.some((border) => from < border && border < start);
  });
}

/** True where the report, or the item's headline, has a link already. */
export function hasLink({ item, report }: Pick<LooseAddress, 'item' | 'report'>): boolean {
  return report === undefined
    ? item.url !== undefined || item.reports[0]?.url !== undefined
    : report.url !== undefined;
}

function ofItem(item: Item, issue: Issue, paragraphs: readonly TypedParagraph[]): readonly LooseAddress[] {
  const [from, to] = [item.position.start.offset ?? 0, item.position.end.offset ?? 0];
  const own = paragraphs.filter(({ start }) => start >= from && start < to);
  const inLines = own.flatMap(({ lines }) =>
    lines.flatMap((line, nth) => onLine(line, lines[nth - 1], lines[nth + 1], issue.text)),
  );
  const found = [...inHeading(item, issue.text), ...inLines, ...behindAttributions(item, issue.text)];
  return found
    .filter(({ start }, nth) => found.findIndex((one) => one.start === start) === nth)
    .map((one) => withOwner(one, item))
    .filter(({ mayStay, ...one }) => !mayStay || !hasLink(one))
    .map(({ mayStay: _, ...one }) => one);
}

type Found = Omit<LooseAddress, 'item' | 'report'> & {
  /** In a sentence or between < and >, where it is none but the story's own only as long as that has no other. */
  readonly mayStay: boolean;
};

function withOwner(found: Found, item: Item) {
  // The first report's link is the headline's.
  const report = item.reports
    .slice(1)
    .findLast(({ position }) => (position.start.offset ?? 0) <= found.start);
  return { ...found, item, ...(report !== undefined && { report }) };
}

function inHeading({ headlinePosition, url }: Item, text: string): readonly Found[] {
  if (url !== undefined) return [];
  const start = headlinePosition.start.offset ?? 0;
  const heading = text.slice(start, headlinePosition.end.offset).trimEnd();
  const match = IN_HEADING.exec(heading);
  if (match === null || !/^#{1,6}[ \t]/u.test(heading)) return [];
  const end = start + heading.length;
  const address = bare(match[1] ?? '');
  const at = start + match.index + 1;
  return [
    {
      url: address,
      start: at,
      end: at + address.length,
      cutStart: start + match.index,
      cutEnd: end,
      isInHeading: true,
      mayStay: false,
    },
  ];
}

function onLine(
  line: TypedLine,
  above: TypedLine | undefined,
  below: TypedLine | undefined,
  text: string,
): readonly Found[] {
  const whole = WHOLE_LINE.exec(line.text);
  const isAtEnd = /https?:/iu.test(line.text);
  const ledTo = whole ?? (isAtEnd ? AT_LINE_END.exec(line.text) : null);
  const match = ledTo ?? (isAtEnd ? AFTER_SENTENCE.exec(line.text) : null);
  if (match === null) return [];
  const url = bare(match[2] ?? '');
  const start = line.start + match.index + match[0].lastIndexOf(match[2] ?? '');
  const common = { url, start, end: start + url.length, isInHeading: false, mayStay: match[1] === '<' };
  if (ledTo === null) {
    const cutStart = line.start + match.index + 1;
    return [{ ...common, mayStay: true, cutStart, cutEnd: line.end }];
  }
  if (whole === null) return [{ ...common, cutStart: line.start + match.index, cutEnd: line.end }];
  const isLedIn = above !== undefined && LEAD_IN_LINE.test(above.text);
  const first = isLedIn ? above.start : line.start;
  const isFirstOfParagraph = above === undefined && below !== undefined;
  return [
    isFirstOfParagraph
      ? { ...common, cutStart: first, cutEnd: below.start }
      : { ...common, cutStart: text.slice(0, first).trimEnd().length, cutEnd: line.end },
  ];
}

/** `AP report (3 January): https://… The last of them left.` */
function behindAttributions({ reports }: Item, text: string): readonly Found[] {
  return reports.flatMap(({ position }): readonly Found[] => {
    const from = position.end.offset ?? 0;
    const match = BEHIND_ATTRIBUTION.exec(text.slice(from, from + 2000));
    if (match === null) return [];
    const address = match[1] ?? '';
    const start = from + match[0].length - address.length;
    const end = start + address.length;
    return [
      {
        url: bare(address),
        start,
        end: start + bare(address).length,
        cutStart: from,
        cutEnd: end,
        isInHeading: false,
        mayStay: false,
      },
    ];
  });
}

/** Without the stop that ends the sentence around it. */
function bare(address: string): string {
  return address.replace(/[.,;:!?'"”’\]]{1,3}$/u, '').replace(/^([^()]*)\)$/u, '$1');
}
