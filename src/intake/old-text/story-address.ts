// Lines and ends of lines that are a story's address: `http://…` alone, `More at: http://…`, `<http://…>`. In: a line. Out: the address and the
// words that are left.
import { LEAD_IN } from '../../model/story-address.ts';

const ADDRESS = '(?:https?:\\/\\/|www\\.)[^\\s<>]{3,}';
const WHOLE = new RegExp(
  `^(?:[-*•] )?[([]?(?:${LEAD_IN}[ ]?[:–-]?[ ]?)?<?(${ADDRESS}?)>?[)\\]]?[.,;]?$`,
  'iu',
);
const LEADS_TO_ONE = new RegExp(`^${LEAD_IN}[ ]?:$`, 'iu');
const AT_END = new RegExp(
  `(?:^|\\s)[([]?(?:${LEAD_IN}[ ]?[:–-]?[ ]?)?[<([]?(${ADDRESS}?)[>)\\]]{0,2}[.,;]?$`,
  'iu',
);
const AT_START = new RegExp(`^[<([]?(${ADDRESS}?)[>)\\]]?[.,;:]?(?=\\s|$)`, 'iu');

/** Longer ones are none. */
const MAX_ADDRESS = 2000;

export interface CutAddress {
  readonly url: string;
  readonly rest: string;
}

/** The address of a line that is nothing else. */
export function wholeAddress(line: string): string | undefined {
  const url = line.length > MAX_ADDRESS ? undefined : WHOLE.exec(line)?.[1];
  return url === undefined ? undefined : tidy(url);
}

/** `More at:` and no more: the address stands on the next line. */
export function leadsToAddress(line: string): boolean {
  return LEADS_TO_ONE.test(line);
}

export function cutEndAddress(text: string): CutAddress | undefined {
  const from = Math.max(0, text.length - MAX_ADDRESS);
  const tail = text.slice(from);
  const match = /https?:|www\./iu.test(tail) ? AT_END.exec(tail) : null;
  const url = match?.[1];
  return match === null || url === undefined
    ? undefined
    : { url: tidy(url), rest: text.slice(0, from + match.index).trim() };
}

export function cutStartAddress(text: string): CutAddress | undefined {
  const match = AT_START.exec(text.slice(0, MAX_ADDRESS));
  const url = match?.[1];
  return match === null || url === undefined
    ? undefined
    : { url: tidy(url), rest: text.slice(match[0].length).trim() };
}

/** `[Coast Wire](https://…) report`: near the beginning of a line the words alone are left. */
export function unlinkStart(text: string, most: number): CutAddress | undefined {
  const match = /\[([^[\]]{1,200})\]\((https?:\/\/[^\s()]{3,})\)/iu.exec(text.slice(0, most + 600));
  if (match === null || match.index > most || /[.:]\s/u.test(text.slice(0, match.index))) return undefined;
  return {
    url: match[2] ?? '',
    rest: text.slice(0, match.index) + (match[1] ?? '') + text.slice(match.index + match[0].length),
  };
}

function tidy(url: string): string {
  const bare = url.replace(/[.,;:!?'"”’]{1,3}$/u, '');
  return /^www\./iu.test(bare) ? `http://${bare}` : bare;
}
