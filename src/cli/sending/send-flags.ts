// The flags of `send` as they are typed in; what is meant out, or USAGE where two of them cannot be meant together. An intention is one of
// few, so that nothing further in has to think of combinations.
import { BroadsideError } from '../../model/errors.ts';

/** As commander hands them over. */
export interface SendFlags {
  readonly yes?: true;
  readonly proof?: string;
  readonly at?: string;
  /** Milliseconds. */
  readonly hold?: number;
  readonly missed?: true;
  readonly resendInDoubt?: true;
  /** Messages per second. */
  readonly rate?: number;
  readonly connections?: number;
}

export type Intention =
  | { readonly kind: 'proof'; readonly address: string }
  | { readonly kind: 'schedule'; readonly at: string }
  | { readonly kind: 'send'; readonly holdMs?: number }
  /** Exactly those who did not get it. */
  | { readonly kind: 'missed' }
  | { readonly kind: 'in doubt' };

/** At most one of these says what is to be done. */
const PURPOSES = [
  ['--proof', 'proof'],
  ['--at', 'at'],
  ['--hold', 'hold'],
  ['--missed', 'missed'],
  ['--resend-in-doubt', 'resendInDoubt'],
] as const;

/** How this run sends: no business of one that sends a single copy, or nothing now. */
const PACES = [
  ['--rate', 'rate'],
  ['--connections', 'connections'],
] as const;

/** Throws USAGE. */
export function readIntention(flags: SendFlags): Intention {
  const [first, second] = PURPOSES.filter(([, key]) => flags[key] !== undefined);
  if (first !== undefined && second !== undefined) throw apart(first[0], second[0]);
  const pace = PACES.find(([, key]) => flags[key] !== undefined);
  if (pace !== undefined && (flags.proof !== undefined || flags.at !== undefined))
    throw apart(
      first?.[0] ?? '',
      pace[0],
      flags.at === undefined ? {} : { hint: `Give ${pace[0]} to the worker that will send it.` },
    );
  if (flags.proof !== undefined) return { kind: 'proof', address: flags.proof };
  if (flags.at !== undefined) return { kind: 'schedule', at: flags.at };
  if (flags.missed !== undefined) return { kind: 'missed' };
  if (flags.resendInDoubt !== undefined) return { kind: 'in doubt' };
  return flags.hold === undefined ? { kind: 'send' } : { kind: 'send', holdMs: flags.hold };
}

function apart(one: string, other: string, options: { readonly hint?: string } = {}): BroadsideError {
  return new BroadsideError('USAGE', `${one} and ${other} cannot be given together`, options);
}
