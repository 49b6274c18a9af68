// A source has one spelling, so that its page in the archive, the index and the reader's eye find it.

import type { IssueRule } from '../rule.ts';
import { namedSources, placeOfName, renaming } from '../sources/named-sources.ts';

export const sourceVariant: IssueRule = {
  id: 'source-variant',
  severity: 'warning',
  stage: 'issue',
  description: 'A source is written as sources.yaml writes it.',
  check: (issue, { sources }) =>
    namedSources(issue).flatMap((named) => {
      const { id, written } = named.source;
      const source = sources.find((one) => one.id === id);
      if (source === undefined) return [];
      const spelling = written.replace(/\s+/gu, ' ').trim();
      // With its qualifier it is told from its namesake: that is no other spelling. Nor is a curly apostrophe, which a keyboard or a program sets.
      if (withPlainApostrophes(spelling) === withPlainApostrophes(source.name)) return [];
      if (spelling === `${source.name} (${source.qualifier})`) return [];
      const edits = renaming(named, issue.text, source.name);
      return [
        {
          reason: `Unexpected spelling "${spelling}", expected "${source.name}"`,
          place: placeOfName(named, issue.text),
          actual: written,
          expected: [source.name],
          note: 'Sources are written as in issues/sources.yaml, always the same way.',
          ...(edits.length > 0 && { fix: { title: `Write "${source.name}"`, edits } }),
        },
      ];
    }),
};

function withPlainApostrophes(name: string): string {
  return name.replace(/[’ʼ‘`´]/gu, "'");
}
