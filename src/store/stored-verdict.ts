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

/** Not understood, and nobody has looked at it yet. Written out, for the index of these is only found so. */
export const isOpen = sql<boolean>`(class in ('unknown', 'not-a-bounce') and is_seen = 0)`;
export const isNotOpen = sql<boolean>`not ${isOpen}`;
