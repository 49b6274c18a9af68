// In: the file of an issue in the house's format. Out: its front matter and its outline, before anything in it is given a meaning.
import type { Diagnostic } from '../model/diagnostic.ts';
import type { FrontMatter, Issue, IssueFile } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { type Outline, outlineIssue } from './outline-issue.ts';
import type { PlaceFinder } from './place-finder.ts';
import { plainParagraphs } from './plain-paragraphs.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { readMarkdown } from './read-markdown.ts';
import { readMasthead } from './read-masthead.ts';
import { type Resolved, type ResolveOptions, resolveMarkdown } from './resolve-markdown.ts';

export interface OpenedIssue extends Pick<Issue, 'tree' | 'silences' | 'tags'> {
  readonly frontMatter: FrontMatter;
  readonly outline: Outline;
  readonly diagnostics: readonly Diagnostic[];
}

export function openIssue(file: IssueFile, newsletter: Newsletter, placeAt: PlaceFinder): OpenedIssue {
  const head = readFrontMatter(file, placeAt);
  const masthead = readMasthead(file, head, newsletter, placeAt);
  const { tree, nodes, silences, diagnostics } = openText(file, head.bodyStart, placeAt);
  return {
    frontMatter: masthead === undefined ? head.frontMatter : { ...head.frontMatter, masthead },
    tags: head.tags,
    tree,
    silences,
    outline: outlineIssue(nodes),
    // What stands in its place is for the proofreader to speak of.
    diagnostics: masthead === undefined ? [...head.diagnostics, ...diagnostics] : diagnostics,
  };
}

/** The Markdown from `bodyStart` on; as plain paragraphs where it is more than should be read. */
export function openText(
  { path, value }: IssueFile,
  bodyStart: number,
  placeAt: PlaceFinder,
  options: ResolveOptions = {},
): Resolved & Pick<Issue, 'tree'> {
  const source = { text: value, path, placeAt };
  const { root, excess } = readMarkdown(value, bodyStart);
  if (excess === undefined) return { tree: root, ...resolveMarkdown(root, source, options) };
  const { ruleId, reason, note, at } = excess;
  const found: Diagnostic = { ruleId, severity: 'error', reason, note, path, place: placeAt(at, at) };
  return { tree: root, nodes: plainParagraphs(bodyStart, source), silences: [], diagnostics: [found] };
}
