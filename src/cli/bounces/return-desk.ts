// Where everything that came back arrives, by whichever way: it is read, its reader is found by what we signed, and the rules say what becomes of them, in the very transaction that
// writes it down. Nothing here answers anybody: no mail is ever sent because of one.

import { readAddress } from '../../audience/address.ts';
import { fingerprintOfEvent, fingerprintOfMail } from '../../audience/bounces/fingerprint-of.ts';
import { judgeRejection } from '../../audience/bounces/judge-rejection.ts';
import { judgeReturns } from '../../audience/bounces/judge-returns.ts';
import { readBounce } from '../../audience/bounces/read-bounce.ts';
import { type Proof, type ProvedReader, whoIsItAbout } from '../../audience/bounces/who-is-it-about.ts';
import type { IncomingMail } from '../../mail/incoming-mail.ts';
import { readMail } from '../../mail/read-mail.ts';
import type { ReturnedMail, ReturnedMailStore } from '../../model/audience-ports.ts';
import type { BounceClass, BounceVerdict } from '../../model/bounce.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import type { DeliveryLedger, SubscriberStore } from '../../model/ports.ts';
import type { DeliveryInquiry } from '../../model/sending-ports.ts';
import type { ReturnNotice } from '../../server/hooks/return-notice.ts';

export interface ReturnDeskParts {
  readonly returned: ReturnedMailStore;
  readonly subscribers: Pick<SubscriberStore, 'find'>;
  readonly inquiry: Pick<DeliveryInquiry, 'delivery'>;
  readonly ledger: Pick<DeliveryLedger, 'issues'>;
  readonly proof: Proof;
  readonly now: () => IsoInstant;
}

export interface Noted {
  readonly class: BounceClass;
  /** False: it was written down before, and nothing changed. */
  readonly isNew: boolean;
  /** What it changed; '' for nothing. */
  readonly effect: string;
  /** Whether it is proved whom it is about. */
  readonly isProved: boolean;
}

export interface ReturnDesk {
  takeMail(mail: IncomingMail): Promise<Noted>;
  takeNotice(notice: ReturnNotice): Promise<Noted>;
  /** Letters that servers refused in the conversation, as the ledger has them. */
  takeRejections(): Promise<readonly Noted[]>;
}

type About = NonNullable<ReturnedMail['about']>;

/** As many rows as are looked at in one go. */
const REJECTIONS_AT_ONCE = 200;
const MOST_RAW_BYTES = 1024 * 1024;

export function returnDesk(parts: ReturnDeskParts): ReturnDesk {
  const note = async (mail: ReturnedMail): Promise<Noted> => {
    const { verdict, about } = mail;
    const { isNew, effect } = await parts.returned.record(
      mail,
      (history) => judgeReturns(verdict, history),
      parts.now(),
    );
    return { class: verdict.class, isNew, effect, isProved: about !== undefined };
  };
  return {
    takeMail: async ({ channel, raw, envelope }) => {
      const verdict = readBounce(await readMail(raw), envelope);
      const proved = whoIsItAbout(verdict, parts.proof);
      const about = proved === undefined ? undefined : await aboutOf(proved, verdict, parts);
      return note({
        channel,
        fingerprint: fingerprintOfMail(raw, proved),
        verdict,
        ...(about === undefined ? {} : { about }),
        raw: raw.subarray(0, MOST_RAW_BYTES),
      });
    },
    takeNotice: async (notice) => {
      const verdict = await withEnclosed(notice);
      const proved = whoIsItAbout(verdict, parts.proof);
      const about =
        proved === undefined
          ? await readerOfLetter(notice.address, verdict, parts)
          : await aboutOf(proved, verdict, parts);
      return note({
        channel: notice.channel,
        fingerprint: fingerprintOfEvent(notice.channel, notice.eventId),
        verdict,
        ...(about === undefined ? {} : { about }),
        raw: Buffer.from(notice.raw).subarray(0, MOST_RAW_BYTES),
      });
    },
    takeRejections: async () => {
      const all: Noted[] = [];
      for (;;) {
        const rows = await parts.returned.unseenRejections(REJECTIONS_AT_ONCE);
        let news = 0;
        for (const row of rows) {
          const { issueSlug, subscriberId, at } = row;
          const noted = await note({
            channel: 'smtp',
            fingerprint: fingerprintOfEvent('smtp', `${issueSlug}\0${subscriberId}\0${at}`),
            verdict: judgeRejection(row),
            about: { subscriberId, issueSlug },
          });
          if (noted.isNew) news += 1;
          all.push(noted);
        }
        // Rows that stay although they were written down would be given for ever.
        if (rows.length < REJECTIONS_AT_ONCE || news === 0) return all;
      }
    },
  };
}

/** With what of ours stands in the bounce or letter that the provider passes on. */
async function withEnclosed({ verdict, enclosed }: ReturnNotice): Promise<BounceVerdict> {
  if (enclosed === undefined) return verdict;
  const mail = await readMail(Buffer.from(enclosed));
  if ('problem' in mail) return verdict;
  // The bounce as the provider got it, or the letter itself.
  const inside = readBounce(mail).trace;
  const listUnsubscribe = mail.fields.find(({ name }) => name.toLowerCase() === 'list-unsubscribe')?.value;
  return {
    ...verdict,
    trace: { ...(listUnsubscribe === undefined ? {} : { listUnsubscribe }), ...inside, ...verdict.trace },
  };
}

async function aboutOf(
  { subscriberId, issueHash }: ProvedReader,
  { trace }: BounceVerdict,
  parts: ReturnDeskParts,
): Promise<About> {
  const issueSlug =
    issueHash === undefined
      ? await issueOfLetter(trace.messageId, subscriberId, parts)
      : await parts.returned.issueOfHash(issueHash);
  return { subscriberId, ...(issueSlug === undefined ? {} : { issueSlug }) };
}

/**
 * Only of a provider that has proved who it is: the reader with this address, if the letter with this message id went to them. A provider tells of all that its customer
 * sends, so the address alone is not enough.
 */
async function readerOfLetter(
  address: string | undefined,
  { trace }: BounceVerdict,
  parts: ReturnDeskParts,
): Promise<About | undefined> {
  if (address === undefined || 'problem' in readAddress(address)) return undefined;
  const subscriber = await parts.subscribers.find(address);
  if (subscriber === undefined) return undefined;
  const issueSlug = await issueOfLetter(trace.messageId, subscriber.id, parts);
  return issueSlug === undefined ? undefined : { subscriberId: subscriber.id, issueSlug };
}

/** The issue whose letter to this reader has that message id. Its name may stand in front of it, but it is the ledger that says so. */
async function issueOfLetter(
  messageId: string | undefined,
  subscriberId: string,
  { inquiry, ledger }: ReturnDeskParts,
): Promise<string | undefined> {
  if (messageId === undefined) return undefined;
  const [, named] = /^([a-z0-9-]{1,40})\.[0-9a-f]{32}@/u.exec(messageId) ?? [];
  const slugs = named === undefined ? (await ledger.issues()).map(({ slug }) => slug) : [named];
  for (const slug of slugs) {
    const delivery = await inquiry.delivery(slug, subscriberId);
    if (delivery?.messageId === messageId) return slug;
  }
  return undefined;
}
