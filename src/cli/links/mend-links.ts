// Issues and what became of their links go in, the fixes come out: the new address where a page has moved for good, and beside a
// page that is gone the copy that an archive kept. Addresses only; the words stay as they are, and each text is read again to see it.
import { applyFixes } from '../../check/apply-fixes.ts';
import { digestIssue } from '../../check/archive/digest-issue.ts';
import { archivedCopyMarkdown } from '../../model/archived-copy.ts';
import type { Block } from '../../model/block.ts';
import type { Diagnostic, TextEdit } from '../../model/diagnostic.ts';
import { blocksOf, type Entry, type Item } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { LinkUse } from './collect-links.ts';

export interface Mend {
  readonly use: LinkUse;
  /** The new address, or the copy's. */
  readonly url: string;
  readonly kind: 'moved' | 'archived';
}

export interface MendedIssue {
  readonly issue: Issue;
  readonly text: string;
  readonly applied: readonly Mend[];
  /** Where the form of the text leaves no safe place: for the editor to do. */
  readonly byHand: readonly Mend[];
}

/** @param read Reads a text as that issue. @returns Only issues that have something to mend. */
export function mendLinks(
  mends: readonly Mend[],
  read: (text: string, issue: Issue) => Issue,
): readonly MendedIssue[] {
  return [...Map.groupBy(mends, ({ use }) => use.issue)].map(([issue, own]) => mendIssue(issue, own, read));
}

function mendIssue(
  issue: Issue,
  mends: readonly Mend[],
  read: (text: string, issue: Issue) => Issue,
): MendedIssue {
  const placed = mends.map((mend) => ({ mend, edit: editOf(mend, issue.text) }));
  const planned = joinInsertions(placed.flatMap(({ edit }) => (edit === undefined ? [] : [edit])));
  const { text } = applyFixes(
    issue.text,
    planned.map((edit) => diagnosticOf(issue, edit)),
  );
  const isSafe = saysTheSame(issue, read(text, issue));
  const isDone = ({ edit }: (typeof placed)[number]): boolean => isSafe && edit !== undefined;
  return {
    issue,
    text: isSafe ? text : issue.text,
    applied: placed.filter(isDone).map(({ mend }) => mend),
    byHand: placed.filter((one) => !isDone(one)).map(({ mend }) => mend),
  };
}

function editOf({ use, url, kind }: Mend, text: string): TextEdit | undefined {
  return kind === 'moved' ? addressEdit(use, url, text) : copyEdit(use, url, text);
}

/** Only the destination of an inline link: of `<https://…>` the address is the words too, of `[a][b]` it stands elsewhere. */
function addressEdit({ written, place }: LinkUse, url: string, text: string): TextEdit | undefined {
  const from = place.start.offset ?? 0;
  const within = text.slice(from, place.end.offset);
  for (const opening of ['](', '](<']) {
    const at = within.indexOf(opening + written);
    if (at < 0) continue;
    const start = at + opening.length;
    if (!/^(?:[)>\s]|$)/u.test(within.slice(start + written.length))) continue;
    const fragment = url.includes('#') ? '' : new URL(written).hash;
    return { start: from + start, end: from + start + written.length, text: inMarkdown(url) + fragment };
  }
  return undefined;
}

/** At the end of the paragraph that the page is told in; a paragraph of its own behind a film, a picture or a quotation. */
function copyEdit(use: LinkUse, url: string, text: string): TextEdit | undefined {
  const block = blockOf(use);
  const at = block?.position.end.offset;
  if (block === undefined || at === undefined || text.includes(`](${inMarkdown(url)})`)) return undefined;
  const remark = archivedCopyMarkdown(inMarkdown(url));
  if (block.kind === 'prose' && block.node.type === 'paragraph') return { start: at, end: at, text: remark };
  // Anything on the next line would be drawn into the new paragraph.
  if (!/^[^\S\n]*(?:\r?\n[^\S\n]*(?:\r?\n|$)|$)/u.test(text.slice(at, at + 200))) return undefined;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return { start: at, end: at, text: `${lineEnd}${lineEnd}${remark.trimStart()}` };
}

function blockOf({ issue, written, place }: LinkUse): Block | undefined {
  const at = place.start.offset ?? 0;
  const holds = ({ position }: { position: Entry['position'] }): boolean =>
    (position.start.offset ?? 0) <= at && at < (position.end.offset ?? 0);
  const entry = issue.sections.flatMap(({ entries }) => entries).find(holds);
  const outside = [...issue.lead, ...issue.sections.flatMap(({ body }) => body)];
  const blocks = entry === undefined ? outside : blocksOf(entry);
  const own = blocks.find(holds);
  if (own !== undefined || entry === undefined) return own;
  // On a headline or a source's name: the paragraph that says what they report.
  const told = entry.kind === 'item' ? reportOf(entry, written, at)?.body : undefined;
  const choice = told === undefined || told.length === 0 ? blocks : told;
  return choice.find((block) => block.kind === 'prose' && block.node.type === 'paragraph') ?? choice[0];
}

function reportOf({ reports }: Item, written: string, at: number): Item['reports'][number] | undefined {
  const within = reports.find(
    ({ position }) => (position.start.offset ?? 0) <= at && at < (position.end.offset ?? 0),
  );
  return within ?? reports.find(({ url }) => url === written) ?? reports[0];
}

/** Two copies at the end of one paragraph stand one behind the other. */
function joinInsertions(edits: readonly TextEdit[]): readonly TextEdit[] {
  const joined = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = `${edit.start}-${edit.end}`;
    const other = joined.get(key);
    const isNew = other !== undefined && edit.start === edit.end && !other.text.includes(edit.text);
    joined.set(key, isNew ? { ...edit, text: other.text + edit.text } : (other ?? edit));
  }
  return [...joined.values()];
}

function diagnosticOf({ path }: Issue, edit: TextEdit): Diagnostic {
  return {
    ruleId: 'links',
    severity: 'warning',
    reason: 'Unexpected old address',
    path,
    fix: { title: 'Write the new address', edits: [edit] },
  };
}

/** As a destination of CommonMark (§6.3), which means the very same address: `&copy;` in it would else be read as a sign. */
function inMarkdown(url: string): string {
  const exact = url.replace(/&(?=#?\w{1,32};)/gu, '&amp;');
  return hasPairedBrackets(url) ? exact : exact.replace(/[()]/gu, '\\$&');
}

function hasPairedBrackets(url: string): boolean {
  let open = 0;
  for (const sign of url) {
    if (sign === '(') open += 1;
    if (sign === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** The same headlines, sources and words; archived copies do not count as words. */
function saysTheSame(before: Issue, after: Issue): boolean {
  return telling(before) === telling(after);
}

function telling(issue: Issue): string {
  const { entries, leadWords, leadNotes, sources, tags } = digestIssue(issue);
  return JSON.stringify([
    entries.map(({ id, headline, words, notes, reports }) => [id, headline, words, notes, reports]),
    sources.map(({ written, id }) => [written, id]),
    [leadWords, leadNotes, tags],
  ]);
}
