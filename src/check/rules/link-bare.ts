// An address typed into a sentence is no link in Markdown: readers see it and cannot click it. An address on a line of its own, or
// behind "More at:", is the story's and is left to `link-more`.
import type { Text } from 'mdast';
import type { Issue } from '../../model/issue.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { linkFault } from '../links/link-fault.ts';
import { looseAddresses } from '../links/loose-addresses.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { endOfFrontMatter } from '../parts/place-of-field.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"“”«»[\]{}|\\^`]+/giu;
/** What may stand before an address; inside a word it is none. */
const BEFORE = /^$|[\s("“‘'«:,;–—-]$/u;
/** What ends the sentence and not the address. */
const LAST_SIGNS = ".,;:!?…'’‘*_~";
/** Lines with a meaning of their own, which a link would take from them. */
const OWN_LINE = /^\s*(?:(?:when|where|tags?|language)\s?:|(?:by|via)\b)/iu;
/** A pointer is no longer than this, and so is what stands behind its address. */
const MAX_POINTER = 60;
/** A few words and a colon, and behind the address nothing: "More at:", "Full story:". */
const POINTER = /^(?:[\p{L}\p{M}’' ]{1,30}[:：]|[-–—>→]{0,3})$/u;

export const linkBare: IssueRule = {
  id: 'link-bare',
  severity: 'warning',
  stage: 'issue',
  description: 'An address in running text is a link.',
  check: (issue, context) => {
    const texts = nodesOf(issue.tree, 'text').filter(({ value }) => /https?:\/\/|www\./iu.test(value));
    if (texts.length === 0) return [];
    const inLinks = textsIn(issue, ['link', 'heading']);
    const quoted = textsIn(issue, ['blockquote']);
    // A story's own address, wherever it stands, is for link-more.
    const ofStories = new Set(looseAddresses(issue, context).map(({ start }) => start));
    const isLinkless = createLinklessTest(issue);
    const bodyStart = endOfFrontMatter(issue.frontMatter);
    return (
      texts
        .filter((node) => !inLinks.has(node) && !isLinkless(node))
        .flatMap((node) => findings(node, issue, !quoted.has(node) && !/["“”«»[\]]/u.test(node.value)))
        .filter(({ place }) => !ofStories.has(place?.start.offset ?? -1))
        // An address in a pasted masthead is for issue-pasted.
        .filter(({ place }) => (place?.start.offset ?? 0) >= bodyStart)
    );
  },
};

function textsIn({ tree }: Issue, types: readonly ('link' | 'heading' | 'blockquote')[]): ReadonlySet<Text> {
  return new Set(types.flatMap((type) => nodesOf(tree, type)).flatMap((node) => nodesOf(node, 'text')));
}

/** True for text of an item without a link, asked in the order of the text: its address is wanted on the headline, says `link-missing`. */
function createLinklessTest({ sections }: Issue): (node: Text) => boolean {
  const items = sections
    .filter(({ kind }) => kind === 'items')
    .flatMap(({ entries }) => entries)
    .filter(
      (entry) => entry.kind === 'item' && entry.url === undefined && entry.reports[0]?.url === undefined,
    );
  let next = 0;
  return ({ position }) => {
    const at = position?.start.offset ?? 0;
    while (next < items.length && (items[next]?.position.end.offset ?? 0) <= at) next += 1;
    const item = items[next];
    return item !== undefined && (item.position.start.offset ?? 0) <= at;
  };
}

/** @param isFree True where nothing is quoted, and no brackets give the words a meaning of their own. */
function findings(node: Text, issue: Issue, isFree: boolean): readonly Finding[] {
  const { value, position } = node;
  if (position === undefined) return [];
  const typed = issue.text.slice(position.start.offset, position.end.offset);
  let from = 0;
  return [...value.matchAll(ADDRESS)].flatMap((match): readonly Finding[] => {
    const address = withoutLastSigns(match[0]);
    const isOwn = isOnItsOwn(value, match.index, address.length);
    // Brackets that did not become a link are told of by `link-malformed`.
    if (isOwn || /\] ?\($/u.test(value.slice(Math.max(0, match.index - 3), match.index))) return [];
    if (!BEFORE.test(value.slice(Math.max(0, match.index - 1), match.index)) || !isWhole(address)) return [];
    const at = typed.indexOf(address, from);
    from = at + address.length;
    const start = (position.start.offset ?? 0) + at;
    const place = at < 0 ? position : placeOf(issue.text, start, start + address.length);
    return [finding(address, place, isFree && at >= 0)];
  });
}

function finding(address: string, place: Place, isFree: boolean): Finding {
  const isFixable = isFree && /^https?:/iu.test(address);
  return {
    reason: `Unexpected address "${address}" that is no link, expected one`,
    place,
    actual: address,
    expected: [`[words](${address})`, `<${address}>`],
    note: 'Put square brackets around the words that name the page, and the address in round brackets behind them. Between < and > the address itself becomes the link.',
    ...(isFixable && {
      fix: { title: `Make "${address}" a link`, edits: [editAt(place, `<${address}>`)] },
    }),
  };
}

function isWhole(address: string): boolean {
  if (/^https?:/iu.test(address)) return linkFault(address) === undefined;
  // A site's bare name, `www.example.org`, is a name that can be read.
  return address.includes('/') && linkFault(`https://${address}`) === undefined;
}

/** True for an address that is all of its line, or all of it behind a few words and a colon. */
function isOnItsOwn(value: string, index: number, length: number): boolean {
  const near = value.slice(Math.max(0, index - MAX_POINTER), index);
  const before = near.slice(near.lastIndexOf('\n') + 1);
  if (OWN_LINE.test(before)) return true;
  if (before.length === MAX_POINTER) return false;
  const [after = ''] = value.slice(index + length, index + length + MAX_POINTER).split('\n', 1);
  return /^[\s.,;)]*$/u.test(after) && POINTER.test(before.trim());
}

/** A closing bracket belongs to the address when its opening one does. */
function withoutLastSigns(address: string): string {
  let loose = address.split(')').length - address.split('(').length;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const sign = address.charAt(end - 1);
    if (sign === ')' && loose > 0) loose -= 1;
    else if (!LAST_SIGNS.includes(sign)) break;
  }
  return address.slice(0, end);
}
