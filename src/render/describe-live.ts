// A live section → what stands above its entries in the HTML editions: its key moments, and on its page what the bar that tells of new
// entries is to say. And which of its entries a mail has room for.
import { formatDay } from '../model/calendar.ts';
import type { Direction } from '../model/direction.ts';
import type { Entry, LiveEntry } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';
import { inLiveOrder, type LiveOrder } from '../model/live-order.ts';
import { PLURAL_FORMS, type Say } from '../model/words.ts';
import { headlineOf } from './summarise-issue.ts';

export interface MomentView {
  readonly id: string;
  readonly text: string;
  readonly direction: Direction;
  /** `30 December` and `16:40`, as far as they are known. */
  readonly day: string;
  readonly time: string;
  /** For `<time datetime>`; empty where no day is known. */
  readonly instant: string;
}

/** How much of its live sections an edition gives: all entries, the key ones alone, or no more than a list of them. */
export const LIVE_SHARES = ['all', 'key', 'list'] as const;
export type LiveShare = (typeof LIVE_SHARES)[number];

/** Where an editor has marked none, these stand for the key ones: the latest. */
const LATEST_SHOWN = 10;

/** The section as an edition shows it; sections of other kinds are as they are. */
export function arrangeSection(
  section: Section,
  order: LiveOrder | undefined,
  share: LiveShare = 'all',
): Section {
  if (section.kind !== 'live') return section;
  const entries = inLiveOrder(section.entries, order);
  if (share === 'all') return { ...section, entries };
  return { ...section, entries: share === 'key' ? keyEntries(entries) : [] };
}

/** The entries that the editor has marked; for a list that stands for the whole, the latest ones where none is marked. */
export function momentsOf(
  section: Section,
  issue: Issue,
  order: LiveOrder | undefined,
  share: LiveShare = 'all',
): readonly MomentView[] {
  if (section.kind !== 'live' || share === 'key') return [];
  const entries = inLiveOrder(section.entries, order);
  const shown = share === 'list' ? keyEntries(entries) : entries.filter(isMoment);
  return shown.filter(isLive).map((entry) => ({
    id: entry.id,
    text: headlineOf(entry, issue, section.heading),
    direction: entry.direction,
    ...dayAndTime(entry, issue.language),
    instant: entry.at ?? entry.localDate ?? '',
  }));
}

function keyEntries(entries: readonly Entry[]): readonly Entry[] {
  const marked = entries.filter((entry) => entry.kind === 'live' && entry.isKey);
  return entries.some(isMoment) ? marked : entries.slice(-LATEST_SHOWN);
}

function isMoment(entry: Entry): boolean {
  return isLive(entry) && entry.isMoment === true;
}

function isLive(entry: Entry): entry is LiveEntry {
  return entry.kind === 'live';
}

function dayAndTime({ localDate, localTime, atAsWritten }: LiveEntry, language: string) {
  if (localDate === undefined) return { day: '', time: atAsWritten ?? localTime ?? '' };
  return { day: formatDay(localDate, language), time: localTime ?? '' };
}

/** Numbers that between them have every plural form of every language that Unicode knows. */
const SAMPLE_COUNTS = [0, 1, 2, 3, 4, 5, 6, 11, 20, 100, 101, 1_000_000];

/** Each plural form of a text, `{count}` left in its place, as JSON: the page's script counts, and has no words of its own. */
export function pluralForms(say: Say, language: string, key: string): string {
  const rules = new Intl.PluralRules(language);
  const forms = PLURAL_FORMS.flatMap((form) => {
    const count = SAMPLE_COUNTS.find((one) => rules.select(one) === form);
    return count === undefined
      ? []
      : [[form, say(language, key, { count }).replace(String(count), '{count}')]];
  });
  return JSON.stringify(Object.fromEntries(forms));
}
