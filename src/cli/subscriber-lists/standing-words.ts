// Words by which programs say how somebody stands with a list; in goes the cell, out comes the standing. A word that is not known is not taken
// for a yes: that row is told, and its person is not written to.
import { CONFIRMED, type Standing } from './import-row.ts';

const CONFIRMED_WORDS =
  /^(?:confirmed|subscribed|active|enabled|regular|premium|gifted|trialed|trialling|unpaid|churning|churned|past due|paid|free|comped|opted in|opt in|member|yes|true|1)$/u;
const UNCONFIRMED_WORDS =
  /^(?:unconfirmed|pending|unactivated|not confirmed|awaiting confirmation|unverified|transactional|non subscribed|nonsubscribed)$/u;
const UNSUBSCRIBED_WORDS =
  /^(?:unsubscribed|removed|left|opted out|opt out|inactive|disabled|archived|deleted|paused|no|false|0)$/u;
const BOUNCED_WORDS = /^(?:bounced|bounce|hard bounced|hard bounce|cleaned|undeliverable|invalid)$/u;
const COMPLAINED_WORDS = /^(?:complained|complaint|spam|spammed|abuse|marked as spam)$/u;
const BLOCKED_WORDS =
  /^(?:blocked|blocklisted|blacklisted|banned|spammy|suppressed|do not contact|do not mail)$/u;

export function standingOf(word: string): Standing {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ');
  const why = `"${word.trim()}" there`;
  if (plain === '' || CONFIRMED_WORDS.test(plain)) return CONFIRMED;
  if (UNCONFIRMED_WORDS.test(plain)) return { kind: 'unconfirmed', why };
  if (UNSUBSCRIBED_WORDS.test(plain)) return { kind: 'unsubscribed', why };
  if (BOUNCED_WORDS.test(plain)) return { kind: 'suppressed', reason: 'bounced', why };
  if (COMPLAINED_WORDS.test(plain)) return { kind: 'suppressed', reason: 'complained', why };
  if (BLOCKED_WORDS.test(plain)) return { kind: 'suppressed', reason: 'operator', why };
  return {
    kind: 'unclear',
    problem: `Unexpected state "${word.trim().slice(0, 40)}", expected a word like confirmed, unconfirmed, unsubscribed, bounced or complained`,
  };
}
