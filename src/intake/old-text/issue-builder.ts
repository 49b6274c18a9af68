// The parts of an issue while they are found, one after the other, and the draft that they become.
import type { IsoDate } from '../../model/calendar.ts';
import type { DraftEntry, DraftReport, DraftSection, MarkdownBlock } from '../../model/draft.ts';
import type { SectionKind } from '../../model/issue.ts';
import type { NameContext } from './cut-name.ts';
import type { Notes } from './notes.ts';

export interface ComposeContext {
  readonly names: NameContext;
  readonly notes: Notes;
  /** The day of a report; undefined where it cannot be known. */
  readonly settle: (written: string) => IsoDate | undefined;
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] };

export interface OpenReport extends Open<Omit<DraftReport, 'body'>> {
  body: MarkdownBlock[];
}

export interface OpenEntry extends Open<Omit<DraftEntry, 'body' | 'reports'>> {
  body: MarkdownBlock[];
  reports: OpenReport[];
}

export interface OpenSection extends Open<Omit<DraftSection, 'body' | 'entries'>> {
  body: MarkdownBlock[];
  entries: OpenEntry[];
}

export interface IssueBuilder {
  readonly lead: MarkdownBlock[];
  readonly sections: OpenSection[];
  readonly openSection: (heading: string | undefined, kind: SectionKind) => OpenSection;
  readonly openEntry: (headline: string, url?: string) => OpenEntry;
  readonly openReport: (report: Omit<OpenReport, 'body'>) => void;
  /** A block below whatever stands last: a report, an entry, a section, the lead. */
  readonly addBlock: (block: MarkdownBlock) => void;
  /** Of the report or the entry that stands last; false where it has one already, or nothing stands there. */
  readonly addAddress: (url: string) => boolean;
  readonly entry: () => OpenEntry | undefined;
  readonly section: () => OpenSection | undefined;
}

export function createIssueBuilder(): IssueBuilder {
  const lead: MarkdownBlock[] = [];
  const sections: OpenSection[] = [];
  let section: OpenSection | undefined;
  let entry: OpenEntry | undefined;
  const openSection: IssueBuilder['openSection'] = (heading, kind) => {
    section = { kind, ...(heading === undefined ? {} : { heading }), body: [], entries: [] };
    entry = undefined;
    sections.push(section);
    return section;
  };
  return {
    lead,
    sections,
    openSection,
    openEntry: (headline, url) => {
      // First, for a section that is opened closes the entry above it.
      const { entries } = section ?? openSection(undefined, 'items');
      const label = /^(Exclusive):\s+(?=\S)/iu.exec(headline);
      entry = {
        headline: label === null ? headline : headline.slice(label[0].length),
        ...(label === null ? {} : { label: 'Exclusive' }),
        ...(url === undefined ? {} : { url }),
        tags: [],
        body: [],
        reports: [],
      };
      entries.push(entry);
      return entry;
    },
    openReport: (report) => {
      entry?.reports.push({ ...report, body: [] });
    },
    addBlock: (block) => {
      (entry?.reports.at(-1)?.body ?? entry?.body ?? section?.body ?? lead).push(block);
    },
    addAddress: (url) => {
      if (entry === undefined) return false;
      const report = entry.reports.length > 1 ? entry.reports.at(-1) : undefined;
      const owner = report ?? entry;
      if (owner.url !== undefined) return owner.url === url;
      owner.url = url;
      return true;
    },
    entry: () => entry,
    section: () => section,
  };
}

/** Where no day is known words stay as they are. */
export function dayOrWords(
  written: string | undefined,
  settle: (written: string) => IsoDate | undefined,
): Pick<DraftReport, 'date'> {
  if (written === undefined) return {};
  const date = settle(written);
  return { date: date ?? { asWritten: written } };
}
