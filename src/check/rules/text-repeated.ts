// The same sentence, or the same paragraph, twice in one issue: pasted twice. Standing phrases are short; what is long and alike
// letter for letter was copied.
import type { Issue } from '../../model/issue.ts';
import { pointOf } from '../../model/place.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { type Role, type RunningText, runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

const MIN_LETTERS = 40;
const MIN_WORDS = 8;
/** Captions, notes and titles are repeated for good reasons. */
const ROLES: ReadonlySet<Role> = new Set(['prose', 'quote']);
const END_OF_SENTENCE = /[.!?…][”’"')\]]{0,3}(?=\s+[\p{Lu}\p{N}“"‘'([])/gu;

interface Passage {
  readonly running: RunningText;
  readonly start: number;
  readonly end: number;
}

export const textRepeated: IssueRule = {
  id: 'text-repeated',
  severity: 'warning',
  stage: 'issue',
  description: 'No sentence and no paragraph stands twice in an issue.',
  check: (issue) => {
    const seen = new Map<string, Passage>();
    const findings: Finding[] = [];
    for (const running of runningTexts(issue).filter(({ role }) => ROLES.has(role))) {
      const whole = { running, start: 0, end: running.text.length };
      const key = keyOf(whole);
      const first = key === undefined ? undefined : seen.get(key);
      if (first !== undefined) {
        findings.push(toFinding('paragraph', whole, first, issue));
        continue;
      }
      if (key !== undefined) seen.set(key, whole);
      const sentences = sentencesOf(running);
      for (const sentence of sentences.length > 1 ? sentences : []) {
        const sentenceKey = keyOf(sentence);
        const earlier = sentenceKey === undefined ? undefined : seen.get(sentenceKey);
        if (earlier !== undefined) findings.push(toFinding('sentence', sentence, earlier, issue));
        else if (sentenceKey !== undefined) seen.set(sentenceKey, sentence);
      }
    }
    return findings;
  },
};

function sentencesOf(running: RunningText): readonly Passage[] {
  const { text } = running;
  const ends = [...text.matchAll(END_OF_SENTENCE)].map(({ 0: mark, index }) => index + mark.length);
  return [...ends, text.length].map((end, nth) => {
    const start = ends[nth - 1] ?? 0;
    return { running, start: start + Math.max(0, text.slice(start, end).search(/\S/u)), end };
  });
}

/** Undefined where there are too few words to tell. A line may have been broken elsewhere. */
function keyOf({ running: { text }, start, end }: Passage): string | undefined {
  if (end - start < MIN_LETTERS) return undefined;
  const key = text.slice(start, end).trim();
  const plain = key.includes('\n') ? key.replace(/\s+/gu, ' ') : key;
  return plain.split(' ', MIN_WORDS).length < MIN_WORDS ? undefined : plain;
}

function toFinding(what: string, { running, start, end }: Passage, first: Passage, issue: Issue): Finding {
  const { place, actual } = slipAt(issue, running, start, end);
  const { line } = pointOf(issue.text, first.running.offsetAt(first.start));
  return {
    reason: `Unexpected repeated ${what}, expected each only once`,
    place,
    actual,
    note: `The same words stand in line ${line}. Take one of the two out.`,
  };
}
