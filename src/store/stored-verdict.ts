// What was made of a mail that came back, as it is kept: whole, or, once its text has had its time, its class alone.
import { sql } from 'kysely';
import type { BounceClass, BounceVerdict } from '../model/bounce.ts';

/** In the place of a verdict whose words were taken out. */
export const NO_WORDS = '';

export function readVerdict(stored: string, bounceClass: BounceClass): BounceVerdict {
  if (stored !== NO_WORDS) return JSON.parse(stored) as BounceVerdict;
  return {
    class: bounceClass,
    evidence: { basis: 'nothing', where: '', text: '' },
    recipients: [],
    trace: {},
  };
}

/** A person must look at it and nobody has: it was not understood, or it is a wish or a complaint of which nobody knows whose it is. */
export const isOpen = sql<boolean>`(is_seen = 0 and (class in ('unknown', 'not-a-bounce')
  or (class in ('complaint', 'unsubscribe-by-mail') and subscriber_id is null)))`;
export const isNotOpen = sql<boolean>`not ${isOpen}`;
