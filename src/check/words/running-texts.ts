// An issue goes in; every running text of it comes out once, with its words, and with what in it is quoted. Stands apart so that
// twenty rules share one pass: the answer is remembered as long as the issue is.

import type { PhrasingContent } from 'mdast';
import type { Block } from '../../model/block.ts';
import type { Entry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { mainLanguage } from '../../model/main-language.ts';
import type { Place } from '../../model/place.ts';
import { type Paragraph, paragraphOf, paragraphsOf } from './paragraph-text.ts';
import { merged, overlaps, quotedSpans } from './quoted-words.ts';
import { type Word, withoutAddresses, wordsIn } from './words-in.ts';

export interface RunningText extends Paragraph {
  readonly role: Role;
  /** The language's subtag of its BCP 47 tag: `en`, `ar`. */
  readonly language: string;
  /** The text with addresses blacked out: as long as `text`, so that an index means the same in both. */
  readonly prose: string;
  /** Words of `prose`. */
  readonly words: readonly Word[];
  /** True where any unit from `start` to `end` may be somebody else's. */
  readonly isQuoted: (start: number, end: number) => boolean;
}

export type Role = 'field' | 'heading' | 'headline' | 'prose' | 'quote' | 'note' | 'caption' | 'title';

interface Raw {
  readonly paragraphs: readonly Paragraph[];
  readonly role: Role;
  readonly language: string;
  /** Words at the beginning that are the title of somebody else's work. */
  readonly foreignTitle?: string;
}

const REMEMBERED = new WeakMap<Issue, readonly (readonly RunningText[])[]>();
const FIELDS = ['title', 'subject', 'preheader'];

/** Every text, in the order in which groups stand. */
export function runningTexts(issue: Issue): readonly RunningText[] {
  return runningTextGroups(issue).flat();
}

/** Texts that are each one person's: a quotation never runs on from one group into the next. */
export function runningTextGroups(issue: Issue): readonly (readonly RunningText[])[] {
  const known = REMEMBERED.get(issue);
  if (known !== undefined) return known;
  const groups = rawTexts(issue).map(toGroup);
  REMEMBERED.set(issue, groups);
  return groups;
}

function toGroup({ paragraphs, role, language, foreignTitle }: Raw): readonly RunningText[] {
  const spans = quotedSpans(paragraphs);
  const isForeign = role === 'quote' || role === 'title';
  return paragraphs.map((paragraph, nth) => {
    const { text } = paragraph;
    const titleEnd =
      nth === 0 && foreignTitle !== undefined && text.startsWith(foreignTitle) ? foreignTitle.length : 0;
    const own = merged([...(spans[nth] ?? []), ...(titleEnd === 0 ? [] : [{ start: 0, end: titleEnd }])]);
    const prose = withoutAddresses(text);
    return {
      ...paragraph,
      role,
      language,
      prose,
      words: wordsIn(prose),
      isQuoted: (start, end) => isForeign || overlaps(own, start, end),
    };
  });
}

function rawTexts(issue: Issue): readonly Raw[] {
  const { text, language } = issue;
  const fields = FIELDS.flatMap((key) => {
    const field = issue.frontMatter.fields[key];
    return field === undefined ? [] : plainText(field.value, field.position, 'field', language, text);
  });
  return [
    ...fields,
    ...textsOfBlocks(issue.lead, language, text),
    ...issue.sections.flatMap(({ heading, headingPosition, body, entries }) => [
      ...(headingPosition === undefined
        ? []
        : plainText(heading, headingPosition, 'heading', language, text)),
      ...textsOfBlocks(body, language, text),
      ...entries.flatMap((entry) => textsOfEntry(entry, issue)),
    ]),
  ];
}

function textsOfEntry(entry: Entry, { text, language: issueLanguage }: Issue): readonly Raw[] {
  const language = entry.language ?? issueLanguage;
  // The words of a listing's headline stand in its body, and where they are a link they are the title of a work.
  if (entry.kind === 'listing') {
    const [first, ...rest] = textsOfBlocks(entry.body, language, text);
    if (first === undefined) return [];
    return [{ ...first, ...(entry.url !== undefined && { foreignTitle: entry.headline }) }, ...rest];
  }
  const bodies =
    entry.kind === 'item' ? [entry.body, ...entry.reports.map(({ body }) => body)] : [entry.body];
  return [
    toRaw(entry.headlineChildren, 'headline', language, text),
    ...bodies.flatMap((blocks) => textsOfBlocks(blocks, language, text)),
  ];
}

function textsOfBlocks(blocks: readonly Block[], language: string, text: string): readonly Raw[] {
  // Paragraphs in another language than their neighbours are a text of their own.
  const prose = Map.groupBy(
    blocks.filter(({ kind }) => kind === 'prose'),
    (block) => block.language ?? language,
  );
  return [
    ...[...prose].map(
      ([own, group]): Raw => ({
        paragraphs: paragraphsOf(group, text),
        role: 'prose',
        language: mainLanguage(own),
      }),
    ),
    ...blocks.flatMap((block) => textsInside(block, block.language ?? language, text)),
  ];
}

function textsInside(block: Block, language: string, text: string): readonly Raw[] {
  switch (block.kind) {
    case 'prose':
      return [];
    case 'quote':
      return textsOfBlocks(block.children, language, text).map((raw) => ({
        ...raw,
        role: raw.role === 'prose' ? 'quote' : raw.role,
      }));
    case 'note':
      return [toRaw(block.children, 'note', language, text)];
    case 'picture':
      return [
        ...plainText(block.alt, block.position, 'caption', language, text),
        toRaw(block.caption, 'caption', language, text),
      ];
    case 'gallery':
      return block.pictures.flatMap((picture) => textsInside(picture, picture.language ?? language, text));
    case 'video':
      return [
        ...plainText(block.title, block.position, 'title', language, text),
        toRaw(block.caption, 'caption', language, text),
      ];
  }
}

function toRaw(children: readonly PhrasingContent[], role: Role, language: string, text: string): Raw {
  return { paragraphs: [paragraphOf(children, text)], role, language: mainLanguage(language) };
}

/** Words of which the model keeps no tree; none where escapes stand in them, for then their place is not known. */
function plainText(
  words: string,
  { start, end }: Place,
  role: Role,
  language: string,
  text: string,
): readonly Raw[] {
  const from = start.offset ?? 0;
  const at = text.slice(from, end.offset).indexOf(words);
  if (words === '' || at < 0) return [];
  const paragraph = { text: words, offsetAt: (index: number) => from + at + index, isLoose: false };
  return [{ paragraphs: [paragraph], role, language: mainLanguage(language) }];
}
