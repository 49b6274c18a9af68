// A key that signs and what the name system says under its selector go in, the verdict comes out, with the record that should stand
// there where none does.
import type { DnsAnswer } from '../../model/dns-lookup.ts';
import type { TextRecord, Verdict } from '../../model/finding.ts';
import { type DkimKey, dkimRecord } from '../dkim-key.ts';
import { isSameKey, KEY_KINDS, type KeyKind, readDkimRecord } from './dkim-record.ts';

/** @param answer TXT records of `dkimRecord(signing).name`. */
export function judgeDkimRecord(signing: DkimKey, answer: DnsAnswer<string>): Verdict {
  const { name, value } = dkimRecord(signing);
  const record: TextRecord = { name, value };
  if (answer.kind === 'failed')
    return {
      state: 'fail',
      found: `${name} cannot be looked up: ${answer.detail}`,
      mend: 'Receivers will fare no better. See that the name servers of the domain answer.',
    };
  const texts = answer.kind === 'found' ? answer.records : [];
  if (texts.length === 0)
    return { state: 'fail', found: `there is no record at ${name}`, mend: 'Publish this one.', record };
  // §3.6.2.2: what verifiers make of several is not defined.
  if (texts.length > 1)
    return {
      state: 'fail',
      found: `there are ${texts.length} records at ${name}, and nobody knows which counts`,
      mend: 'Leave this one alone there.',
      record,
    };
  return judgeText(texts[0] ?? '', signing, record);
}

function judgeText(text: string, signing: DkimKey, record: TextRecord): Verdict {
  const read = readDkimRecord(text);
  if (read.kind === 'broken')
    return {
      state: 'fail',
      found: `the record at ${record.name} cannot be used: ${read.why}`,
      mend: 'Put this one in its place.',
      record,
    };
  if (read.kind === 'revoked')
    return {
      state: 'fail',
      found: `the key at ${record.name} is revoked (p= is empty)`,
      mend: 'Sign with another key under a new selector; a revoked one is never used again.',
    };
  const own: KeyKind = signing.algorithm === 'ed25519-sha256' ? 'ed25519' : 'rsa';
  if (read.algorithm !== own)
    return {
      state: 'fail',
      found: `the record at ${record.name} is of an ${KEY_KINDS[read.algorithm]} key, and ours is ${KEY_KINDS[own]}`,
      mend: 'Give each key a selector of its own, and publish this record for this one.',
      record,
    };
  if (!isSameKey(read.key, signing.privateKey))
    return {
      state: 'fail',
      found: `the key at ${record.name} is not the one that we sign with: every signature would be bad`,
      mend: 'Publish this record, or name the file of the published key in BROADSIDE_DKIM_KEYS.',
      record,
    };
  if (read.isTesting)
    return {
      state: 'warn',
      found: `${record.name} says t=y, "we are only trying": receivers may ignore the signature`,
      mend: 'Take the t=y out of the record.',
    };
  const remarks = read.remarks.length > 0 ? `; ${read.remarks.join('; ')}` : '';
  return { state: 'ok', found: `${record.name} holds our key${remarks}` };
}
