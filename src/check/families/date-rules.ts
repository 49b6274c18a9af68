// Rules about the days of reports, in the order of the manual.
import type { Rule } from '../rule.ts';
import { dateForm } from '../rules/date-form.ts';
import { dateOrder } from '../rules/date-order.ts';
import { dateStale } from '../rules/date-stale.ts';
import { dateWeekday } from '../rules/date-weekday.ts';
import { sourceDateAmbiguous } from '../rules/source-date-ambiguous.ts';
import { sourceDateFuture } from '../rules/source-date-future.ts';
import { sourceDateMissing } from '../rules/source-date-missing.ts';

export const DATE_RULES: readonly Rule[] = [
  sourceDateMissing,
  sourceDateAmbiguous,
  sourceDateFuture,
  dateForm,
  dateWeekday,
  dateStale,
  dateOrder,
];
