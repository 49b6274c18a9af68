// The newsletter knows whom it quotes. A name that is not in sources.yaml is a new publisher or, more often, a slip: letters
// swapped, or the headline's last word glued to it.

import { nearestNames } from '../../model/nearest-names.ts';
import type { Source } from '../../model/source.ts';
import { namedSources, placeOfName } from '../named-sources.ts';
import type { IssueRule } from '../rule.ts';

export const sourceUnknown: IssueRule = {
  id: 'source-unknown',
  severity: 'warning',
  stage: 'issue',
  description: 'Every source that an issue names is one of those in sources.yaml.',
  check: (issue, { sources }) => {
    // Without a list there is nothing to compare with.
    if (sources.length === 0) return [];
    return namedSources(issue)
      .filter(({ source }) => source.id === undefined)
      .map((named) => {
        const { written } = named.source;
        const glued = gluedName(written, sources);
        const expected = glued === undefined ? nearestSources(written, sources) : [glued];
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
            glued === undefined
              ? 'Correct the name. If it is right and new, give it a row in issues/sources.yaml.'
              : `Other words have run into the name "${glued}". The headline stands on a line of its own, with ### before it and an empty line after it; the attribution begins with the name.`,
        };
      });
  },
};

/** `northAP`, `IsisThe Independent`: a known name at the end, with no space before it. */
function gluedName(written: string, sources: readonly Source[]): string | undefined {
  const names = sources.flatMap(({ name, variants }) =>
    [name, ...variants].map((spelling) => ({ spelling, name })),
  );
  return names
    .filter(
      ({ spelling }) =>
        written.endsWith(spelling) && /[\p{Ll}\p{N}.,!?]$/u.test(written.slice(0, -spelling.length)),
    )
    .filter(({ spelling }) => /^\p{Lu}/u.test(spelling))
    .toSorted((a, b) => b.spelling.length - a.spelling.length)[0]?.name;
}

function nearestSources(written: string, sources: readonly Source[]): readonly string[] {
  const nameOf = new Map(
    sources.flatMap(({ name, variants }) => [name, ...variants].map((spelling) => [spelling, name])),
  );
  return [
    ...new Set(nearestNames(written, [...nameOf.keys()]).map((spelling) => nameOf.get(spelling) ?? spelling)),
  ];
}
