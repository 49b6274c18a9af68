// Rules about timed entries, in the order of the manual.
import type { Rule } from '../rule.ts';
import { liveOrder } from '../rules/live-order.ts';
import { liveTime } from '../rules/live-time.ts';

export const LIVE_RULES: readonly Rule[] = [liveTime, liveOrder];
