// A link that nobody can follow: an address that is broken, or brackets that are not a link because of what stands in them.
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { type LinkFault, linkFault } from '../links/link-fault.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { editAt, placeOfLastWords, placeOfWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** `[words](address with a space)` or `[words] (address)`, still there after the Markdown was read. */
const LEFT_AS_TEXT = /\[([^[\]]*)\]( ?)\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)?/gu;
/** What tells an address from a remark in brackets. */
const LOOKS_LIKE_ADDRESS =
  /^\s*<?(?:\w{2,6}[:;.]{0,2}\/\/|https?:|mailto:|www\.|\/\/|[\w-]+(?:\.[\w-]+)+\/)/iu;
const PICTURE_FILE = /\.(?:jpe?g|png|gif|webp|svg|avif)\s*$/iu;
/** Brackets that mean something of their own; an address behind them is a remark. */
const OWN_MEANING = /^(?:update|correction|credit|source)\b/iu;

export const linkMalformed: IssueRule = {
  id: 'link-malformed',
  severity: 'error',
  stage: 'issue',
  description: 'Every link has an address that can be followed, and no link is left as brackets in the text.',
  check: (issue) => [...brokenAddresses(issue), ...linksLeftAsText(issue)],
};

function brokenAddresses(issue: Issue): readonly Finding[] {
  return [...nodesOf(issue.tree, 'link'), ...nodesOf(issue.tree, 'image')].flatMap(({ url, position }) => {
    const fault = linkFault(url);
    if (fault === undefined || position === undefined) return [];
    // The last occurrence: the words of a link may be an address too.
    const place = placeOfLastWords(issue.text, position, url);
    const { mended, note } = fault;
    const fix = mended !== undefined &&
      place !== undefined && { fix: { title: `Write "${mended}"`, edits: [editAt(place, mended)] } };
    return [{ ...described(url, fault), place: place ?? position, note, ...fix }];
  });
}

function linksLeftAsText(issue: Issue): readonly Finding[] {
  return nodesOf(issue.tree, 'text').flatMap(({ value, position }) => {
    if (position === undefined || (!value.includes('](') && !value.includes('] ('))) return [];
    return [...value.matchAll(LEFT_AS_TEXT)].flatMap(
      ({ 0: whole, 1: words = '', 2: space, 3: address = '', index }): readonly Finding[] => {
        const isPicture = value[index - 1] === '!' && PICTURE_FILE.test(address);
        if ((!isPicture && !LOOKS_LIKE_ADDRESS.test(address)) || OWN_MEANING.test(words)) return [];
        const place = placeOfWords(issue.text, position, whole) ?? position;
        if (space === ' ') return [detachedAddress(words, address, place)];
        if (isPicture && !LOOKS_LIKE_ADDRESS.test(address) && /\S\s+\S/u.test(address))
          return [spacedFile(address, place)];
        const fault = linkFault(address.trim());
        if (fault !== undefined) return [{ ...described(address, fault), place, note: fault.note }];
        return [
          {
            reason: `Unexpected "${whole}" that is no link, expected [${words}](${address.trim()})`,
            place,
            actual: whole,
            expected: [`[${words}](${address.trim()})`],
            note: 'Something in the round brackets keeps this from being a link. Put nothing there but the address, and close the bracket.',
          },
        ];
      },
    );
  });
}

function spacedFile(file: string, place: Place): Finding {
  const expected = file.trim().replace(/\s+/gu, '%20');
  return {
    reason: `Unexpected space in the name of a picture: "${file}", expected "${expected}"`,
    place,
    actual: file,
    expected: [expected],
    note: 'With a space the picture is not shown. Write %20 in its place, or give the file a name without spaces.',
  };
}

function detachedAddress(words: string, address: string, place: Place): Finding {
  const expected = `[${words}](${address.trim()})`;
  return {
    reason: `Unexpected space between "[${words}]" and its address, expected "${expected}"`,
    place,
    actual: `[${words}] (${address})`,
    expected: [expected],
    note: 'Let the round bracket follow the square one at once; with a space between them there is no link.',
  };
}

function described(url: string, { what, expected }: LinkFault) {
  const wanted = expected[0] === undefined ? 'one such as https://www.example.org/story' : `"${expected[0]}"`;
  const shown = url.trim() === '' ? '' : `: "${url}"`;
  return { reason: `Unexpected ${what}${shown}, expected ${wanted}`, actual: url, expected };
}
