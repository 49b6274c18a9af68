// Rules about silences and settings, in the order of the manual.
import type { Rule } from '../rule.ts';
import { redirectLoop } from '../rules/redirect-loop.ts';
import { redirectTarget } from '../rules/redirect-target.ts';
import { ruleUnknown } from '../rules/rule-unknown.ts';
import { silenceReason } from '../rules/silence-reason.ts';
import { silenceUnknown } from '../rules/silence-unknown.ts';

export const SETTINGS_RULES: readonly Rule[] = [
  silenceReason,
  silenceUnknown,
  ruleUnknown,
  redirectLoop,
  redirectTarget,
];
