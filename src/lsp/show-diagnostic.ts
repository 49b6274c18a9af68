// What the proofreader found, in the words of the protocol: where, how grave, which rule, and where the manual explains it.
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as ShownDiagnostic,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ArchiveIndex } from '../model/archive-index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { earlierUses, linkAt } from './earlier-uses.ts';
import { uriOfPath } from './file-address.ts';
import { rangeOfFinding, rangeOfPlace, startOf } from './positions.ts';

export interface Surroundings {
  readonly root: string;
  readonly archive: ArchiveIndex;
  readonly manualUrl: (ruleId: string) => string;
  /** Left out for a file that is not open. */
  readonly document?: TextDocument | undefined;
}

/** Rules that speak of the same link in another issue, which is shown beside what they say. */
const OF_ANOTHER_ISSUE = /^link-repeated/u;
/** Rules whose words could go without anybody missing them: editors show them paler. */
const UNNECESSARY = /^(?:silence-unused|section-empty)$/u;

export function showDiagnostic(found: Diagnostic, around: Surroundings): ShownDiagnostic {
  const related = OF_ANOTHER_ISSUE.test(found.ruleId) ? relatedPlaces(found, around) : [];
  return {
    range: rangeOfFinding(found, around.document),
    severity: found.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: found.ruleId,
    codeDescription: { href: around.manualUrl(found.ruleId) },
    source: 'broadside',
    message: found.note === undefined ? found.reason : `${found.reason}\n${found.note}`,
    ...(UNNECESSARY.test(found.ruleId) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

function relatedPlaces({ path, place }: Diagnostic, { root, archive }: Surroundings) {
  const digest = archive.get(path);
  const link = digest === undefined || place === undefined ? undefined : linkAt(digest, startOf(place));
  if (digest === undefined || link === undefined) return [];
  return earlierUses(link, digest, archive).map(({ issue, found }) => ({
    location: { uri: uriOfPath(root, issue.path), range: rangeOfPlace(found.place) },
    message: `The same page in ${issue.title}, ${issue.date}`,
  }));
}
