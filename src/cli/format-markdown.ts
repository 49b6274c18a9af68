// Diagnostics as Markdown for a comment below a pull request: a table an issue, the errors first to be seen.
import type { Diagnostic } from '../model/diagnostic.ts';
import { countOf } from './command-result.ts';

/** GitHub refuses comments of more than 65,536 characters; what is left out is counted. */
const MAX_ROWS = 150;
const MAX_CELL_CHARACTERS = 300;

export function formatMarkdown(diagnostics: readonly Diagnostic[]): readonly string[] {
  if (diagnostics.length === 0) return ['**Broadside:** nothing to mend.'];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const shown = diagnostics.slice(0, MAX_ROWS);
  return [
    `**Broadside:** ${countOf(errors, 'error')}, ${countOf(diagnostics.length - errors, 'warning')}.`,
    ...[...Map.groupBy(shown, ({ path }) => path)].flatMap(([path, group]) => [
      '',
      `### ${escaped(path)}`,
      '',
      '| line | | what | rule |',
      '| ---: | --- | --- | --- |',
      ...group.map(row),
    ]),
    ...(shown.length < diagnostics.length ? ['', `… and ${diagnostics.length - shown.length} more.`] : []),
    '',
    '`broadside check --fix` mends what can be mended in one way only; `broadside explain RULE` tells of a rule.',
  ];
}

function row({ place, severity, reason, note, ruleId }: Diagnostic): string {
  const what = `${escaped(reason)}${note === undefined ? '' : `<br>${escaped(note)}`}`;
  return `| ${place?.start.line ?? ''} | ${severity === 'error' ? '**error**' : 'warning'} | ${what} | \`${ruleId}\` |`;
}

/** Words of an issue must not become markup, mentions or links of the page on which the comment stands. */
function escaped(text: string): string {
  const short = text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS)}…` : text;
  return (
    short
      .replace(/\s+/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replace(/[\\`*_{}[\]()+!|~>-]/gu, '\\$&')
      // Behind these a number or a name becomes a link to somebody.
      .replace(/[@#]/gu, '$&\u200b')
      .replaceAll('://', ':\u200b//')
  );
}
