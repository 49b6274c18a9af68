// A letter refused in the SMTP conversation in, the same verdict out that its bounce would have had: what is counted does not hang on which server said no.
import type { RejectedDelivery } from '../../model/audience-ports.ts';
import type { BounceVerdict } from '../../model/bounce.ts';
import { judgeFailure } from './judge-failure.ts';
import { oneLine } from './plain-words.ts';

export function judgeRejection({
  responseCode,
  enhancedCode,
  response = '',
}: RejectedDelivery): BounceVerdict {
  const code = responseCode === undefined ? '' : `${responseCode} `;
  const words = response.startsWith(code.trim()) ? response : `${code}${response}`;
  const judged = judgeFailure({ status: enhancedCode, words, where: 'SMTP' });
  return {
    class: judged.class,
    evidence: judged.evidence,
    recipients: [{ ...judged, ...(words === '' ? {} : { diagnostic: oneLine(words) }) }],
    trace: {},
  };
}
