// The letter that every sender of `bench:send` sends: 48 KB of HTML and 12 KB of text, about 64 KB on the wire, as reference figures
// for newsletters were taken with. Links of the reader stand in both texts, as markers.
import { markedLink } from '../../../src/model/markers.ts';

const HTML_OCTETS = 48 * 1024;
const TEXT_OCTETS = 12 * 1024;
/** Octets of the message that `smtp-source` repeats. */
export const LETTER_OCTETS = HTML_OCTETS + TEXT_OCTETS;
export const SUBJECT = 'Harbour News No. 1: what came in with the tide';
export const LIST_URL = 'https://harbour.example.org/';

const SENTENCES = [
  'The harbour master counted every barge that came in before the tide turned at noon.',
  'Crane crews voted to go back to work on Thursday, after nine days and two meetings.',
  'Nobody at the ministry would say who signed the contract for the new breakwater.',
  'A ferry was held at the northern pier for an hour while divers looked at its rudder.',
];

export const HTML = letterOf(
  HTML_OCTETS,
  (sentence, index) =>
    `<tr><td style="padding:0 24px 12px;font-family:Georgia,serif;font-size:17px;line-height:26px"><p style="margin:0"><a href="https://harbourpost.example/story-${index}" style="color:#8c1c13">${sentence}</a></p></td></tr>`,
  (rows, link) =>
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Harbour News</title></head><body><table role="presentation" width="600">\n${rows}\n<tr><td><a href="${link}">Leave this list</a></td></tr></table></body></html>\n`,
);
export const TEXT = letterOf(
  TEXT_OCTETS,
  (sentence, index) => `${index}. ${sentence}\n`,
  (rows, link) => `${rows}\nLeave this list: ${link}\n`,
);

function letterOf(
  octets: number,
  row: (sentence: string, index: number) => string,
  whole: (rows: string, link: string) => string,
): string {
  const rows: string[] = [];
  const link = markedLink(LIST_URL, 'unsubscribe');
  for (let index = 1, length = whole('', link).length; length < octets; index += 1) {
    const one = row(SENTENCES[index % SENTENCES.length] ?? '', index);
    rows.push(one);
    length += one.length + 1;
  }
  return whole(rows.join('\n'), link);
}
