// What stands behind `--at` in, the instant out. A time that the clocks skip, that they show twice, or that is past is refused with the
// words that would be right: an issue that goes out an hour early cannot be called back.
import { type IsoDate, type IsoInstant, isoDate, type TimeZone } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { localMoment, offsetAt } from '../../model/local-moment.ts';
import { momentWords, shortMoment, spanWords } from '../words-of-time.ts';

/** `2026-12-01 08:00`, with seconds or without, with an offset from UTC (RFC 3339 §5.6) or without. */
const FORM =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt]|[ ]+)(\d{2}):(\d{2})(?::(\d{2}))?[ ]*([Zz]|[+-]\d{2}:?\d{2})?$/u;
const EXAMPLE = 'a date and a time such as "2026-12-01 08:00"';

export interface SendTimeOptions {
  readonly timeZone: TimeZone;
  readonly now: IsoInstant;
}

/** Throws TIME_UNUSABLE. */
export function readSendTime(text: string, { timeZone, now }: SendTimeOptions): IsoInstant {
  const instant = instantIn(text.trim(), timeZone);
  if (Date.parse(instant) > Date.parse(now)) return instant;
  const ago = spanWords(Date.parse(now) - Date.parse(instant));
  throw refusal(`${momentWords(instant, timeZone)} is past: that was ${ago} ago`, {
    hint: 'Give a later time, or leave --at out to send it now.',
  });
}

function instantIn(text: string, timeZone: TimeZone): IsoInstant {
  const [, year, month, day, hour, minute, second = '00', offset] = FORM.exec(text) ?? [];
  const date = isoDate(Number(year), Number(month), Number(day));
  const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (date === undefined || !isTime)
    throw refusal(`Unexpected ${JSON.stringify(text)} for --at, expected ${EXAMPLE}`);
  const time = `${hour}:${minute}:${second}`;
  return offset === undefined ? onTheClock(date, time, timeZone) : atOffset(date, time, offset);
}

function onTheClock(date: IsoDate, time: string, timeZone: TimeZone): IsoInstant {
  const moment = localMoment(date, time, timeZone);
  if (moment.kind === 'once') return moment.instant;
  const said = `${date} ${time.replace(/:00$/u, '')}`;
  if (moment.kind === 'twice') {
    const [first, second] = moment.instants.map((instant) => `"${said}${offsetAt(instant, timeZone)}"`);
    throw refusal(`The clocks of ${timeZone} are put back that night and show ${said} twice`, {
      hint: `Write which one is meant: ${first} is the first, ${second} the second.`,
    });
  }
  const [before, after] = moment.around.map((instant) => `"${shortMoment(instant, timeZone)}"`);
  throw refusal(`The clocks of ${timeZone} are put forward that night and never show ${said}`, {
    hint: `Choose ${before} before the change, or ${after} after it.`,
  });
}

function atOffset(date: IsoDate, time: string, offset: string): IsoInstant {
  const zone = offset.toUpperCase() === 'Z' ? 'Z' : offset.replace(/^(.\d{2}):?(\d{2})$/u, '$1:$2');
  const milliseconds = Date.parse(`${date}T${time}${zone}`);
  if (Number.isNaN(milliseconds))
    throw refusal(`Unexpected ${JSON.stringify(offset)} for --at, expected an offset such as +01:00`);
  return new Date(milliseconds).toISOString();
}

function refusal(detail: string, options: { readonly hint?: string } = {}): BroadsideError {
  return new BroadsideError('TIME_UNUSABLE', detail, options);
}
