// A list's name in the readers' mail programs is for life (RFC 2919 §3): it is remembered in the database the first time, and held
// against what newsletter.yaml says from then on. Links in letters that are out are signed for the old one, too.
import type { Verdict } from '../../model/finding.ts';

/** RFC 2919 §3. */
const LIST_ID_CHARACTERS = 255;
/** RFC 5322 §3.2.3, `dot-atom-text`; with one dot at least, for a domain that is the list's own. */
const DOT_ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)+$/iu;

/** @param remembered Undefined where there is no database yet that could remember it. */
export function judgeListId(listId: string, remembered: string | undefined): Verdict {
  if (!DOT_ATOM.test(listId) || listId.length > LIST_ID_CHARACTERS)
    return {
      state: 'fail',
      found: `"${listId}" is no name such as news.example.org`,
      mend: 'Correct listId in newsletter.yaml before the first letter goes out.',
    };
  if (remembered === undefined)
    return { state: 'ok', found: `${listId}; it is remembered as soon as there is a database` };
  if (remembered.toLowerCase() !== listId.toLowerCase())
    return {
      state: 'fail',
      found: `it was ${remembered} and is now ${listId}: readers’ filters and the links to leave in all letters sent break`,
      mend: `Put listId: ${remembered} back into newsletter.yaml.`,
    };
  return { state: 'ok', found: `${listId}, as ever` };
}
