// Mail programs are old: a picture in a newer format is a grey box in some of them.
import { nodesOf } from '../parts/nodes-of.ts';
import { placeOfLastWords } from '../parts/place-of-words.ts';
import type { IssueRule } from '../rule.ts';

const FORMAT = /\.(webp|svgz?|avif|heic|heif|tiff?|bmp|pdf|jxl|psd|eps)(?=$|[?#])/iu;

export const mediaFormat: IssueRule = {
  id: 'media-format',
  severity: 'warning',
  stage: 'issue',
  description: 'Pictures are JPEG, PNG or GIF files, which every mail program can show.',
  check: (issue) =>
    nodesOf(issue.tree, 'image').flatMap(({ url, position }) => {
      const format = FORMAT.exec(url)?.[1];
      if (format === undefined || position === undefined) return [];
      return [
        {
          reason: `Unexpected picture in the format ${format.toUpperCase()}, expected JPEG, PNG or GIF`,
          place: placeOfLastWords(issue.text, position, url) ?? position,
          actual: url,
          expected: [url.replace(FORMAT, '.jpg'), url.replace(FORMAT, '.png')],
          note: 'Some mail programs cannot show this format; which of your readers use one, the proofreader cannot know. Save the picture as JPEG (photographs) or PNG (drawings) and put that file into issues/images/.',
        },
      ];
    }),
};
