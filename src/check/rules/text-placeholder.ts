// Words that hold a place until the right ones come: TODO, ???, [name]. An issue is not ready as long as one is left.
import type { Finding, IssueRule } from '../rule.ts';
import { runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

/** Without any of these a text is done with at once. */
const SIGN = /TODO|FIXME|TK|XXX|\[|\?\?\?|ipsum| here|HERE/iu;
/** TK is what printers write for "to come". XXX after a name is a numeral: Super Bowl XXX. */
const MARK =
  /(?<![\p{L}\p{N}-])(?:TODO|FIXME|TKTK|TK(?! ?\p{Lu}|[\d-])|(?<!\p{Lu}\p{Ll}{1,30} )X{3,99})(?![\p{L}\p{N}])/gu;
const LOREM = /lorem ipsum/giu;
const QUESTION = /(?<![?!])\?{3,}(?!!)/gu;
const HERE =
  /(?<!\p{L})(?:(?:HEADLINE|TITLE|TEXT|LINK|NAME|DATE|CAPTION|SOURCE|PHOTO|QUOTE|PLACE) HERE|(?:headline|title|text|link|name|date|caption|source|photo|quote) goes here|insert \p{L}+ here)(?!\p{L})/giu;
const BRACKETS = /\[([^[\]]{0,60})\]/gu;
const IN_BRACKETS =
  /^(?:\s*|(?:name|date|source|link|url|headline|title|place|number|figure|photo|caption|text|author|day|month|year)|\W{0,4}(?:to do|todo|tbc|tk|fixme|xxx?)(?!\p{L}).*|(?:insert|add|fill in|your|check|look up)\s.*)$/iu;

export const textPlaceholder: IssueRule = {
  id: 'text-placeholder',
  severity: 'warning',
  stage: 'issue',
  description: 'No stand-in is left where words are still to come.',
  check: (issue) =>
    runningTexts(issue).flatMap((running) => {
      const { prose } = running;
      if (!SIGN.test(prose)) return [];
      const bracketed = [...prose.matchAll(BRACKETS)].filter(([, inside = '']) => IN_BRACKETS.test(inside));
      const bare = [MARK, LOREM, QUESTION, HERE]
        .flatMap((pattern) => [...prose.matchAll(pattern)])
        .filter(
          ({ index }) => !bracketed.some((one) => one.index < index && index < one.index + one[0].length),
        )
        // "Link here" is a vague link, not a stand-in.
        .filter(([words]) => !/ here$/u.test(words) || / goes |^insert/iu.test(words));
      return [...bracketed, ...bare].flatMap(({ 0: words, index }): readonly Finding[] => {
        if (running.isQuoted(index, index + words.length)) return [];
        const { place, actual } = slipAt(issue, running, index, index + words.length);
        return [
          {
            reason: `Unexpected stand-in "${actual}", expected the words that it stands for`,
            place,
            actual,
            note: 'Write what is still missing, or take the stand-in out.',
          },
        ];
      });
    }),
};
