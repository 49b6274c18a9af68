// `reorder ISSUE`: its sections into the newsletter's order, the items of each the newest first.
import { digestIssue } from '../../check/archive/digest-issue.ts';
import type { Settings } from '../../compile-settings.ts';
import { reorderIssue } from '../../intake/reorder-issue.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { IssueFile } from '../../model/issue.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import type { CommandResult } from '../command-result.ts';
import { nextStep } from '../command-result.ts';
import { findIssue, parseIssues } from '../find-issue.ts';
import { formatPatch, paintPatch } from '../format-patch.ts';
import { changeIssue } from '../live/change-issue.ts';
import { openHouseProject } from '../open-project.ts';
import { readSentPaths } from '../read-sent.ts';
import type { Terminal } from '../terminal.ts';

export interface ReorderOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

export async function reorder(
  name: string,
  options: ReorderOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const project = await openHouseProject(terminal);
  const { root, settings } = project;
  const issue = findIssue(parseIssues(project), name);
  const { path } = issue;
  if (options.dryRun === true) {
    const after = reordered({ path, value: issue.text }, settings).text;
    const patch = formatPatch([{ path, before: issue.text, after }]);
    if (options.json === undefined)
      terminal.complain(
        patch === '' ? `${path} is in order.` : 'Nothing was written. Without --dry-run it is.',
      );
    return {
      exitCode: 0,
      value: { path, changed: patch !== '', patch },
      lines: (paint) => paintPatch(patch, paint),
    };
  }
  const sent = await readSentPaths({ root, issues: [{ path }] }, terminal);
  if (sent.has(path)) {
    throw new BroadsideError('USAGE', `${path} was sent, and readers have it in this order`, {
      place: path,
      hint: 'Nothing was changed. What stands in the archive is what was sent.',
    });
  }
  let before = issue.text;
  // What was wrong before may be told of another line now; nothing else can come in, which `reordered` proves.
  const { change } = await changeIssue({ root, path, settings, isAllowed: () => true }, (file) => {
    before = file.value;
    return reordered(file, settings);
  });
  const isChanged = change.text !== before;
  return {
    exitCode: 0,
    value: { path, changed: isChanged },
    lines: (paint) => [
      isChanged
        ? `${paint.done('reordered')}  ${path}: sections in the newsletter's order, items newest first`
        : `${paint.done('in order')}  ${path}: nothing had to move`,
      ...nextStep('`broadside preview` shows it.', paint),
    ],
  };
}

/** @throws BroadsideError USAGE where the text would be read otherwise than before */
function reordered(file: IssueFile, settings: Settings): { readonly text: string } {
  const { issue } = parseIssue(file, settings);
  const text = reorderIssue(issue, settings.newsletter.sectionOrder);
  if (factsOf(file, settings) === factsOf({ ...file, value: text }, settings)) return { text };
  throw new BroadsideError('USAGE', `${file.path} cannot be put in order without changing what it says`, {
    place: file.path,
    hint: 'Nothing was changed. Something in it runs on from one item into the next, such as code or a comment that is never closed.',
  });
}

/** Everything that is told, whatever its order: words, links, tags and silences. */
function factsOf(file: IssueFile, settings: Settings): string {
  const { issue } = parseIssue(file, settings);
  const { entries, links, tags, leadWords, leadNotes } = digestIssue(issue);
  const told = entries.map(({ kind, headline, words, notes, reports }) =>
    JSON.stringify([kind, headline, words, notes, reports]),
  );
  return JSON.stringify([
    told.sort(),
    links.map(({ url, isStory }) => `${isStory} ${url}`).sort(),
    [...tags].sort(),
    issue.sections.length === 0 ? leadWords : '',
    [...leadNotes].sort(),
    issue.sections.map(({ heading, entries: inside }) => `${heading} ${inside.length}`).sort(),
    issue.silences
      .map(({ ruleIds, reason, line }) => JSON.stringify([ruleIds, reason, lineOf(issue.text, line)]))
      .sort(),
  ]);
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}
