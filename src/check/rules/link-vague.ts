// The words of a link say where it leads: some readers have only the links of a page read to them, one after the other, and in print
// "here" leads nowhere at all.
import type { Link } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Issue } from '../../model/issue.ts';
import { linksOf } from '../links/link-places.ts';
import { createVagueWords } from '../links/vague-words.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** With a path: `www.example.org` alone is a name that can be read. */
const ADDRESS = /^(?:https?:\/\/|www\.)[^\s/]+\/\S+$/iu;

export const linkVague: IssueRule = {
  id: 'link-vague',
  severity: 'warning',
  stage: 'issue',
  description: 'The words of a link tell where it leads; they are not "here" or "link", and not an address.',
  check: (issue, { newsletter }) => {
    const links = linksOf(issue);
    if (links.length === 0) return [];
    const isVague = createVagueWords(languagesOf(issue, newsletter.language));
    return links.flatMap(({ node, position }) => {
      const fault = faultOf(node, issue.text, isVague);
      return fault === undefined ? [] : [{ ...fault, place: position }];
    });
  },
};

function faultOf(
  node: Link,
  text: string,
  isVague: (words: string) => boolean,
): Omit<Finding, 'place'> | undefined {
  const words = wordsOf(node).trim();
  const note = 'Put the brackets around the words that name the page: see the [rota of the port](https://…).';
  if (words === '') {
    if (nodesOf(node, 'image').length > 0) return undefined;
    return {
      reason: 'Unexpected link without words, expected words that tell where it leads',
      actual: text.slice(node.position?.start.offset, node.position?.end.offset),
      note,
    };
  }
  if (isVague(words)) {
    return {
      reason: `Unexpected words of a link "${words}", expected words that tell where it leads`,
      actual: words,
      note,
    };
  }
  // `<https://…>` shows its address on purpose.
  const isTyped = text.charAt(node.position?.start.offset ?? 0) === '[';
  if (!isTyped || !ADDRESS.test(words)) return undefined;
  return {
    reason: `Unexpected address as the words of a link: "${words}", expected words that tell where it leads`,
    actual: words,
    note,
  };
}

function languagesOf(issue: Issue, language: string): ReadonlySet<string> {
  const entries = issue.sections.flatMap((section) => section.entries);
  return new Set([language, issue.language, ...entries.flatMap((entry) => entry.language ?? [])]);
}
