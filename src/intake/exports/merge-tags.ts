// HTML of a Mailchimp campaign in, the same without what Mailchimp fills for each reader out: `*|FNAME|*`, conditions, and the footer and the bar
// that every mail of it has.
import { cutElements } from './cut-elements.ts';
import { type ExportNotes, excerptOf } from './export-notes.ts';

/** What stands for the reader's own ways out, the sender's postal address, or Mailchimp's own name. */
const CHROME =
  /\*\|(?:UNSUB|ARCHIVE|FORWARD|UPDATE_PROFILE|LIST_ADDRESS|LIST:|ABOUT_LIST|HTML:(?:LIST|REWARDS)|REWARDS|LISTADDRESS|ABUSE)[^|]*\|\*|list-manage\d{0,2}\.com\/(?:unsubscribe|profile|about|vcard)|eepurl\.com|campaign-archive\d?\.com/iu;
const BLOCK =
  /\b(?:mcnTextContent|mcnPreviewText|templateFooter|templatePreheader|awesomewrap|awesomebar|monkeyRewards?|mceFooter|preheaderContent|footerContent)\b/u;
/** Always Mailchimp's own. */
const ALWAYS = /\b(?:mcnPreviewText|awesomewrap|awesomebar|monkeyRewards?)\b/u;
const TAG = /\*\|([A-Z][A-Z\d_:.+ ,/'"=<>!-]{0,200})\|\*/giu;

export interface Filled {
  readonly subject: string;
  /** '' where it is not known. */
  readonly year: string;
}

export function withoutMergeTags(html: string, filled: Filled, postId: string, notes: ExportNotes): string {
  const { html: left, cut } = cutElements(
    withoutConditions(html, postId, notes),
    ({ name, text }) => BLOCK.test(text) || (name === 'a' && CHROME.test(text)),
    (whole) => ALWAYS.test(whole.slice(0, 500)) || CHROME.test(whole),
  );
  for (const element of cut) {
    const words = excerptOf(element.replace(/<[^<>]*>/gu, ' '));
    if (words !== '')
      notes.add({
        kind: 'left-out',
        postId,
        reason: 'What Mailchimp puts around a campaign was left out.',
        excerpt: words,
      });
  }
  return left.replace(TAG, (whole: string, name: string) => {
    const known = name.toUpperCase();
    if (known === 'MC:SUBJECT') return filled.subject;
    if (known === 'CURRENT_YEAR' && filled.year !== '') return filled.year;
    notes.add({
      kind: 'look',
      postId,
      reason:
        'A mark that Mailchimp fills for each reader was left out: the words around it may need mending.',
      excerpt: excerptOf(whole),
    });
    return '';
  });
}

const CONDITION = /\*\|(IF|IFNOT|ELSEIF|ELSE|END|INTERESTED)([^|]*)\|\*/giu;

/** Of a condition what is for readers of whom nothing is known: what stands behind ELSE, or nothing. */
function withoutConditions(html: string, postId: string, notes: ExportNotes): string {
  const kept: string[] = [];
  /** True where text is shown, the innermost condition last. */
  const shown: boolean[] = [];
  let from = 0;
  for (const match of html.matchAll(CONDITION)) {
    if (shown.every(Boolean)) kept.push(html.slice(from, match.index));
    from = match.index + match[0].length;
    const word = (match[1] ?? '').toUpperCase();
    if (word === 'END') shown.pop();
    else if (word === 'ELSE') shown.splice(-1, 1, true);
    else if (word === 'ELSEIF') shown.splice(-1, 1, false);
    else {
      shown.push(false);
      if (!/^:?\s*(?:MC_PREVIEW_TEXT|ARCHIVE_PAGE|REWARDS)/iu.test(match[2] ?? ''))
        notes.add({
          kind: 'changed',
          postId,
          reason: 'Of words that Mailchimp showed to some readers only, those for all others were taken.',
          excerpt: excerptOf(match[0]),
        });
    }
  }
  // A condition that does not end hides nothing.
  kept.push(html.slice(from));
  return kept.join('');
}
