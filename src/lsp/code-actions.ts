// A stretch of a text goes in, what can be done about the findings in it comes out: mend it, take one of the words that could stand
// there, add the source to sources.yaml, say that it is on purpose; and mend all that can be mended by itself.
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type TextEdit as LspTextEdit,
  type Diagnostic as ShownDiagnostic,
  type SnippetTextEdit,
  StringValue,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { digestIssue } from '../check/archive/digest-issue.ts';
import { checkInArchive } from '../check/check-archive.ts';
import { mendText } from '../check/mend-text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sourceAdditions } from './add-source.ts';
import { editIn, isTouching, rangeOf, rangeOfFinding, startOf } from './positions.ts';
import { silenceEdit, written } from './silence-edit.ts';
import type { OpenFile } from './workspace.ts';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.broadside`;

/** A whole issue may be selected; nobody reads more offers than these. */
const MAX_FINDINGS = 20;

export async function codeActions(
  { range, context }: CodeActionParams,
  file: OpenFile,
): Promise<CodeAction[]> {
  const { path, document, project } = file;
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const all = project.diagnosticsOf(path);
  const here = all
    .filter((found) => isTouching(rangeOfFinding(found, document), range))
    .slice(0, MAX_FINDINGS);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const found of here) {
      const shown = context.diagnostics.filter((one) => isSame(one, found, file));
      const offer = (action: Omit<CodeAction, 'kind' | 'diagnostics'>): void => {
        actions.push({ ...action, kind: CodeActionKind.QuickFix, diagnostics: shown });
      };
      for (const action of [...mends(found, file), ...replacements(found, file)]) offer(action);
      for (const action of await sourceAdditions(found, file)) offer(action);
    }
    for (const found of here.filter(isFirstOfItsRule)) {
      const shown = context.diagnostics.filter((one) => isSame(one, found, file));
      const action = silence(found, file);
      if (action !== undefined)
        actions.push({ ...action, kind: CodeActionKind.QuickFix, diagnostics: shown });
    }
  }
  if (wants(FIX_ALL) && all.some(({ fix }) => fix !== undefined)) actions.push(...fixAll(file));
  return actions;
}

function mends({ fix }: Diagnostic, file: OpenFile) {
  if (fix === undefined) return [];
  const edits = fix.edits.map((edit) => editIn(file.document, edit));
  return [{ title: fix.title, isPreferred: true, edit: editOf(file, edits) }];
}

/** Each of the words that could stand there instead, where it is plain which words they would replace. */
function replacements({ fix, place, actual, expected = [] }: Diagnostic, file: OpenFile) {
  if (fix !== undefined || place === undefined || actual === undefined || actual === '') return [];
  const from = startOf(place);
  const inside = file.document.getText().slice(from, place.end.offset);
  const at = inside.indexOf(actual);
  if (at === -1 || inside.indexOf(actual, at + 1) !== -1) return [];
  return expected.map((words) => ({
    title: `Write "${words}"`,
    edit: editOf(file, [
      editIn(file.document, { start: from + at, end: from + at + actual.length, text: words }),
    ]),
  }));
}

function silence(found: Diagnostic, file: OpenFile): Omit<CodeAction, 'kind' | 'diagnostics'> | undefined {
  const { path, document, project, proof, options } = file;
  if (proof === undefined) return undefined;
  const { settings, digest } = proof;
  const isMailed = proof.mailed.includes(found);
  const isAmong = proof.among.includes(found);
  const diagnose = (value: string): readonly Diagnostic[] => {
    const { issue, diagnostics } = options.tools.readIssue({ path, value }, settings);
    if (!isAmong) return diagnostics;
    const tried = digestIssue(issue);
    project.archive.put(tried);
    return [...diagnostics, ...checkInArchive(tried, project.archive, settings)];
  };
  const edit = silenceEdit(found, proof.issue, isMailed ? undefined : diagnose);
  if (isAmong) project.archive.put(digest);
  if (edit === undefined) return undefined;
  const range = rangeOf(document, edit.start, edit.end);
  const title = `Say that it is on purpose, and why (${found.ruleId})`;
  if (!options.abilities.takesSnippetEdits) {
    return { title, edit: editOf(file, [{ range, newText: written(edit, '') }]) };
  }
  const snippet = StringValue.createSnippet(written(edit, '$' + '{1:the reason}'));
  return { title, edit: editOf(file, [{ range, snippet }]) };
}

/** The same text that `check --fix` would write. */
function fixAll(file: OpenFile): CodeAction[] {
  const { path, document, proof, options } = file;
  if (proof === undefined) return [];
  const before = document.getText();
  const { text, applied } = mendText(
    before,
    (value) => options.tools.readIssue({ path, value }, proof.settings).diagnostics,
  );
  if (applied.length === 0) return [];
  return [
    {
      title: 'Mend all that can be mended by itself',
      kind: FIX_ALL,
      edit: editOf(file, [editIn(document, difference(before, text))]),
    },
  ];
}

/** What lies between the first and the last character that differ, so that the cursor stays where it is as often as it can. */
function difference(before: string, after: string) {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let kept = 0;
  const most = Math.min(before.length, after.length) - start;
  while (kept < most && before.at(-1 - kept) === after.at(-1 - kept)) kept += 1;
  return { start, end: before.length - kept, text: after.slice(start, after.length - kept) };
}

function editOf(
  { document, options }: OpenFile,
  edits: readonly (LspTextEdit | SnippetTextEdit)[],
): WorkspaceEdit {
  const { uri, version } = document;
  if (options.abilities.takesVersions)
    return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
  return { changes: { [uri]: edits.filter((edit) => 'newText' in edit) } };
}

function isSame(
  { code, range, message }: ShownDiagnostic,
  found: Diagnostic,
  { document }: OpenFile,
): boolean {
  const { start } = rangeOfFinding(found, document);
  const words = typeof message === 'string' ? message : message.value;
  return code === found.ruleId && range.start.line === start.line && words.startsWith(found.reason);
}

function isFirstOfItsRule({ ruleId, place }: Diagnostic, index: number, all: readonly Diagnostic[]): boolean {
  return (
    all.findIndex((one) => one.ruleId === ruleId && one.place?.start.line === place?.start.line) === index
  );
}
