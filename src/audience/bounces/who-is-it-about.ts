// What of ours came back in a mail goes in, the reader it is about comes out: proved by a signature of ours, or nobody. Addresses, names and the message id
// stand in every copy of a letter and can be made up, so they prove nothing (B5).
import type { BounceTrace, BounceVerdict } from '../../model/bounce.ts';
import { TOKEN_LENGTH } from '../../model/markers.ts';
import { readToken, type TokenKey } from '../token.ts';
import { readVerp } from '../verp.ts';

export interface ProvedReader {
  readonly subscriberId: string;
  /** Hash of the issue's name, where the proof says which letter it was; see `issueHashOf`. */
  readonly issueHash?: string;
}

export interface Proof {
  /** RFC 2919. */
  readonly listId: string;
  /** All there ever were: mail comes back late. */
  readonly keys: readonly TokenKey[];
}

/** Our own List-Unsubscribe has one; whoever writes a thousand into a field wants us to reckon. */
const MOST_TOKENS = 4;

export function whoIsItAbout(
  { class: what, trace }: Pick<BounceVerdict, 'class' | 'trace'>,
  { listId, keys }: Proof,
): ProvedReader | undefined {
  const byTag = (address: string | undefined): ProvedReader | undefined =>
    address === undefined ? undefined : readVerp(address, { listId }, keys);
  const byToken = (token: string): ProvedReader | undefined => {
    const subscriberId = readToken(token, { purpose: 'unsubscribe', listId }, keys);
    return subscriberId === undefined ? undefined : { subscriberId };
  };
  // Whoever was shown a letter and wants to leave may enclose it: that it came to another reader is no wish of theirs.
  if (what === 'unsubscribe-by-mail')
    return byToken(trace.unsubscribeWord ?? '') ?? byTag(trace.envelopeRecipient);
  return (
    byTag(trace.envelopeRecipient) ??
    byTag(trace.mailFrom) ??
    byTag(trace.envelopeId) ??
    tokensIn(trace)
      .map(byToken)
      .find((reader) => reader !== undefined)
  );
}

/** Of `<https://…/TOKEN>, <mailto:…?subject=unsubscribe%20TOKEN>`. */
function tokensIn({ listUnsubscribe = '' }: BounceTrace): readonly string[] {
  const words = listUnsubscribe.replaceAll(/%20/gu, ' ').split(/[^\w-]/u);
  return [...new Set(words.filter((word) => word.length === TOKEN_LENGTH))].slice(0, MOST_TOKENS);
}
