// Rules about the issue as a whole: its number, its date, its title, its file, in the order of the manual.
import type { Rule } from '../rule.ts';
import { issueDate } from '../rules/issue-date.ts';
import { issueDateOrder } from '../rules/issue-date-order.ts';
import { issueFile } from '../rules/issue-file.ts';
import { issueMasthead } from '../rules/issue-masthead.ts';
import { issueNumber } from '../rules/issue-number.ts';
import { issueNumberDuplicate } from '../rules/issue-number-duplicate.ts';
import { issueNumberGap } from '../rules/issue-number-gap.ts';
import { issueTitle } from '../rules/issue-title.ts';

export const ISSUE_RULES: readonly Rule[] = [
  issueNumber,
  issueNumberGap,
  issueNumberDuplicate,
  issueDate,
  issueDateOrder,
  issueTitle,
  issueMasthead,
  issueFile,
];
