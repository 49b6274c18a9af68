// Rules about events, in the order of the manual.
import type { Rule } from '../rule.ts';
import { eventDate } from '../rules/event-date.ts';
import { eventPast } from '../rules/event-past.ts';
import { eventPlace } from '../rules/event-place.ts';
import { eventWeekday } from '../rules/event-weekday.ts';

export const EVENT_RULES: readonly Rule[] = [eventDate, eventPast, eventWeekday, eventPlace];
