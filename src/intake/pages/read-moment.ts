// What a page writes where it means the moment of its publication goes in, the day comes out. Machines write it in a dozen forms; of those
// that could be two days (02/07/2026) none is read.
import { type IsoDate, type IsoInstant, isoDate, localTimeOf, type TimeZone } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';

/** The web's age; anything else is a default or a slip. */
const FIRST_YEAR = 1991;
const LAST_YEAR = 2199;
/** `2026-01-16`, `2026-01-16T23:30:00-05:00`, `2026/01/16 23:30`, `20260116T233000Z`. */
const ISO =
  /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ,]{1,2}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?(?:\[[\w/+-]{1,40}\])?$/iu;
/** `Fri, 16 Jan 2026 23:30:00 GMT`, as mails and HTTP have it (RFC 5322 §3.3). */
const MAIL =
  /^(?:[a-z]{3,9},? )?(\d{1,2}) ([a-z]{3,9}) (\d{4}),? (?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))? ?(Z|UTC|GMT|[+-]\d{4})?(?: ?\([a-z]{1,5}\))?$/iu;
/** Seconds or milliseconds since 1970. */
const EPOCH = /^(\d{10})(\d{3})?$/u;

export interface MomentScene {
  /** The newsletter's: in it the day is reckoned. */
  readonly timeZone: TimeZone;
  /** Of the page, for names of months. */
  readonly language: string;
}

export function readMoment(written: string, scene: MomentScene): IsoDate | undefined {
  const text = written.replace(/\s+/gu, ' ').trim();
  if (text.length > 60) return undefined;
  const epoch = EPOCH.exec(text);
  if (epoch !== null)
    return plausible(localTimeOf(new Date(Number(epoch[1]) * 1000).toISOString(), scene.timeZone).date);
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year, , month, day, hours, minutes, seconds, zone] = iso;
    return settled(isoDate(Number(year), Number(month), Number(day)), [hours, minutes, seconds], zone, scene);
  }
  const mail = MAIL.exec(text);
  if (mail !== null) {
    const [, day, name = '', year, hours, minutes, seconds, zone] = mail;
    return settled(dayOf(year, name, day, scene), [hours, minutes, seconds], zone, scene);
  }
  return plausible(readDayInWords(text, scene));
}

/** `16 January 2026`, `January 16, 2026`, `16 janvier 2026`, with a weekday or a time of day around it. */
function readDayInWords(text: string, scene: MomentScene): IsoDate | undefined {
  const dayFirst =
    /(?:^|[\s,])(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:of |de )?(\p{L}{3,14})\.?,? (?:de )?(\d{4})(?!\d)/iu.exec(
      text,
    );
  if (dayFirst !== null) return dayOf(dayFirst[3], dayFirst[2] ?? '', dayFirst[1], scene);
  const monthFirst = /(?:^|[\s,])(\p{L}{3,14})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/iu.exec(text);
  if (monthFirst !== null) return dayOf(monthFirst[3], monthFirst[1] ?? '', monthFirst[2], scene);
  return undefined;
}

function dayOf(
  year: string | undefined,
  name: string,
  day: string | undefined,
  { language }: MomentScene,
): IsoDate | undefined {
  const month = dateNames(language).months.get(name.toLowerCase());
  return month === undefined ? undefined : isoDate(Number(year), month, Number(day));
}

/** Where an hour and a zone are given, the day is the one of the newsletter's clock; without a zone it stays as it is written. */
function settled(
  date: IsoDate | undefined,
  [hours, minutes, seconds]: readonly (string | undefined)[],
  zone: string | undefined,
  { timeZone }: MomentScene,
): IsoDate | undefined {
  if (date === undefined) return undefined;
  if (hours === undefined || zone === undefined || Number(hours) > 23 || Number(minutes) > 59)
    return plausible(date);
  const offset = /^[+-]/u.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z';
  const at = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds ?? '00'}${offset}`);
  if (Number.isNaN(at)) return plausible(date);
  const instant: IsoInstant = new Date(at).toISOString();
  return plausible(localTimeOf(instant, timeZone).date);
}

function plausible(date: IsoDate | undefined): IsoDate | undefined {
  const year = Number(date?.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date : undefined;
}

/** `/2026/01/16/`, `/2026-01-16-`, `/20260116/`: the day in an address is the day on which the page was made. */
export function dayInAddress(url: string): IsoDate | undefined {
  const path = URL.parse(url)?.pathname ?? '';
  const [, year, , month, day] =
    /(?:^|[/_-])((?:19|20)\d{2})([/-]?)(\d{2})\2(\d{2})(?=$|[/._-])/u.exec(path) ?? [];
  if (year === undefined) return undefined;
  return plausible(isoDate(Number(year), Number(month), Number(day)));
}
