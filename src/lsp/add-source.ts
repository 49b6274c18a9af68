// A source that sources.yaml does not know goes in, the edit that gives it a row comes out: its name, and of the report what can be
// known (the verb, the host of its link). The kind is a guess that the editor corrects.
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import { sourceIdOf } from '../model/slug.ts';
import { parseSources } from '../parse/parse-sources.ts';
import { uriOfPath } from './file-address.ts';
import { editIn, holds, startOf } from './positions.ts';
import { type NewRow, rowAddition } from './source-rows.ts';
import type { OpenFile } from './workspace.ts';

const PATH = 'issues/sources.yaml';

/** None where the file could not be used with the row, or could not be made. */
export async function sourceAdditions(
  { ruleId, place, actual }: Diagnostic,
  { project, proof, options }: OpenFile,
): Promise<Omit<CodeAction, 'kind' | 'diagnostics'>[]> {
  if (ruleId !== 'source-unknown' || proof === undefined || place === undefined || actual === undefined)
    return [];
  const { abilities } = options;
  const before = await project.textOf(PATH);
  if (before === undefined && !abilities.createsFiles) return [];
  const text = before ?? '';
  const row = rowFor(
    actual,
    startOf(place),
    proof.issue,
    proof.settings.sources.map(({ id }) => id),
  );
  const addition = rowAddition(text, row);
  const after = text.slice(0, addition.start) + addition.text + text.slice(addition.end);
  const { sources, diagnostics } = parseSources({ path: PATH, value: after });
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  if (!sources.some(({ id, name }) => id === row.id && name === row.name)) return [];

  const uri = uriOfPath(project.root, PATH);
  const document = project.documentAt(PATH) ?? TextDocument.create(uri, 'yaml', 0, text);
  const edits = [editIn(document, addition)];
  const version = project.documentAt(PATH)?.version ?? null;
  const change = { textDocument: { uri: document.uri, version }, edits };
  const edit: WorkspaceEdit =
    before === undefined
      ? { documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: true } }, change] }
      : abilities.takesVersions
        ? { documentChanges: [change] }
        : { changes: { [document.uri]: edits } };
  return [{ title: `Add "${row.name}" to sources.yaml, as a ${row.kind}`, edit }];
}

function rowFor(name: string, offset: number, issue: Issue, ids: readonly string[]): NewRow {
  const reports = issue.sections
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => (entry.kind === 'item' ? entry.reports : []));
  const report = reports.find(({ position }) => holds(position, offset));
  const { verb, url = '' } = report ?? {};
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./u, '') : '';
  return {
    id: sourceIdOf(name, ids),
    name,
    kind: 'newspaper',
    ...(verb !== undefined && /^\p{L}+$/u.test(verb) && { verb }),
    domains: host.includes('.') ? [host] : [],
  };
}
