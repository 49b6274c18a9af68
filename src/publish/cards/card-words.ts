// What stands on the card of an issue, or of the site itself: the words alone, so that two builds can tell whether it would be another.
import { formatDate } from '../../model/calendar.ts';
import { type Direction, directionOf, directionOfLanguage } from '../../model/direction.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { storiesOf } from '../home-page.ts';
import type { PublishedIssue } from '../publish-input.ts';

export interface CardWords {
  /** The newsletter's, for the masthead; empty where it leads itself. */
  readonly name: string;
  readonly lead: CardLine;
  /** Further headlines. */
  readonly more: readonly CardLine[];
  /** "Newsletter No. 294", "28 January 2016", the site's host. */
  readonly facts: readonly string[];
  readonly language: string;
  readonly direction: Direction;
}

export interface CardLine {
  readonly text: string;
  readonly direction: Direction;
}

const HEADLINES_SHOWN = 3;

/** Undefined where our typefaces have no letters for it. */
export function issueCard(
  newsletter: Newsletter,
  { issue, rendered }: PublishedIssue,
): CardWords | undefined {
  const { language, direction } = issue;
  const stories = storiesOf(rendered.items).map(({ headline, direction: own }) => ({
    text: headline,
    direction: own,
  }));
  const lines = issue.number === undefined ? [{ text: issue.title, direction }, ...stories] : stories;
  const [lead, ...more] = lines.map(tidied).filter(({ text }) => text !== '' && canBeSet(text));
  return cardOf({
    name: newsletter.title,
    lead: lead ?? tidied({ text: issue.title, direction }),
    more: more.slice(0, HEADLINES_SHOWN - 1),
    facts: [
      ...(issue.number === undefined || lead === undefined ? [] : [issue.title]),
      formatDate(issue.date, language),
      new URL(newsletter.siteUrl).host,
    ],
    language,
    direction,
  });
}

export function siteCard({ title, description, siteUrl, language }: Newsletter): CardWords | undefined {
  const direction = directionOfLanguage(language);
  const described = tidied({ text: description, direction: directionOf(description) ?? direction });
  return cardOf({
    name: '',
    lead: tidied({ text: title, direction }),
    more: [described].filter(({ text }) => canBeSet(text)),
    facts: [new URL(siteUrl).host],
    language,
    direction,
  });
}

/** The same in words. */
export function cardAlt({ name, lead, more, facts }: CardWords): string {
  const words = [name, ...facts.slice(0, -1), lead.text, ...more.map(({ text }) => text)];
  return words.filter((one) => one !== '').join(' · ');
}

function cardOf(words: CardWords): CardWords | undefined {
  const name = tidied({ text: words.name, direction: words.direction }).text;
  return (name === '' || canBeSet(name)) && canBeSet(words.lead.text) ? { ...words, name } : undefined;
}

const OTHER_SCRIPTS =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]/u;

function canBeSet(text: string): boolean {
  return !OTHER_SCRIPTS.test(text) && /[\p{L}\p{N}]/u.test(text);
}

const EMOJI = /(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=\ufe0f))\ufe0f?/gu;

/** In one line, composed letters where there are any, without pictures among the letters. */
function tidied({ text, direction }: CardLine): CardLine {
  const words = text.normalize('NFC').replaceAll(EMOJI, ' ').split(/\s+/u);
  return { text: words.filter((word) => word !== '').join(' '), direction };
}
