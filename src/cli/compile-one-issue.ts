// One issue, made ready to be mailed.
import { createArchiveIndex } from '../check/archive/create-archive-index.ts';
import { digestIssue } from '../check/archive/digest-issue.ts';
import { checkInArchive, checkSettings } from '../check/check-archive.ts';
import { type CompiledIssue, compileIssue, preparePress } from '../compile.ts';
import type { Settings } from '../compile-settings.ts';
import { compareDiagnostics, placeName } from '../model/diagnostic.ts';
import { BroadsideError } from '../model/errors.ts';
import { asOfNow } from './as-of-now.ts';
import { findIssue, parseIssues } from './find-issue.ts';
import { openProject } from './open-project.ts';
import { withSent } from './read-sent.ts';
import type { Terminal } from './terminal.ts';

/** One issue ready to be mailed: what sending needs of a project. */
export interface ReadyIssue extends CompiledIssue {
  readonly root: string;
  readonly settings: Settings;
}

/** The named issue compiled, and no other: their texts are only read, for what the archive as a whole has to say of it. */
export async function compileOneIssue(name: string, terminal: Terminal): Promise<ReadyIssue> {
  const opened = await withSent(await openProject(terminal), terminal);
  const { root, settings } = opened;
  const { files } = asOfNow(opened.files, settings, terminal.now());
  const project = { ...opened, files };
  const issues = parseIssues(project);
  const { path } = findIssue(issues, name);
  const file = files.issues.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${path} was parsed and is not there`);
  const compiled = compileIssue(file, settings, preparePress(files, settings));
  const archive = createArchiveIndex(issues.map(digestIssue));
  const found = [
    ...compiled.diagnostics,
    ...checkSettings(settings, archive),
    ...checkInArchive(digestIssue(compiled.issue), archive, settings),
  ].sort(compareDiagnostics);
  return { ...compiled, diagnostics: [...project.diagnostics, ...found], root, settings };
}

/** Throws ISSUE_HAS_ERRORS when the proofreader stops the issue, or the settings that it is made with. */
export function refuseErrors({ issue, diagnostics }: Pick<ReadyIssue, 'issue' | 'diagnostics'>): void {
  const concerned = diagnostics.filter(({ path }) => path === issue.path || path.endsWith('.yaml'));
  const first = concerned.find(({ severity }) => severity === 'error');
  if (first === undefined) return;
  throw new BroadsideError('ISSUE_HAS_ERRORS', `${first.reason} (${first.ruleId})`, {
    place: placeName(first),
  });
}
