// In: a picture with what stands around it: a figure, a blog's table with a caption, a link to a larger copy. Out: the house's picture: its
// line, then its caption with `[Credit: NAME]`.
import type { Element, ElementContent } from 'hast';
import type { Paragraph, PhrasingContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import { isTracker, textOf } from './looks-of.ts';
import { NO_MARKS, phrasingOf } from './runs.ts';
import { addressOf, elementsIn, type Walk, wordsOf } from './walk.ts';

/** Signs for moods, drawn as pictures: their words stand for them. */
const SMILEY = /(?:^|[\s-])(?:emoji|wp-smiley|smiley|emoticon)(?:$|[\s-])/u;
const CREDIT =
  /(?:\s*[[(]?\b(?:photo(?:graph)?|picture|image|credit|foto)s?(?:\s+(?:by|credit))?\s*[:/]\s*|\s*©\s*|\s*\bphoto(?:graph)? by\s+)([^[\]()]{2,80}?)[\])]?\.?\s*$/iu;
const BRACKETS = /(?:\[([^[\]]{2,60})\]|\(([A-Z][^()]{1,60})\))\.?$/u;

/** Words that stand for a picture; undefined where it is one. */
export function smileyOf(image: Element): string | undefined {
  const isSmall = SMILEY.test(
    `${textOf(image, 'className')} ${textOf(image, 'src').split('/').at(-2) ?? ''}`,
  );
  const alt = textOf(image, 'alt');
  return isSmall && alt !== '' ? alt : undefined;
}

/**
 * @param link What the picture leads to, if anything.
 * @param caption What stands under it.
 * @returns Undefined where there is nothing to show, which is noted.
 */
export function readPicture(
  image: Element,
  { link, caption = [] }: { readonly link?: string; readonly caption?: readonly ElementContent[] },
  walk: Walk,
): Paragraph | undefined {
  const { notes, settings } = walk;
  const words = phrasingOf(walk.runsOf(caption, NO_MARKS));
  const written = sourceOf(image);
  const alt = settings.mendText(textOf(image, 'alt').replace(/\s+/gu, ' ').trim());
  if (isTracker(image)) {
    notes.add('left-out', 'A picture of a pixel or two was left out: it counts readers.', written);
    return undefined;
  }
  const shown = addressOf(written, settings);
  if (shown === undefined) {
    notes.add(
      'left-out',
      'A picture was left out: it has no address.',
      `${alt} ${written.slice(0, 80)}`.trim(),
    );
    return words.length === 0 ? undefined : { type: 'paragraph', children: words };
  }
  const isLarger = link !== undefined && isPictureAddress(link);
  if (link !== undefined && !isLarger)
    notes.add('changed', 'The link of a picture was left out: pictures lead nowhere here.', link);
  const { rest, credit } = takeCredit(words);
  const title = textOf(image, 'title').replace(/\s+/gu, ' ').trim();
  const shownWords = `${alt} ${plainTextOf({ type: 'paragraph', children: words })}`;
  const own: PhrasingContent[] =
    title === '' || shownWords.includes(title) ? [] : [{ type: 'text', value: settings.mendText(title) }];
  const tail: PhrasingContent[] = [
    ...(rest.length > 0 ? rest : own),
    ...(credit === undefined
      ? []
      : [{ type: 'text', value: `${rest.length > 0 ? ' ' : ''}[Credit: ${credit}]` } as const]),
  ];
  if (rest.length > 0 && own.length > 0) notes.add('changed', 'The title of a picture was left out.', title);
  return {
    type: 'paragraph',
    children: [
      { type: 'image', url: isLarger ? link : shown, alt },
      ...(tail.length === 0 ? [] : ([{ type: 'text', value: '\n' }, ...tail] satisfies PhrasingContent[])),
    ],
  };
}

/** A figure, a captioned table of a blog or a box of one picture with its words; undefined for anything else. */
export function captionedPicture(
  element: Element,
): { image: Element; link?: string; caption: readonly ElementContent[] } | undefined {
  const isFigure = element.tagName === 'figure';
  const isBox = /\b(?:tr-caption-container|wp-caption|captioned-image-container|image-caption)\b/u.test(
    textOf(element, 'className'),
  );
  if (!isFigure && !isBox) return undefined;
  const inside = elementsIn(element.children);
  const images = inside.filter(({ tagName }) => tagName === 'img');
  const [image] = images;
  if (image === undefined || images.length > 1 || inside.some(({ tagName }) => FILMS.has(tagName)))
    return undefined;
  const anchor = inside.find(
    (one) =>
      one.tagName === 'a' && one.properties['href'] !== undefined && elementsIn(one.children).includes(image),
  );
  const caption = inside.find(
    (one) =>
      one.tagName === 'figcaption' ||
      /\b(?:tr-caption|wp-caption-text|image-caption)\b/u.test(textOf(one, 'className')),
  );
  // Words beside the caption would be lost with the box.
  if (wordsOf(element) !== (caption === undefined ? '' : wordsOf(caption))) return undefined;
  return {
    image,
    ...(anchor === undefined ? {} : { link: textOf(anchor, 'href') }),
    caption: caption?.children ?? [],
  };
}

const FILMS = new Set(['iframe', 'video', 'embed', 'object', 'audio']);

/** Pictures that are loaded late have their address elsewhere. */
function sourceOf(image: Element): string {
  const candidates = ['dataSrc', 'dataLazySrc', 'dataOriginal', 'src'].map((name) => textOf(image, name));
  const found = candidates.find((one) => one !== '' && !one.startsWith('data:'));
  if (found !== undefined) return found;
  return (textOf(image, 'srcSet') || textOf(image, 'dataSrcset')).trim().split(/[\s,]/u)[0] ?? '';
}

function isPictureAddress(url: string): boolean {
  return /\.(?:jpe?g|png|gif|webp|avif)$/iu.test(url.replace(/[?#].*$/su, ''));
}

/** The maker named at the end of a caption; one that is a link stays where it is. */
function takeCredit(caption: readonly PhrasingContent[]): { rest: PhrasingContent[]; credit?: string } {
  const last = caption.at(-1);
  if (last?.type !== 'text') return { rest: [...caption] };
  const words = last.value.trimEnd();
  const match = CREDIT.exec(words.slice(-160)) ?? BRACKETS.exec(words.slice(-80));
  const credit = (match?.[1] ?? match?.[2])?.trim().replace(/^credit:\s*/iu, '');
  if (match === null || credit === undefined) return { rest: [...caption] };
  const value = words.slice(0, words.length - match[0].length).trimEnd();
  return {
    rest: [...caption.slice(0, -1), ...(value === '' ? [] : [{ type: 'text', value } as const])],
    credit,
  };
}
