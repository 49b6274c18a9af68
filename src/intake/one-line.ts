// A text of others goes in, one line of words comes out, without what a layout needed and no reader sees: soft hyphens, joiners, marks that turn
// the direction of what follows. Those stand inside of words, so nothing takes their place; line ends and controls are blanks.

const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+/gu;

export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
