// The title of a web page pasted as a headline: "Dockers vote to end strike | Harbour Post". The source stands in the attribution.
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { type HeadedEntry, headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const SEPARATOR = /\s[|–—-]\s|\s?\|\s?|\s::\s/gu;
/** What sites put behind their name. */
const SITE_WORDS = /\s(?:news|online|english|world|international|uk|us|website|homepage)$/u;
const MAX_NAME = 60;

export const headlineSourceName: IssueRule = {
  id: 'headline-source-name',
  severity: 'warning',
  stage: 'issue',
  description: 'A headline does not end in the name of the paper or site, as the titles of web pages do.',
  check: (issue, { sources }) => {
    const known = new Map(
      sources.flatMap((source) =>
        [source.name, ...source.variants, ...source.domains].map((name) => [nameKey(name), source] as const),
      ),
    );
    return headlinesOf(issue).flatMap(({ entry }) => findingFor(entry, issue, known));
  },
};

function findingFor(
  entry: HeadedEntry,
  issue: Issue,
  known: ReadonlyMap<string, Source>,
): readonly Finding[] {
  const separator = [...entry.headline.matchAll(SEPARATOR)].at(-1);
  if (separator === undefined || separator.index === 0) return [];
  const kept = entry.headline.slice(0, separator.index);
  const name = entry.headline.slice(separator.index + separator[0].length);
  const source = known.get(nameKey(name)) ?? known.get(nameKey(name.toLowerCase().replace(SITE_WORDS, '')));
  // An upright stroke is no mark of our own; a dash before a name that nobody knows is.
  const isTitle =
    source !== undefined || (separator[0].includes('|') && name !== '' && name.length <= MAX_NAME);
  if (!isTitle) return [];
  const words = placeOfHeadline(issue, entry);
  const isFound = words !== entry.headlinePosition;
  const start = (words.start.offset ?? 0) + separator.index;
  const place = isFound ? placeOf(issue.text, start, words.end.offset ?? start) : words;
  const isNamedBelow =
    source !== undefined &&
    entry.kind === 'item' &&
    entry.reports.some((report) => report.source.id === source.id);
  return [
    {
      reason: `Unexpected "${entry.headline.slice(separator.index).trim()}" at the end of a headline, expected the headline alone`,
      place,
      actual: entry.headline,
      expected: [kept],
      note: isNamedBelow
        ? 'This is the title of the web page. The source stands in the line below, so its name can go here.'
        : 'This looks like the title of a web page, with the name of the site at its end. Name the source in the line below instead; if the words belong to the headline, use another mark before them.',
      ...(isFound &&
        isNamedBelow && { fix: { title: 'Delete the name of the source', edits: [editAt(place, '')] } }),
    },
  ];
}

function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\s*the\s/u, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}
