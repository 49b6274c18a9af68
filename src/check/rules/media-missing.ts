// A picture that is not in the folder: readers would get its description in brackets. Most often the name is misspelt, or has
// capitals that the file has not.
import { blocksOf, picturesOf } from '../../model/entry.ts';
import { imagePathsOf } from '../../model/image-path.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import type { IssueRule } from '../rule.ts';

export const mediaMissing: IssueRule = {
  id: 'media-missing',
  severity: 'warning',
  stage: 'issue',
  description: 'Every picture of our own that an issue shows is in the folder issues/images/.',
  check: (issue, { images }) => {
    if (images === undefined) return [];
    const blocks = [
      ...issue.lead,
      ...issue.sections.flatMap(({ body, entries }) => [...body, ...entries.flatMap(blocksOf)]),
    ];
    return picturesOf(blocks)
      .filter(
        ({ url }) =>
          !/^[a-z][a-z0-9+.-]*:|^\/\//iu.test(url) && !imagePathsOf(url).some((path) => images.has(path)),
      )
      .map(({ url, position }) => {
        const expected = nearestNames(url, [...images]);
        return {
          reason: `Unexpected picture "${url}", expected ${expected[0] === undefined ? 'a file in issues/images/' : `"${expected[0]}"`}`,
          place: position,
          actual: url,
          expected,
          note: 'Put the file into issues/images/, or correct its name here; capitals count.',
        };
      });
  },
};
