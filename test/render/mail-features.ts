// What a mail asks of the programs that it is read in, held against what they are known to do (caniemail), for the declared set of them.
import { caniemail } from 'caniemail';

/**
 * Every feature of HTML and CSS that some program of the declared set does not know, and why the mail can be read there all
 * the same. A feature that is not in this list makes a test fail: either do without it, or say here what its loss means.
 */
const MAY_BE_LOST: Readonly<Record<string, string>> = {
  '<style> element': 'the styles stand in the tags',
  'display:none': 'the preheader is then one pixel high, in the colour of the paper',
  ':hover': 'a link is underlined all the same',
  '@media': 'the light form, in one column that shrinks, is the mail itself',
  '<body> element': 'the first element inside repeats its styles, language and direction',
  'Attribute selector': 'only in what is said to Outlook.com about its dark form',
  'Class selector': 'only in the head; the styles stand in the tags',
  'Descendant combinator': 'only in the head',
  'color-scheme CSS property': 'a hint; the program then inverts by itself',
  'color-scheme meta tag': 'the same hint',
  'height property': 'pictures carry height and width as attributes',
  'max-height property': 'the preheader is hidden by other means too',
  overflow: 'the same',
  'max-width property': 'Outlook is given a table of 600 pixels',
  'role attribute': 'the tables are then read as tables',
  'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace': 'the next face of the stack is taken',
  'table-layout': 'Outlook takes the widths from the pictures, which are no wider than the column',
  'text-decoration': 'a link is a link',
  'text-decoration-color': 'the underline is then ink',
  'text-decoration-thickness': 'the underline is then as thick as the program has it',
  'text-underline-offset': 'the underline is then nearer',
  'word-break': 'an address in words then runs over the edge of a narrow screen; the button leads there too',
};

/** What the mail uses, some program of the set does not know, and nobody has said what its loss means. */
export function unexcusedFeatures(html: string): readonly string[] {
  const { issues } = caniemail({
    clients: [
      'gmail.*',
      'outlook.*',
      'apple-mail.*',
      'yahoo.*',
      'samsung-email.*',
      'protonmail.*',
      'fastmail.*',
    ],
    html,
  });
  const lost = new Set([...issues.errors.values()].flatMap((each) => each.map(({ title }) => title)));
  return [...lost].filter((title) => MAY_BE_LOST[title] === undefined);
}
