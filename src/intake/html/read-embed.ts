// In: a film, a sound or a page set into a page. Out: a link to it: `[Video: TITLE](URL)`, or a line that names what it was. Nothing of
// others is ever loaded into a mail.
import type { Element } from 'hast';
import type { Paragraph, PhrasingContent } from 'mdast';
import { textOf } from './looks-of.ts';
import { addressOf, elementsIn, type HtmlSettings, type Walk, wordsOf } from './walk.ts';

/** By the host and path of a frame: the film's own page. */
const FILMS: readonly { readonly frame: RegExp; readonly page: string; readonly host: string }[] = [
  {
    frame: /^https?:\/\/(?:www\.|m\.)?youtube(?:-nocookie)?\.com\/(?:embed|v)\/([\w-]{6,20})/iu,
    page: 'https://www.youtube.com/watch?v=$1',
    host: 'YouTube',
  },
  {
    frame: /^https?:\/\/youtu\.be\/([\w-]{6,20})/iu,
    page: 'https://www.youtube.com/watch?v=$1',
    host: 'YouTube',
  },
  {
    frame: /^https?:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.{0,80}&)?v=([\w-]{6,20})/iu,
    page: 'https://www.youtube.com/watch?v=$1',
    host: 'YouTube',
  },
  { frame: /^https?:\/\/player\.vimeo\.com\/video\/(\d+)/iu, page: 'https://vimeo.com/$1', host: 'Vimeo' },
  { frame: /^https?:\/\/(?:www\.)?vimeo\.com\/(\d+)/iu, page: 'https://vimeo.com/$1', host: 'Vimeo' },
  {
    frame: /^https?:\/\/(?:www\.)?dailymotion\.com\/(?:embed\/)?(?:video|swf)\/([\w]+)/iu,
    page: 'https://www.dailymotion.com/video/$1',
    host: 'Dailymotion',
  },
];
/** What players are called, whatever they play. */
const NO_TITLE = /^(?:(?:youtube|vimeo|embedded|video|html5)\s?)*(?:video)?\s?player$|^video$/iu;

/** The film that an address leads to, where the address alone tells. */
export function filmOf(url: string): { readonly page: string; readonly host: string } | undefined {
  for (const { frame, page, host } of FILMS) {
    const id = frame.exec(url)?.[1];
    if (id !== undefined) return { page: page.replace('$1', id), host };
  }
  return undefined;
}

export function readEmbed(element: Element, walk: Walk): Paragraph[] {
  const { notes, settings } = walk;
  const written = addressIn(element);
  const title = settings.mendText(textOf(element, 'title').replace(/\s+/gu, ' ').trim());
  const words = wordsOf(element);
  const url = written === undefined ? undefined : addressOf(written, settings);
  if (url === undefined) {
    notes.add(
      'left-out',
      'Something set into the page was left out: it has no address.',
      words || element.tagName,
    );
    return [];
  }
  const film = filmOf(url);
  const isFilm = film !== undefined || element.tagName === 'video' || /\.(?:mp4|webm|mov|m4v)$/iu.test(url);
  const kind = isFilm
    ? 'Video'
    : element.tagName === 'audio' || /\.(?:mp3|ogg|m4a)$/iu.test(url)
      ? 'Audio'
      : 'Page';
  const page = film?.page ?? url;
  notes.add(
    'changed',
    isFilm
      ? 'A film set into the page became a link; who made it is not known.'
      : 'Something set into the page became a link.',
    page,
  );
  if (words !== '') notes.add('left-out', 'Words for readers who could not see it were left out.', words);
  const name = title === '' || NO_TITLE.test(title) ? `${film?.host ?? hostOf(page)}` : title;
  return [
    {
      type: 'paragraph',
      children: [{ type: 'link', url: page, children: [{ type: 'text', value: `${kind}: ${name}` }] }],
    },
  ];
}

function addressIn(element: Element): string | undefined {
  const all = [element, ...elementsIn(element.children)];
  const written = all.flatMap((one) => [
    textOf(one, 'src'),
    textOf(one, 'dataSrc'),
    textOf(one, 'data'),
    one.tagName === 'param' && /^(?:movie|src)$/iu.test(textOf(one, 'name')) ? textOf(one, 'value') : '',
  ]);
  return written.find((one) => one !== '' && one !== 'about:blank');
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./u, '') ?? 'film';
}

/** A film's bare address on a line of its own is what blog programs make a player of. */
export function filmParagraph(
  children: readonly PhrasingContent[],
  settings: HtmlSettings,
): Paragraph | undefined {
  const [only] = children;
  if (children.length !== 1 || only === undefined) return undefined;
  const shown = only.type === 'link' ? only.children[0] : only;
  if (shown?.type !== 'text' || !/^https?:\/\/\S+$/iu.test(shown.value)) return undefined;
  const film = filmOf(addressOf(only.type === 'link' ? only.url : shown.value, settings) ?? '');
  if (film === undefined) return undefined;
  return {
    type: 'paragraph',
    children: [{ type: 'link', url: film.page, children: [{ type: 'text', value: `Video: ${film.host}` }] }],
  };
}
