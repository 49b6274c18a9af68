// The publication itself: everything in `issues/newsletter.yaml`. The names follow RSS 2.0's channel, BCP 47 (language),
// the IANA database (time zone) and RFC 2919 (list id).
import type { Block } from './block.ts';
import type { IsoDate, TimeZone } from './calendar.ts';
import type { Dialect } from './dialect.ts';
import type { FeedSetting } from './feed-setting.ts';
import type { SectionKind } from './issue.ts';
import type { LiveOrder } from './live-order.ts';
import type { Place } from './place.ts';

export interface Newsletter {
  readonly title: string;
  /** For places too narrow for the title: the terminal, a phone's tab. */
  readonly shortTitle: string;
  readonly description: string;
  /** Absolute http(s) URL of the archive, with a final slash. Pages, images and feeds are found below it. */
  readonly siteUrl: string;
  /** Absolute http(s) URL, with a final slash, of the program that answers unsubscribe and preference links. */
  readonly listUrl: string;
  /** Absolute http(s) URL of a WebSub hub: the feeds name it, and `ping` tells it what is new. */
  readonly hub?: string;
  /** `listUrl` is given, and not only taken from the archive: there is somebody at the door, and the archive shows the way in. */
  readonly hasFrontDoor?: true;
  /** BCP 47 tag. */
  readonly language: string;
  readonly timeZone: TimeZone;
  /** In which habit its issues are written; absent: in the house's own format. */
  readonly dialect?: Dialect;
  /** What a numbered issue is called that has no title of its own, `{number}` in it: `العدد {number}`. Left out: "Newsletter No. {number}". */
  readonly issueTitle?: string;
  readonly from: Mailbox;
  readonly replyTo?: Mailbox;
  /** Where a mail that asks to leave is read (RFC 2369 §3.2); also the list's owner unless `owner` is given. */
  readonly unsubscribeAddress: string;
  readonly owner: string;
  /** Envelope senders are made of it, one for each reader (VERP); at most 15 characters before the @. Left out: letters come back to `from`. */
  readonly bounceAddress?: string;
  /** Tags that readers may choose among. Left out: everyone gets every issue. */
  readonly topics?: readonly string[];
  /** `iof.example.org`: globally unique, never changed for the list's life (RFC 2919 §2). */
  readonly listId: string;
  /** One line an element; required by law in mail to many countries. */
  readonly postalAddress: readonly string[];
  readonly boilerplate: {
    /** How to subscribe, for whoever was handed the mail by a friend. */
    readonly subscribe: readonly Block[];
    readonly disclaimer: readonly Block[];
  };
  readonly statement?: Statement;
  /** Who makes the newsletter, and how. */
  readonly about?: readonly Block[];
  /** Which tags are names of people, and which of places. Left out: none. */
  readonly people?: readonly string[];
  readonly places?: readonly string[];
  /** The order in which sections stand; sections not named here stand where the editor puts them. */
  readonly sectionOrder: readonly SectionName[];
  readonly delivery: DeliverySettings;
  /** A report older than this at the issue's date is stale. */
  readonly maxReportAgeDays: number;
  /** What the newsletter promises of the order of items in a section; absent when it promises nothing. */
  readonly itemOrder?: 'newest-first';
  /** In which order live pages are set, where an issue does not say it; absent: as they are written. */
  readonly liveOrder?: LiveOrder;
  /** In which `collect` looks for stories, beside those of the sources. Left out: none. */
  readonly feeds?: readonly FeedSetting[];
  /** Per rule: `off`, `warn` or `error`. A rule not named keeps its own severity. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** How the house writes a name → other spellings of it, which are reported. */
  readonly spelling?: Readonly<Record<string, readonly string[]>>;
  /** Where the names under `rules:` stand in `newsletter.yaml`. */
  readonly rulePlaces?: ReadonlyMap<string, Place>;
}

export interface DeliverySettings {
  /** From the first letter on: who was refused for now is tried again until then, and no longer. News has an age. */
  readonly expiresAfterHours: number;
}

export type RuleSetting = 'off' | 'warn' | 'error';

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** The standing statement: what the publishers stand for, linked from every issue. */
export interface Statement {
  readonly title: string;
  readonly adopted?: IsoDate;
  /** Where it was adopted: "London". */
  readonly place?: string;
  readonly body: readonly Block[];
  /** Who signed it, as they are to be named. */
  readonly signatories?: readonly string[];
}

export interface SectionName {
  readonly name: string;
  /** Other headings that mean this section. */
  readonly aliases: readonly string[];
  readonly kind: SectionKind;
}
