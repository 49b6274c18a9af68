// In: a short Markdown text that is no issue, such as the boilerplate in `newsletter.yaml`. Out: its blocks, read with the
// same rules as an issue's.
import type { Block } from '../model/block.ts';
import type { IsoDate, TimeZone } from '../model/calendar.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { NO_DATE } from '../model/issue.ts';
import { createPlaceFinder } from './place-finder.ts';
import { plainParagraphs } from './plain-paragraphs.ts';
import { readBlocks } from './read-blocks.ts';
import { readMarkdown } from './read-markdown.ts';
import type { Reading } from './reading.ts';
import { resolveMarkdown } from './resolve-markdown.ts';
import { createSourceIndex } from './source-index.ts';

export interface MarkdownOptions {
  /** BCP 47. */
  readonly language: string;
  /** For the diagnostics. */
  readonly path: string;
  /** The day that a note without a year is near to. */
  readonly date?: IsoDate;
  readonly timeZone?: TimeZone;
}

/** Places, those of the diagnostics included, index `text` itself. */
export function parseMarkdownBlocks(
  text: string,
  options: MarkdownOptions,
): { blocks: readonly Block[]; diagnostics: readonly Diagnostic[] } {
  const reading: Reading = {
    text,
    path: options.path,
    placeAt: createPlaceFinder(text),
    issueDate: options.date ?? NO_DATE,
    timeZone: options.timeZone ?? 'UTC',
    language: options.language,
    sources: createSourceIndex([]),
    diagnostics: [],
  };
  const { root, excess } = readMarkdown(text);
  if (excess !== undefined) {
    const { ruleId, reason, note, at } = excess;
    const place = reading.placeAt(at, at);
    reading.diagnostics.push({ ruleId, severity: 'error', reason, note, path: options.path, place });
    return { blocks: readBlocks(plainParagraphs(0, reading), reading), diagnostics: reading.diagnostics };
  }
  const resolved = resolveMarkdown(root, reading);
  const blocks = readBlocks(resolved.nodes, reading);
  return { blocks, diagnostics: [...resolved.diagnostics, ...reading.diagnostics] };
}
