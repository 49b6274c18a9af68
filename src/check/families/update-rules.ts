// Rules about updates and corrections, in the order of the manual.
import type { Rule } from '../rule.ts';
import { updateDate } from '../rules/update-date.ts';
import { updateDuplicate } from '../rules/update-duplicate.ts';
import { updateForm } from '../rules/update-form.ts';

export const UPDATE_RULES: readonly Rule[] = [updateForm, updateDate, updateDuplicate];
