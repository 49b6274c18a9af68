// Slips in Markdown itself, in what the mail shows, in the settings and in comments that silence a rule.
import {
  addBefore,
  addParagraph,
  changeLine,
  isHeadline,
  type Plant,
  replaceLine,
  type Slip,
} from '../planting.ts';

const UNSUBSCRIBE = 'https://list.sheet.example.org/u/BROADSIDExUNSUBSCRIBExTOKENxOFxTHISxREADERxxxxxx';
const ADDRESS = 'The Harbour Sheet, 1 Quay Street';
const HTML = `<p>${ADDRESS} <a href="${UNSUBSCRIBE}">Leave</a></p>`;
const TEXT = `${ADDRESS}\n${UNSUBSCRIBE}`;

/** What the mail became stands beside the issue; nothing in the issue itself is wrong. */
function mailed(html: string, plain: string): Plant {
  return (text) => ({
    text,
    others: [
      { path: 'email/index.html', value: html },
      { path: 'email/text.txt', value: plain },
    ],
  });
}

/** Something more in the front matter. */
function headed(field: string): Plant {
  return replaceLine(/^tags: .*$/u, field);
}

export const MARKDOWN_SLIPS: readonly Slip[] = [
  {
    name: 'year that begins a paragraph',
    rules: ['markdown-lost'],
    plant: addParagraph('2003. That was when they last did.'),
  },
  {
    name: 'four spaces',
    rules: ['markdown-lost'],
    plant: addParagraph('    So it was in the old days too.'),
  },
  {
    name: 'dashes under a line',
    rules: ['markdown-lost'],
    plant: addParagraph('So it was in the old days too.\n---', 1),
  },
  {
    name: 'table',
    rules: ['markdown-lost'],
    plant: addParagraph('| Shed | For |\n|---|---|\n| Four | 412 |'),
  },
  {
    name: '[Update, 2/7]: gone',
    rules: ['markdown-lost', 'source-date-ambiguous'],
    plant: addParagraph('[Update, 2/7]: gone'),
  },
  { name: 'HTML', rules: ['raw-html'], plant: addParagraph('So it was <b>long</b> ago.') },
  { name: 'bullets of a word processor', rules: ['markdown-list'], plant: addParagraph('• bread\n• roses') },
  { name: 'stars without a blank', rules: ['markdown-list'], plant: addParagraph('*bread\n*roses') },
  { name: '1)text', rules: ['markdown-list'], plant: addParagraph('1)They come in.\n2)They sit down.') },
  { name: 'dashes for hyphens', rules: ['markdown-list'], plant: addParagraph('– bread;\n– roses.') },
  {
    name: 'one hyphen before a signature',
    rules: ['markdown-list'],
    plant: replaceLine(/^> -- /u, '> - '),
  },
  { name: 'Disclamer:', rules: ['markdown-key'], plant: replaceLine(/^Disclaimer:/u, 'Disclamer:') },
  {
    name: '[Corection, …]',
    rules: ['markdown-key', 'update-form'],
    plant: replaceLine(/^\[Correction,/u, '[Corection,'),
  },
  { name: 'Tgas:', rules: ['markdown-key'], plant: replaceLine(/^Tags:/u, 'Tgas:') },
  { name: 'Wehre:', rules: ['markdown-key'], plant: replaceLine(/^Where:/u, 'Wehre:') },
  { name: '[Credt: …]', rules: ['markdown-key'], plant: replaceLine(/\[Credit:/u, '[Credt:') },
  { name: 'struck out', rules: ['markdown-unknown'], plant: addParagraph('So it was ~~long~~ ago.') },
  { name: 'footnote', rules: ['markdown-unknown'], plant: addParagraph('So it was long ago.[^1]') },
  { name: 'marked', rules: ['markdown-unknown'], plant: addParagraph('So it was ==long== ago.') },
  { name: ':smile:', rules: ['markdown-unknown'], plant: addParagraph('So it was long ago :smile:.') },
  { name: '{.class}', rules: ['markdown-unknown'], plant: addParagraph('So it was long ago. {.small}') },
  {
    name: 'task',
    rules: ['markdown-unknown', 'text-placeholder'],
    plant: addParagraph('- [ ] Ask about the rota.'),
  },
  {
    name: 'reference without its line',
    rules: ['markdown-unknown'],
    plant: addParagraph('So the [new rota][rota] starts in March.'),
  },
  {
    name: '[TOC]',
    rules: ['markdown-unknown'],
    plant: addBefore((line) => line === '## Ports and trade', '[TOC]'),
  },
];

export const MAIL_SLIPS: readonly Slip[] = [
  { name: 'mail that is cut off', rules: ['mail-size'], plant: mailed(HTML + 'x'.repeat(110_000), TEXT) },
  { name: 'no way to leave', rules: ['mail-unsubscribe'], plant: mailed(`<p>${ADDRESS}</p>`, TEXT) },
  {
    name: 'no postal address in the mail',
    rules: ['mail-address-lost'],
    plant: mailed(HTML.replace(ADDRESS, ''), TEXT),
  },
  {
    name: 'no postal address at all',
    rules: ['mail-postal-address'],
    plant: (text) => ({
      text,
      others: [
        {
          path: 'issues/newsletter.yaml',
          value:
            'title: The Harbour Sheet\ndescription: Port news.\nsiteUrl: https://sheet.example.org/\nlanguage: en\ntimeZone: UTC\nfrom: { name: Sheet, address: a@sheet.example.org }\nlistId: sheet.example.org\n',
        },
      ],
      reportedIn: 'issues/newsletter.yaml',
    }),
  },
  {
    name: 'subject too long',
    rules: ['mail-subject'],
    plant: headed(
      'subject: Crane crews go back after nine weeks, rents rise again, and who has the keys of the hall',
    ),
  },
  { name: 'RE:', rules: ['mail-subject'], plant: headed('subject: "RE: crane crews go back"') },
  {
    name: 'subject in capitals',
    rules: ['mail-subject'],
    plant: headed('subject: CRANE CREWS GO BACK TO WORK'),
  },
  { name: 'subject that shouts', rules: ['mail-subject'], plant: headed('subject: Crane crews go back!!') },
  { name: 'subject that says nothing', rules: ['mail-subject'], plant: headed('subject: Newsletter') },
  { name: 'empty preheader', rules: ['mail-preheader'], plant: headed('preheader:') },
  {
    name: 'preheader too long',
    rules: ['mail-preheader'],
    plant: headed(`preheader: ${'Crane crews go back. '.repeat(9)}`),
  },
];

export const SILENCE_SLIPS: readonly Slip[] = [
  {
    name: 'silence without a reason',
    rules: ['silence-reason'],
    plant: changeLine(isHeadline, (line) => `${line} <!-- on purpose: link-host -->`),
  },
  {
    name: 'silence of a rule that is none',
    rules: ['silence-unknown'],
    plant: changeLine(isHeadline, (line) => `${line} <!-- on purpose: link-hots (it is so) -->`),
  },
  {
    name: 'silence of nothing',
    rules: ['silence-unused'],
    plant: changeLine(isHeadline, (line) => `${line} <!-- on purpose: link-host (it is so) -->`),
  },
  {
    name: 'setting of a rule that is none',
    rules: ['rule-unknown'],
    plant: (text) => ({
      text,
      line: 2,
      others: [{ path: 'issues/newsletter.yaml', value: 'rules:\n  link-hots: off\n' }],
      reportedIn: 'issues/newsletter.yaml',
    }),
  },
];
