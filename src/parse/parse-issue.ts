// In: one issue's file, with the newsletter, its sources and the ids that were kept. Out: the issue, always, and what could
// not be understood. It never throws, and no word is dropped: what the format gives no meaning to stays prose.
import type { Block, Note } from '../model/block.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import { directionOfLanguage } from '../model/direction.ts';
import { blocksOf } from '../model/entry.ts';
import type { Issue, IssueFile, Section } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { KeptIds } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { openForeignIssue } from './dialects/open-foreign-issue.ts';
import { createIdGiver } from './entry-ids.ts';
import { openIssue } from './open-issue.ts';
import { createPlaceFinder } from './place-finder.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { readSections } from './read-section.ts';
import { readSettings } from './read-settings.ts';
import type { Reading } from './reading.ts';
import { createSourceIndex } from './source-index.ts';

export interface IssueContext {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  readonly ids: KeptIds;
}

export function parseIssue(
  file: IssueFile,
  context: IssueContext,
): { issue: Issue; diagnostics: readonly Diagnostic[] } {
  const { newsletter } = context;
  const placeAt = createPlaceFinder(file.value);
  const opened =
    newsletter.dialect === undefined
      ? openIssue(file, newsletter, placeAt)
      : openForeignIssue(file, newsletter, newsletter.dialect, placeAt);
  const { frontMatter, outline } = opened;
  const diagnostics = [...opened.diagnostics];
  const settings = readSettings(file, frontMatter, newsletter, diagnostics);
  const reading: Reading = {
    text: file.value,
    path: file.path,
    placeAt,
    issueDate: settings.date,
    timeZone: settings.timeZone,
    language: settings.language,
    sources: createSourceIndex(context.sources),
    ...(newsletter.dialect === undefined ? {} : { isForeign: true }),
    diagnostics,
  };

  const lead = readBlocks(outline.lead, reading);
  // A letter first: validators, and style sheets, still ask it of an id.
  const prefix = settings.number === undefined ? `special-${settings.slug}` : `no-${settings.number}`;
  const sections = readSections(
    outline.sections,
    createIdGiver(prefix, context.ids),
    newsletter.sectionOrder,
    reading,
  );
  const issue: Issue = {
    ...settings,
    tags: opened.tags,
    direction: directionOfLanguage(settings.language),
    lead,
    sections,
    corrections: correctionsOf(lead, sections),
    path: file.path,
    text: file.value,
    tree: opened.tree,
    frontMatter,
    silences: opened.silences,
  };
  return { issue, diagnostics: diagnostics.sort(compareDiagnostics) };
}

function correctionsOf(lead: readonly Block[], sections: readonly Section[]): readonly Note[] {
  const blocks = [
    ...lead,
    ...sections.flatMap((section) => [...section.body, ...section.entries.flatMap(blocksOf)]),
  ];
  return notesOf(blocks).filter(({ note }) => note !== 'disclaimer');
}
