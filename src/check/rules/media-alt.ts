// The words in the square brackets of a picture are for readers who cannot see it, and for mail programs that do not load it.
import { toString as wordsOf } from 'mdast-util-to-string';
import { picturesOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { blocksOfIssue } from '../parts/blocks-of-issue.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { placeOfWords } from '../parts/place-of-words.ts';
import type { IssueRule } from '../rule.ts';

const FILE_NAME = /^\S{1,200}\.(?:jpe?g|png|gif|webp|svg|avif|heic|tiff?|bmp)$/iu;
/** What a camera or a screen calls its files. */
const CAMERA_NAME =
  /^(?:img|dsc|dscn|dscf|p|pxl|screenshot|screen shot|scan|whatsapp image)[\s_-]{0,3}\d[\d\s_.-]{0,40}$/iu;
const SAYS_NOTHING =
  /^(?:an?|the)?\s?(?:image|img|photo|photograph|picture|pic|foto|graphic|illustration|alt|alt text|caption|description|untitled|bild|صورة)(?:\s?(?:no\.?\s?)?\d{1,3})?[.:]?$/iu;

export const mediaAlt: IssueRule = {
  id: 'media-alt',
  severity: 'warning',
  stage: 'issue',
  description: 'Every picture is described for those who cannot see it, in other words than its caption.',
  check: (issue) => {
    const captions = captionsOf(issue);
    return nodesOf(issue.tree, 'image').flatMap(({ alt, url, position }) => {
      if (position === undefined) return [];
      const words = (alt ?? '').trim();
      const fault = faultOf(words, url, captions.get(position.start.offset ?? -1) ?? '');
      return fault === undefined
        ? []
        : [
            {
              reason: `Unexpected ${fault}, expected what the picture shows`,
              place: placeOfAlt(issue.text, position, words),
              actual: words,
              note: 'Say in the square brackets behind the ! what a reader would see, in a few words: ![Three cranes at dusk](…). It is read aloud, and shown where pictures are not loaded.',
            },
          ];
    });
  },
};

function faultOf(words: string, url: string, caption: string): string | undefined {
  if (words === '') return 'picture without a description';
  const file = url.split('/').at(-1) ?? '';
  const isFile = FILE_NAME.test(words) || CAMERA_NAME.test(words) || isNameOfFile(words, file);
  if (isFile) return `name of a file "${words}" as the description of a picture`;
  if (SAYS_NOTHING.test(words)) return `"${words}" as the description of a picture`;
  if (caption !== '' && plain(caption) === plain(words)) return `caption "${words}" again as the description`;
  return undefined;
}

/** `crane_2.jpg` described as "crane_2"; one plain word may well be both. */
function isNameOfFile(words: string, file: string): boolean {
  return words === file.replace(/\.[a-z]{3,4}$/iu, '') && /[\d_-]/u.test(words);
}

/** Captions without their credits, by the offset of the picture. */
function captionsOf(issue: Issue): ReadonlyMap<number, string> {
  return new Map(
    picturesOf(blocksOfIssue(issue)).map(({ position, caption }) => [
      position.start.offset ?? -1,
      caption.map((node) => wordsOf(node)).join(''),
    ]),
  );
}

function placeOfAlt(text: string, position: Place, words: string): Place {
  return placeOfWords(text, position, words) ?? position;
}

function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');
}
