// Everything that drafting asks of a project, opened once: what was told in which issue, which tags there are, in which sections stories
// stand, how the house writes. The archive is asked by its digests; read anew are only the newest issues.
import { headlineWords } from '../../check/archive/headline-words.ts';
import { canonicalHost, canonicalUrl, isFrontPage, readWebAddress } from '../../check/links/canonical-url.ts';
import { unwrapped } from '../../check/links/unwrap-address.ts';
import { createSectionGuesser, type GuessSection } from '../../intake/feeds/guess-section.ts';
import type { House } from '../../intake/house.ts';
import type { ArchiveIndex } from '../../model/archive-index.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { findSection } from '../../model/section-names.ts';
import { type OpenProject, openHouseProject } from '../open-project.ts';
import { rememberedArchive } from '../remembered-archive.ts';
import type { Terminal } from '../terminal.ts';
import { houseOf } from './house-of.ts';

export interface DraftingDesk {
  readonly project: OpenProject;
  readonly house: House;
  readonly archive: ArchiveIndex;
  readonly guessSection: GuessSection;
  /** Where a page is told already; undefined where it is not. */
  readonly toldIn: (url: string) => Told | undefined;
}

export interface Told {
  readonly issue: IssueDigest;
  /** Line in its file. */
  readonly line: number;
}

export async function openDesk(terminal: Terminal): Promise<DraftingDesk> {
  const project = await openHouseProject(terminal);
  const { archive, newest: issues } = await rememberedArchive(project);
  return {
    project,
    archive,
    house: houseOf(project.settings, issues),
    guessSection: createSectionGuesser(
      issues.flatMap((issue) => toldBy(issue, project)),
      headlineWords,
    ),
    toldIn: (url) => {
      // Items link to front pages where the story's own address is not known.
      if (isFrontPage(url)) return undefined;
      const [first] = archive.linksTo(canonicalUrl(url)).filter(({ found }) => found.isStory);
      return first === undefined ? undefined : { issue: first.issue, line: first.found.place.start.line };
    },
  };
}

/** For finding publishers: the host of the page itself. */
export function hostOfPage(url: string): string {
  const address = readWebAddress(url);
  return address === undefined ? '' : canonicalHost(unwrapped(address).hostname);
}

function toldBy({ sections }: Issue, { settings }: OpenProject) {
  return sections.flatMap(({ heading, kind, entries }) => {
    const name = findSection(heading, settings.newsletter.sectionOrder)?.name;
    if (name === undefined || kind !== 'items') return [];
    return entries.map(({ headline, tags }) => ({ section: name, headline, tags }));
  });
}
