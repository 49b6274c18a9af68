// Diagnostics go in, one SARIF log comes out (OASIS SARIF 2.1.0), which code hosts and editors show beside the text.
import type { RuleDescription } from '../check/rule.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest-of-text.ts';

interface SarifInput {
  readonly diagnostics: readonly Diagnostic[];
  /** Every rule there is: a log names those that found nothing too. */
  readonly rules: readonly RuleDescription[];
  /** The files' texts by path, for what makes a finding the same after lines were added above it. */
  readonly texts: ReadonlyMap<string, string>;
  readonly version: string;
}

export function formatSarif({ diagnostics, rules, texts, version }: SarifInput): string {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Broadside', version, rules: rules.map(describedRule) } },
        // §3.14.17: columns are counted as in JavaScript's strings.
        columnKind: 'utf16CodeUnits',
        results: withFingerprints(diagnostics, texts).map(([diagnostic, fingerprint]) =>
          result(diagnostic, fingerprint, indexOf.get(diagnostic.ruleId)),
        ),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function describedRule({ id, severity, description }: RuleDescription) {
  return {
    id,
    shortDescription: { text: description },
    defaultConfiguration: { level: severity },
    help: {
      text: `${description} More: broadside explain ${id}`,
      markdown: `${description}\n\nMore: \`broadside explain ${id}\``,
    },
  };
}

function result(diagnostic: Diagnostic, fingerprint: string, ruleIndex: number | undefined) {
  const { ruleId, severity, path, place, reason, note, fix } = diagnostic;
  const artifactLocation = { uri: encodeURI(path), uriBaseId: '%SRCROOT%' };
  const region = place === undefined ? undefined : regionOf(place.start, place.end);
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: severity,
    message: { text: note === undefined ? `${reason}.` : `${reason}. ${note}` },
    locations: [{ physicalLocation: { artifactLocation, ...(region !== undefined && { region }) } }],
    partialFingerprints: { 'broadsideFinding/v1': fingerprint },
    ...(fix !== undefined && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: fix.edits.map(({ start, end, text }) => ({
                deletedRegion: { charOffset: start, charLength: end - start },
                insertedContent: { text },
              })),
            },
          ],
        },
      ],
    }),
  };
}

type Point = NonNullable<Diagnostic['place']>['start'];

/** §3.30: lines and columns from 1; the end column is that of the character behind the last. */
function regionOf(start: Point, end: Point) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** What is found, in which line's words, and the how-manieth of its kind: stays the same when the line moves. */
function withFingerprints(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
): readonly (readonly [Diagnostic, string])[] {
  const linesOf = new Map([...texts].map(([path, text]) => [path, text.split(/\r\n|\n|\r/u)]));
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const { ruleId, path, place, actual } = diagnostic;
    const line = linesOf.get(path)?.[(place?.start.line ?? 0) - 1]?.trim() ?? '';
    const kind = [ruleId, path, actual ?? '', line].join('\0');
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return [diagnostic, sha256(`${kind}\0${count}`).slice(0, 32)];
  });
}
