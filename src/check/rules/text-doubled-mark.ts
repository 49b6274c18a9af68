// Two marks where one belongs: ",,", "?.", "..". Three stops are an ellipsis, and behind an exclamation mark a stop may be right:
// a name can end in one.
import type { IssueRule } from '../rule.ts';
import { runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';

interface Doubled {
  readonly pattern: RegExp;
  readonly expected: (actual: string) => readonly string[];
  readonly isSure: boolean;
}

const KINDS: readonly Doubled[] = [
  // The same one twice, with a blank between them or without.
  {
    pattern: /(?:,[ \u00a0]?,|;[ \u00a0]?;|،[ \u00a0]?،|؛[ \u00a0]?؛)(?![,;،؛])/gu,
    expected: (actual) => [actual.charAt(0)],
    isSure: true,
  },
  {
    pattern: /(?<=[\p{L}\p{N}])[,;][.;](?![.,;:])/gu,
    expected: (actual) => [...actual],
    isSure: false,
  },
  { pattern: /(?<=\p{L})\?[.,](?![.,])/gu, expected: (actual) => [actual.charAt(0)], isSure: false },
  { pattern: /(?<=[\p{L}\p{N}])\.\.(?!\.)(?=$|\s)/gu, expected: () => ['.', '…'], isSure: false },
];

export const textDoubledMark: IssueRule = {
  id: 'text-doubled-mark',
  severity: 'warning',
  stage: 'issue',
  description: 'No comma, stop or colon stands twice in a row, and no two of them side by side.',
  check: (issue) =>
    runningTexts(issue).flatMap((running) =>
      KINDS.flatMap(({ pattern, expected, isSure }) =>
        [...running.prose.matchAll(pattern)].flatMap(({ 0: actual, index }) => {
          const end = index + actual.length;
          if (running.isQuoted(index, end)) return [];
          const slip = slipAt(issue, running, index, end);
          const right = expected(actual);
          return [
            {
              reason: `Unexpected "${actual}", expected "${right.join('" or "')}"`,
              place: slip.place,
              actual,
              expected: right,
              note: isSure
                ? 'One of them is enough.'
                : 'One of the two marks is too many, or a word between them was lost. Which of the two, the proofreader cannot know.',
              ...(isSure && mending(slip, right[0] ?? actual, `Write "${right[0]}" once`)),
            },
          ];
        }),
      ),
    ),
};
