// A number and a row of chances go in, an issue without a slip comes out: a dozen items with sections, quotations, pictures, a live
// page, events, corrections and things of interest, as an editor would type them.
import { type Chance, createChance } from './chance.ts';
import {
  EVENTS,
  HOUSING_STORIES,
  LEADS,
  LISTINGS,
  LIVE_STORIES,
  ODD_ITEMS,
  PICTURES,
  PORT_STORIES,
  QUOTES,
  SPEAKERS,
  type Story,
} from './harbour-town.ts';

const FIRST_NUMBER = 12;
const FIRST_DATE = Date.UTC(2026, 0, 9);
const DAY_MS = 86_400_000;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

interface Publisher {
  readonly name: string;
  readonly verb: string;
  readonly host: string;
}

const PUBLISHERS: readonly Publisher[] = [
  { name: 'Harbour Post', verb: 'reports', host: 'harbourpost.example' },
  { name: 'Coast Wire', verb: 'report', host: 'coastwire.example' },
  { name: 'The Tide', verb: 'reports', host: 'tide.example' },
  { name: 'Reuters', verb: 'report', host: 'www.reuters.com' },
  { name: 'The Independent', verb: 'reports', host: 'www.independent.co.uk' },
  { name: 'Al Jazeera', verb: 'reports', host: 'www.aljazeera.com' },
];

export interface CleanIssue {
  readonly number: number;
  readonly path: string;
  readonly text: string;
}

export function cleanIssue(nth: number): CleanIssue {
  const number = FIRST_NUMBER + nth;
  const chance = createChance(7919 * number);
  const today = FIRST_DATE + nth * 7 * DAY_MS;
  const write = createWriter(chance, today);
  const ports = chance
    .draw(PORT_STORIES, 5)
    .map((story, nth) => write.item(story, [0, 1, 2, 3, 7][nth] ?? 7));
  const housing = chance
    .draw(HOUSING_STORIES, 4)
    .map((story, nth) => write.item(story, [4, 5, 6, 8][nth] ?? 8));
  const sections = [
    ['## Ports and trade', ...ports],
    ['## Housing', ...housing, write.oddItem()],
    [
      `## Live: ${chance.pick(['the vote count', 'the night of the fog', 'a day on the quay'])}`,
      ...write.live(),
    ],
    ['## Pictures', write.gallery()],
    ['## Events', ...write.events()],
    ['## Of interest to readers', write.listings()],
  ];
  const head = ['---', `number: ${number}`, `date: ${isoDay(today)}`, 'tags: [ports, housing]', '---'].join(
    '\n',
  );
  const text = `${[head, chance.pick(LEADS), ...sections.flat()].join('\n\n')}\n`;
  return { number, path: `issues/${String(number).padStart(4, '0')}.md`, text };
}

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function createWriter(chance: Chance, today: number) {
  const isCurly = chance.below(2) === 0;
  const quoted = (words: string): string => (isCurly ? `“${words}”` : `"${words}"`);
  const quotes = [...chance.draw(QUOTES, QUOTES.length)];
  const nextQuote = (): string => quotes.pop() ?? 'Ask the tide';
  const pictures = [...chance.draw(PICTURES, 1)];

  const item = (story: Story, place: number): string => {
    const [publisher, second] = chance.draw(PUBLISHERS, 2);
    if (publisher === undefined || second === undefined) throw new Error('no publishers');
    const url = `https://${publisher.host}/${isoDay(today).slice(0, 4)}/${story.slug}`;
    const day = reportDay(today - (1 + chance.below(18)) * DAY_MS, chance);
    const [opening = '', ...others] = chance.draw(story.sentences, story.sentences.length);
    const isOnSource = chance.below(4) === 0;
    const label = chance.below(8) === 0 ? 'Exclusive: ' : '';
    const attribution = `${isOnSource ? `[${publisher.name}](${url})` : publisher.name} ${publisher.verb} (${day}):`;
    const parts = [
      `### ${isOnSource ? `${label}${story.headline}` : `${label}[${story.headline}](${url})`}`,
      `${attribution} ${[opening, ...others.slice(0, 1)].join(' ')}`,
      ...others.slice(1).map((sentence) => sentence),
    ];
    // One extra of each kind in every issue, and some chance besides.
    if (place === 0) parts.push(`${quoted(`${nextQuote()},`)} ${chance.pick(SPEAKERS).split(',')[0]} said.`);
    if (place === 1) parts.push(`> ${quoted(`${nextQuote()}.`)}\n> -- ${chance.pick(SPEAKERS)}`);
    if (place === 2) {
      const later = reportDay(today - DAY_MS, chance);
      parts.push(
        `[${second.name}](https://${second.host}/${story.slug}-again) adds (${later}): Others along the coast have the same trouble.`,
      );
    }
    if (place === 3) parts.push(pictures.map(picture).join('\n\n'));
    if (place === 4) {
      parts.push(
        '[Video: A quay without ships](https://video.example/v/77)\nby Quay TV via VideoSite. Six minutes on the closed quay.',
        'Disclaimer: We could not check where this film was made.',
      );
    }
    if (place === 5) {
      parts.push(
        `[Correction, ${longDay(today + 2 * DAY_MS)}] An earlier version misstated the name of the street.`,
        `[Update, ${longDay(today + 3 * DAY_MS)}] The council has put the matter off.`,
      );
    }
    if (place === 6) {
      parts.push(
        isCurly
          ? `“${nextQuote()}.\n\n“${nextQuote()}.”`
          : `They want three things:\n\n- time;\n- money;\n- an answer.`,
      );
    }
    parts.push(`Tags: ${chance.draw(['strike', 'wages', 'ships', 'weather', 'council'], 2).join(', ')}`);
    return parts.join('\n\n');
  };

  const live = (): string[] => {
    const day = dayAndMonth(today - DAY_MS);
    return LIVE_STORIES.slice(0, 4).map(({ headline, sentences }, nth) => {
      const time = `${9 + nth * 2}:${String(chance.below(60)).padStart(2, '0')}`;
      const byline = nth === 0 ? '\n\nby A. Lind, edited by P. Sato' : '';
      return `### ${day}, ${time.padStart(5, '0')}: ${headline}\n\n${sentences.join(' ')} [Harbour Post]${byline}`;
    });
  };

  const events = (): string[] =>
    chance.draw(EVENTS, 2).map(({ headline, slug, where }) => {
      const time = today + (3 + chance.below(20)) * DAY_MS;
      const weekday = WEEKDAYS[new Date(time).getUTCDay()];
      return `### [${headline}](https://walks.example/${slug})\n\nWhen: ${weekday} ${longDay(time)}, 2pm to 4pm\nWhere: ${where}`;
    });

  const oddItem = (): string => {
    const odd = chance.pick(isCurly ? ODD_ITEMS : ODD_ITEMS.filter((one) => !/[“”]/u.test(one)));
    const ago = 2 + chance.below(5);
    // A day with its year is given where the issue itself may be of the next one.
    return odd
      .replace('DAY 2025', longDay(today - ago * DAY_MS))
      .replace('DAY', reportDay(today - ago * DAY_MS, chance));
  };

  return {
    item,
    oddItem,
    live,
    events,
    gallery: () =>
      `### Gallery: Inside the hall\n\n${PICTURES.slice(1)
        .map(({ file, alt, caption }) => `- ![${alt}](images/${file}) ${caption} [Credit: A. Lind]`)
        .join('\n')}`,
    listings: () =>
      chance
        .draw(LISTINGS, 3)
        .map(({ words, slug, rest }) => `- [${words}](https://books.example/${slug})${rest}`)
        .join('\n'),
  };
}

function picture({ file, alt, caption }: (typeof PICTURES)[number]): string {
  return `![${alt}](images/${file})\n${caption} [Credit: M. Okoro / Coast Wire]`;
}

/** In one of the forms that the house allows. */
function reportDay(time: number, chance: Chance): string {
  const [day, month] = [new Date(time).getUTCDate(), MONTHS[new Date(time).getUTCMonth()]];
  return chance.pick([
    `${day} ${month}`,
    `${month} ${day}${ordinalEnd(day)}`,
    `${day}${ordinalEnd(day)} ${month}`,
  ]);
}

function dayAndMonth(time: number): string {
  return `${new Date(time).getUTCDate()} ${MONTHS[new Date(time).getUTCMonth()]}`;
}

function longDay(time: number): string {
  return `${dayAndMonth(time)} ${new Date(time).getUTCFullYear()}`;
}

function ordinalEnd(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
