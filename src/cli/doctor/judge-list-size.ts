// How many readers there are, against what the large mailbox providers ask of whoever sends much. All of it is wise from the first reader
// on; from five thousand a day to one provider on, mail without it is refused.
import type { CheckId, Finding, FindingState } from '../../model/finding.ts';

/** Gmail: close to 5,000 a day to its mailboxes, once, and for ever (2024). Microsoft the same (`550 5.7.515`, May 2025). */
const BULK_PER_DAY = 5000;

/** What they ask for, and by which checks it is known. */
const ASKED: readonly (readonly [what: string, checks: readonly CheckId[]])[] = [
  ['SPF', ['spf-record', 'spf-lookups', 'spf-result']],
  ['DKIM', ['dkim-keys', 'dkim-record']],
  ['DMARC', ['dmarc-record', 'dmarc-policy', 'dmarc-alignment']],
  ['TLS', ['relay-tls']],
  ['reverse names', ['reverse-name']],
  ['leaving by one click', ['one-click', 'list-url']],
];

/** @param readers Confirmed ones; undefined where there is no database. */
export function judgeListSize(readers: number | undefined, findings: readonly Finding[]): Finding {
  const check = 'list-size';
  if (readers === undefined) return { check, state: 'skipped', found: 'there is no database yet' };
  const count = readers.toLocaleString('en');
  if (readers < BULK_PER_DAY)
    return {
      check,
      state: 'ok',
      found: `${count} confirmed; from ${BULK_PER_DAY.toLocaleString('en')} on large providers refuse what is only advice before`,
    };
  const lacking = ASKED.filter(([, checks]) =>
    findings.some((finding) => checks.includes(finding.check) && isLacking(finding.state)),
  ).map(([what]) => what);
  if (lacking.length === 0)
    return {
      check,
      state: 'ok',
      found: `${count} confirmed: a bulk sender, and nothing that providers ask for is seen to be missing`,
    };
  return {
    check,
    state: 'fail',
    found: `${count} confirmed: to Gmail, Yahoo and Microsoft a bulk sender, who must have in order ${lacking.join(', ')}`,
    mend: 'See above. Keep complaints below 0.1 %, and join the complaint loops of Yahoo and Microsoft.',
  };
}

function isLacking(state: FindingState): boolean {
  return state === 'warn' || state === 'fail';
}
