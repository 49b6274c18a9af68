// An issue is read, made a draft, written in the house format and read again.
import { houseOf } from '../../src/cli/drafting/house-of.ts';
import type { Settings } from '../../src/compile-settings.ts';
import { draftOfIssue } from '../../src/intake/draft-of-issue.ts';
import { writeIssue } from '../../src/intake/write-issue.ts';
import { hasErrors } from '../../src/model/diagnostic.ts';
import type { IssueFile } from '../../src/model/issue.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { withoutPlaces } from './same-issue.ts';

export interface RoundTrip {
  /** The reading reported an error: what was meant is not known. */
  readonly isBroken: boolean;
  readonly first: unknown;
  readonly second: unknown;
  /** What was written. */
  readonly text: string;
}

export function roundTrip(file: IssueFile, settings: Settings): RoundTrip {
  const { issue, diagnostics } = parseIssue(file, settings);
  const text = writeIssue(draftOfIssue(issue, settings.newsletter), houseOf(settings));
  const again = parseIssue({ path: file.path, value: text }, settings).issue;
  return {
    isBroken: hasErrors(diagnostics),
    first: withoutPlaces(issue),
    second: withoutPlaces(again),
    text,
  };
}
