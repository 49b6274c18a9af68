// A source that has no row in sources.yaml is written as earlier issues wrote it. Names with a row are source-variant's.
import type { ArchiveIndex } from '../../model/archive-index.ts';
import type { IssueDigest } from '../../model/issue-digest.ts';
import { earlierThan, nameOfIssue } from '../archive/earlier-in-archive.ts';
import type { ArchiveRule } from '../rule.ts';
import { foldName } from '../words/fold-name.ts';
import { isOneLetterApart } from '../words/one-letter-apart.ts';

/** In shorter names one letter is much: ITN and ITV. */
const LEAST_LETTERS = 7;

export const sourceDrift: ArchiveRule = {
  id: 'source-drift',
  severity: 'warning',
  stage: 'archive',
  description: 'A source without a row in sources.yaml is written as earlier issues wrote it.',
  check: (issue, archive) =>
    issue.sources.flatMap(({ written, id, place }) => {
      if (id !== undefined) return [];
      const usual = usualName(written, issue, archive);
      if (usual === undefined) return [];
      return [
        {
          reason: `Unexpected spelling "${written}", expected "${usual.name}"`,
          place,
          actual: written,
          expected: [usual.name],
          note: `${nameOfIssue(usual.issue)} has "${usual.name}". It is not certain that both are one source. If they are, write it as before, and give it a row in issues/sources.yaml; if they are two, give each a row.`,
        },
      ];
    }),
};

/** Of the names like this one that were there before, the one met most often; none where this one was met as often. */
function usualName(written: string, issue: IssueDigest, archive: ArchiveIndex) {
  const own = earlierThan(issue, archive.sourcesNamed(written)).length;
  return namesLike(written, archive)
    .flatMap((name) => {
      const earlier = earlierThan(issue, archive.sourcesNamed(name)).filter(
        ({ found }) => found.id === undefined,
      );
      const [first] = earlier;
      return first === undefined || earlier.length <= own
        ? []
        : [{ name, issue: first.issue, times: earlier.length }];
    })
    .sort((a, b) => b.times - a.times)
    .at(0);
}

function namesLike(written: string, archive: ArchiveIndex): readonly string[] {
  const form = foldName(written);
  const figures = figuresIn(written);
  return [...archive.sourceNames().keys()].filter((name) => {
    if (name === written || Math.abs(name.length - written.length) > 'the '.length + 1) return false;
    const other = foldName(name);
    if (form === other) return form !== '';
    return (
      Math.min(form.length, other.length) >= LEAST_LETTERS &&
      isOneLetterApart(form, other) &&
      figuresIn(name) === figures
    );
  });
}

function figuresIn(name: string): string {
  return name.replace(/\P{N}+/gu, ' ').trim();
}
