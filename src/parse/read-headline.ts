// In: a `###` heading. Out: its words, its link and its label (`Exclusive:`).
import type { Heading, Link, PhrasingContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import { type Direction, directionOf, directionOfLanguage } from '../model/direction.ts';
import type { Place } from '../model/place.ts';
import { cutAt, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import type { Reading } from './reading.ts';
import { reportLostLinks } from './report-lost-links.ts';

export interface Headline {
  readonly label?: string;
  readonly headline: string;
  readonly headlineChildren: readonly PhrasingContent[];
  readonly url?: string;
  readonly direction: Direction;
  readonly headlinePosition: Place;
}

/** Words that tell of what kind an item is. Any other word before a colon belongs to the headline. */
const LABEL = /^(exclusive|gallery|analysis|comment|opinion|interview|feature|obituary|video)\s*:\s*(?=\S)/iu;

export function readHeadline(heading: Heading, reading: Reading): Headline {
  const { nodes, url } = unlink(heading.children, reading);
  const trimmed = trimPhrasing(nodes, reading);
  const label = LABEL.exec(wordsOf(trimmed));
  const children =
    label === null ? trimmed : trimPhrasing(cutAt(trimmed, label[0].length, reading)[1], reading);
  return {
    ...(label?.[1] === undefined ? {} : { label: label[1] }),
    ...describeHeadline(children, heading, reading),
    ...(url === undefined ? {} : { url }),
  };
}

/** The parts that need no reading; for headings that begin with a time as well. */
export function describeHeadline(
  children: readonly PhrasingContent[],
  heading: Heading,
  reading: Reading,
): Pick<Headline, 'headline' | 'headlineChildren' | 'direction' | 'headlinePosition'> {
  const headline = children
    .map((child) => plainTextOf(child))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
  return {
    headline,
    headlineChildren: children,
    direction: directionOf(headline) ?? directionOfLanguage(reading.entryLanguage ?? reading.language),
    headlinePosition: heading.position ?? reading.placeAt(0, 0),
  };
}

/** Takes links off their words, wherever they stand; the first one's address is the headline's. */
export function unlink(
  children: readonly PhrasingContent[],
  reading: Reading,
): { nodes: PhrasingContent[]; url?: string } {
  const links: Link[] = [];
  const open = (nodes: readonly PhrasingContent[]): PhrasingContent[] =>
    nodes.flatMap((node): PhrasingContent[] => {
      if (node.type !== 'link') {
        return 'children' in node ? [{ ...node, children: open(node.children) } as PhrasingContent] : [node];
      }
      links.push(node);
      return open(node.children);
    });
  const nodes = open(children);
  reportLostLinks(links, 'headline', reading);
  const url = links[0]?.url;
  return url === undefined ? { nodes } : { nodes, url };
}
