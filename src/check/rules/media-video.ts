// A film is a link that a reader can follow, with the name of whoever made it.
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Video } from '../../model/block.ts';
import { blocksOf, type Entry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { blocksOfIssue } from '../parts/blocks-of-issue.ts';
import type { Finding, IssueRule } from '../rule.ts';

const MAKER = /^\s*by\s\S/iu;

export const mediaVideo: IssueRule = {
  id: 'media-video',
  severity: 'warning',
  stage: 'issue',
  description: 'A film has its address and the name of its channel: "by CHANNEL via HOST".',
  check: (issue) => [
    ...blocksOfIssue(issue).flatMap((block) => (block.kind === 'video' ? ofVideo(block, issue) : [])),
    ...issue.sections.flatMap(({ entries }) => entries.flatMap(ofHeadline)),
  ],
};

function ofVideo({ title, url, channel, host, position }: Video, issue: Issue): readonly Finding[] {
  const place = firstLine(issue.text, position);
  const shown = title === '' ? 'film' : `film "${title}"`;
  return [
    ...(url === undefined
      ? [
          {
            reason: `Unexpected ${shown} without an address, expected one`,
            place,
            actual: title,
            expected: [`[Video: ${title}](https://…)`],
            note: 'Put square brackets around "Video:" and the title, and the address of the film in round brackets behind them. If it is not known, say so on this line: <!-- on purpose: media-video (the address is not known) -->',
          },
        ]
      : []),
    ...(channel === undefined ? [withoutMaker(shown, place, host)] : []),
  ];
}

/** `### [Video: A quay without ships](https://…)` with its maker in the line below. */
function ofHeadline(entry: Entry): readonly Finding[] {
  if (entry.kind !== 'item' || !/^video$/iu.test(entry.label ?? '') || entry.reports.length > 0) return [];
  const isTold = blocksOf(entry).some(
    (block) => block.kind === 'video' || (block.kind === 'prose' && MAKER.test(wordsOf(block.node))),
  );
  return isTold ? [] : [withoutMaker(`film "${entry.headline}"`, entry.headlinePosition, undefined)];
}

function withoutMaker(shown: string, place: Place, host: string | undefined): Finding {
  return {
    reason: `Unexpected ${shown} without its maker, expected who made it in the line below`,
    place,
    expected: [`by CHANNEL via ${host ?? 'HOST'}`],
    note: 'Write under the title who made the film and where it can be seen: by Quay TV via VideoSite.',
  };
}

function firstLine(text: string, { start, end }: Place): Place {
  const from = start.offset ?? 0;
  const line = /^[^\r\n]*/u.exec(text.slice(from, end.offset))?.[0] ?? '';
  return placeOf(text, from, from + line.length);
}
