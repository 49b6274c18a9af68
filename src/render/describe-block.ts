// One block of an issue → what the templates `…/block.hbs` of the HTML editions are given. Everything a template may name is
// always there; what a block does not have is the empty text.
import type { Definition, PhrasingContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block, Note, Picture, Video } from '../model/block.ts';
import { formatDate } from '../model/calendar.ts';
import { type Direction, directionOf } from '../model/direction.ts';
import type { Edition } from './edition.ts';
import { findPicture } from './find-picture.ts';
import type { HtmlOfProse } from './html-of-prose.ts';
import { safeUrl } from './safe-url.ts';
import { setType, typeLanguage } from './set-type.ts';

/** Where a block stands. */
export interface Scope {
  readonly edition: Edition;
  readonly prose: HtmlOfProse;
  /** Of the issue (or, for the standing texts, the newsletter). */
  readonly language: string;
  readonly direction: Direction;
  readonly definitions: readonly Definition[];
  /** Of the entry, where it says so. */
  readonly entryLanguage?: string | undefined;
}

/** `dir` and `lang` are empty where they are the issue's own; `rtl` is the class of right-to-left setting, or empty. */
export interface Bidi {
  readonly dir: Direction | '';
  readonly lang: string;
  readonly rtl: 'rtl' | '';
}

export type BlockView = Bidi & { readonly kind: Block['kind'] } & Readonly<Record<string, unknown>>;

export function describeBlock(block: Block, scope: Scope): BlockView {
  const bidi = bidiOf(block.direction, block.language, scope);
  switch (block.kind) {
    case 'prose':
      return {
        ...bidi,
        kind: 'prose',
        html: withBidi(scope.prose.block(block.node, settingOf(block, scope)), bidi),
      };
    case 'quote':
      return {
        ...bidi,
        kind: 'quote',
        blocks: block.children.map((child) => describeBlock(child, scope)),
        speakerHtml: phrasing(block.speaker ?? [], block, scope),
      };
    case 'picture':
      return { ...bidi, kind: 'picture', ...describePicture(block, scope) };
    case 'gallery':
      return {
        ...bidi,
        kind: 'gallery',
        pictures: block.pictures.map((picture) => ({
          ...bidiOf(picture.direction, picture.language, scope),
          ...describePicture(picture, scope),
        })),
      };
    case 'video':
      return { kind: 'video', ...describeVideo(block, scope) };
    case 'note':
      return { ...bidi, kind: 'note', ...describeNote(block, scope) };
  }
}

export function bidiOf(direction: Direction, language: string | undefined, scope: Scope): Bidi {
  const lang = language ?? scope.entryLanguage ?? '';
  return {
    dir: direction === scope.direction ? '' : direction,
    lang: lang === scope.language ? '' : lang,
    rtl: direction === 'rtl' ? 'rtl' : '',
  };
}

export function languageOf(block: Pick<Block, 'language' | 'direction'>, scope: Scope): string {
  return typeLanguage(block.language ?? scope.entryLanguage ?? scope.language, block.direction);
}

function describePicture(picture: Picture, scope: Scope) {
  const found = findPicture(picture.url, scope.edition);
  return {
    shown: found.kind,
    url: found.kind === 'missing' ? '' : found.url,
    width: found.kind === 'own' ? found.widthPx : 0,
    height: found.kind === 'own' ? found.heightPx : 0,
    alt: setType(picture.alt, languageOf(picture, scope)),
    captionHtml: phrasing(picture.caption, picture, scope),
    credit: picture.credit ?? '',
  };
}

/** The title runs its own way; everything else about a film runs as what is said of it does. */
function describeVideo(video: Video, scope: Scope): Omit<BlockView, 'kind'> & Bidi {
  const titleDirection = directionOf(video.title) ?? video.direction;
  const direction = directionOf(plainTextOf(video.caption)) ?? scope.direction;
  const around = { language: typeLanguage(scope.entryLanguage ?? scope.language, direction), direction };
  return {
    ...bidiOf(direction, undefined, scope),
    url: safeUrl(video.url) ?? '',
    title: setType(video.title, typeLanguage(video.language ?? scope.language, titleDirection)),
    titleBidi: bidiOf(titleDirection, titleDirection === scope.direction ? undefined : video.language, scope),
    channel: video.channel ?? '',
    host: video.host ?? '',
    captionHtml: scope.prose.phrasing(video.caption, { ...around, definitions: scope.definitions }),
  };
}

export function describeNote(note: Note, scope: Scope) {
  return {
    note: note.note,
    // `none` inside a key entry, which has an edge already.
    edge: 'own',
    isoDate: note.date ?? '',
    date: note.date === undefined ? (note.dateAsWritten ?? '') : formatDate(note.date, scope.language),
    html: phrasing(note.children, note, scope),
  };
}

function phrasing(nodes: readonly PhrasingContent[], block: Block, scope: Scope): string {
  return scope.prose.phrasing(nodes, settingOf(block, scope));
}

function settingOf(block: Block, scope: Scope) {
  return {
    language: languageOf(block, scope),
    direction: block.direction,
    definitions: scope.definitions,
  };
}

/** Prose arrives as whole tags: its direction goes into the first of them. */
function withBidi(html: string, { dir, lang }: Bidi): string {
  const attributes = `${lang === '' ? '' : ` lang="${lang.replace(/[^\w-]/gu, '')}"`}${dir === '' ? '' : ` dir="${dir}"`}`;
  return attributes === '' || html.startsWith('<pre')
    ? html
    : html.replace(/^<[a-z]+/u, (tag) => tag + attributes);
}
