// Rules about the issue as a mail, in the order of the manual.
import type { Rule } from '../rule.ts';
import { mailSize } from '../rules/mail-size.ts';
import { mailUnsubscribe } from '../rules/mail-unsubscribe.ts';

export const MAIL_RULES: readonly Rule[] = [mailSize, mailUnsubscribe];
