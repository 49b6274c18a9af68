// In: the nodes of an issue. Out: which of them belong to the lead, to which section and to which entry: `##` opens a section,
// `###` an entry, and all that follows belongs to the last one opened.
import type { Heading, ListItem, RootContent } from 'mdast';

export interface Outline {
  readonly lead: readonly RootContent[];
  readonly sections: readonly OutlineSection[];
}

export interface OutlineSection {
  /** Absent for entries that stand before any section heading. */
  readonly heading?: Heading;
  readonly body: readonly RootContent[];
  readonly entries: readonly OutlineEntry[];
  /** A heading with nothing but deeper headings below it. */
  readonly isOverSections?: true;
}

export interface OutlineEntry {
  readonly heading: Heading;
  readonly nodes: readonly RootContent[];
  /** Only in a dialect. */
  readonly foreign?: ForeignEntry;
}

/** What a dialect says of an entry beside its headline and its text. */
export interface ForeignEntry {
  /** The words before the headline's link: `Ports`. */
  readonly label?: string;
  /** A bullet whose link stands inside a sentence: it is shown whole. */
  readonly listing?: ListItem;
  readonly tags?: readonly string[];
  /** The first node names the source, as the dialect itself says. */
  readonly isAttributed?: true;
}

export function outlineIssue(nodes: readonly RootContent[]): Outline {
  const lead: RootContent[] = [];
  const sections: {
    heading?: Heading;
    body: RootContent[];
    entries: { heading: Heading; nodes: RootContent[] }[];
  }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) {
      sections.push({ heading: node, body: [], entries: [] });
    } else if (node.type === 'heading' && node.depth === 3) {
      if (sections.length === 0) sections.push({ body: [], entries: [] });
      sections.at(-1)?.entries.push({ heading: node, nodes: [] });
    } else {
      const section = sections.at(-1);
      (section?.entries.at(-1)?.nodes ?? section?.body ?? lead).push(node);
    }
  }
  return { lead, sections };
}
