// An attribution as the reading of issues finds it → as intake is told of it.
import type { AttributionAsRead } from '../../intake/attribution-as-read.ts';
import type { Attribution } from '../../parse/attribution.ts';

export function attributionForIntake(found: Attribution | undefined): AttributionAsRead | undefined {
  if (found === undefined) return undefined;
  const { source, verb, dateAsWritten, start, end } = found;
  return {
    source: source.written,
    isKnown: source.id !== undefined,
    ...(verb === undefined ? {} : { verb }),
    ...(dateAsWritten === undefined ? {} : { dateAsWritten }),
    start,
    end,
  };
}
