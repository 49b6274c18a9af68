// The newsletter knows whom it quotes. A name that is not in sources.yaml is a new publisher or, more often, a slip of the pen.
import { isBlank } from '../../model/blanks.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import type { Place } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { runInHeadlines } from '../paste/run-in-headlines.ts';
import type { IssueRule } from '../rule.ts';
import type { KnownAttribution } from '../sources/known-attributions.ts';
import { namedSources, placeOfName } from '../sources/named-sources.ts';

export const sourceUnknown: IssueRule = {
  id: 'source-unknown',
  severity: 'warning',
  stage: 'issue',
  description: 'Every source that an issue names is one of those in sources.yaml.',
  check: (issue, context) => {
    const { sources } = context;
    // Without a list there is nothing to compare with.
    if (sources.length === 0) return [];
    const unknown = namedSources(issue)
      .filter(({ source }) => source.id === undefined)
      // A blank is `text-blank`'s.
      .filter(({ source }) => !isBlank(source.written));
    if (unknown.length === 0) return [];
    // A known name that other words have run into is told of there.
    const runIns = runInHeadlines(issue, context);
    return unknown
      .filter(({ position }) => !runIns.some(({ attribution }) => isRunInto(attribution, position)))
      .map((named) => {
        const { written } = named.source;
        const several = knownParts(written, sources);
        const expected = several.length > 0 ? several : nearestSources(written, sources);
        const known =
          expected.length === 0
            ? 'one of those in sources.yaml'
            : expected.map((name) => `"${name}"`).join(' or ');
        return {
          reason: `Unexpected source "${written}", expected ${known}`,
          place: placeOfName(named, issue.text),
          actual: written,
          expected,
          note:
            several.length > 0
              ? 'An attribution names one source. Name the one that the link leads to, and the others in the text; or give each a report of its own.'
              : 'Correct the name. If it is right and new, give it a row in issues/sources.yaml.',
        };
      });
  },
};

/** True where other words stand before a name in its attribution; a name that nobody knows may also begin it. */
function isRunInto({ start, isKnown }: KnownAttribution, position: Place): boolean {
  const [from, to] = [position.start.offset ?? 0, position.end.offset ?? 0];
  return start < to && (isKnown ? start >= from : start > from);
}

/** "Juan Cole and Ali Fadhil", "Reuters, AP and AFP": the known ones of several names. */
function knownParts(written: string, sources: readonly Source[]): readonly string[] {
  const parts = written.split(/, | and | & |; /u);
  if (parts.length < 2) return [];
  const found = parts.flatMap(
    (part) => sources.find(({ name, variants }) => part === name || variants.includes(part))?.name ?? [],
  );
  return [...new Set(found)];
}

function nearestSources(written: string, sources: readonly Source[]): readonly string[] {
  const nameOf = new Map(
    sources.flatMap(({ name, variants }) => [name, ...variants].map((spelling) => [spelling, name])),
  );
  return [
    ...new Set(nearestNames(written, [...nameOf.keys()]).map((spelling) => nameOf.get(spelling) ?? spelling)),
  ];
}
