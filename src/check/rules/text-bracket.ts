// A bracket without its partner, or stuck to a word. Square ones have a meaning of their own and are left to the rules on links;
// behind a letter or a figure the closing one counts a list: "a) bread".
import type { Issue } from '../../model/issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { type RunningText, runningTextGroups } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';

interface Bracket {
  readonly running: RunningText;
  readonly index: number;
}

/** `:)`, and the three of `Sunn O)))`. A figure is no smiley's eyes: "(1998)". */
const SMILEY = /[:;=]-?[()]$/u;
const RUN = /[()]{3}/u;
const COUNTS = /(?:^|[\s(])(?:\p{L}|\p{N}{1,2}|[ivx]{2,4})\.?\)$/iu;
/** `rota(s)` and `(re)open` are one word; with a blank inside, the brackets hold words of their own. */
const GLUED_BEFORE = /\p{Ll}{3}$/u;
const LOOK_BACK = 6;

export const textBracket: IssueRule = {
  id: 'text-bracket',
  severity: 'warning',
  stage: 'issue',
  description: 'Every round bracket has its partner, and stands a blank apart from the words outside.',
  check: (issue) => runningTextGroups(issue).flatMap((group) => findings(group, issue)),
};

function findings(group: readonly RunningText[], issue: Issue): readonly Finding[] {
  if (!group.some(({ prose }) => /[()]/u.test(prose))) return [];
  const open: Bracket[] = [];
  const found: Finding[] = [];
  for (const running of group) {
    for (const { 0: bracket, index } of running.prose.matchAll(/[()]/gu)) {
      const before = running.prose.slice(Math.max(0, index - LOOK_BACK), index + 1);
      if (SMILEY.test(before) || RUN.test(running.prose.slice(Math.max(0, index - 2), index + 3))) continue;
      if (bracket === '(') {
        open.push({ running, index });
        continue;
      }
      const partner = open.pop();
      if (partner === undefined) {
        if (!COUNTS.test(before)) found.push(...lone({ running, index }, bracket, issue));
      } else if (partner.running === running) {
        found.push(...glued(running, partner.index, index, issue));
      }
    }
  }
  return [...found, ...open.flatMap((bracket) => lone(bracket, '(', issue))];
}

function lone({ running, index }: Bracket, bracket: string, issue: Issue): readonly Finding[] {
  if (running.isQuoted(index, index + 1)) return [];
  const { place } = slipAt(issue, running, index, index + 1);
  const [what, partner] = bracket === '(' ? ['an end', ')'] : ['a beginning', '('];
  return [
    {
      reason: `Unexpected "${bracket}" without ${what}, expected a "${partner}"`,
      place,
      actual: bracket,
      note: 'Put the other bracket where it belongs, or take this one out. Where it belongs the proofreader cannot know.',
    },
  ];
}

function glued(running: RunningText, start: number, end: number, issue: Issue): readonly Finding[] {
  const { prose } = running;
  if (!prose.slice(start, end).includes(' ')) return [];
  const faults: { readonly at: number; readonly mended: string }[] = [];
  if (GLUED_BEFORE.test(prose.slice(Math.max(0, start - LOOK_BACK), start)))
    faults.push({ at: start, mended: ' (' });
  if (/^\p{L}{2}/u.test(prose.slice(end + 1, end + 5))) faults.push({ at: end, mended: ') ' });
  return faults.flatMap(({ at, mended }) => {
    if (running.isQuoted(at, at + 1)) return [];
    const slip = slipAt(issue, running, at, at + 1);
    return [
      {
        reason: `Unexpected word right ${mended === ' (' ? 'before' : 'after'} "${mended.trim()}", expected a blank`,
        place: slip.place,
        actual: mended.trim(),
        expected: [mended],
        note: 'Put a blank between the word and the bracket.',
        ...mending(slip, mended, 'Put a blank in'),
      },
    ];
  });
}
