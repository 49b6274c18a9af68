// Rules about the issue as a mail, in the order of the manual.
import type { Rule } from '../rule.ts';
import { mailAddressLost } from '../rules/mail-address-lost.ts';
import { mailPostalAddress } from '../rules/mail-postal-address.ts';
import { mailPreheader } from '../rules/mail-preheader.ts';
import { mailSize } from '../rules/mail-size.ts';
import { mailSubject } from '../rules/mail-subject.ts';
import { mailUnsubscribe } from '../rules/mail-unsubscribe.ts';

export const MAIL_RULES: readonly Rule[] = [
  mailSubject,
  mailPreheader,
  mailSize,
  mailUnsubscribe,
  mailPostalAddress,
  mailAddressLost,
];
