// What the analysis of regular expressions has found safe already, and by which version of it: the same expression gets the same verdict, so
// CI judges only what is new. `BROADSIDE_SLOW=full` judges all of them again, and UPDATE_FIXTURES=1 writes the list anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import manifest from 'recheck/package.json' with { type: 'json' };
import type { OwnExpression } from './own-regular-expressions.ts';

const FILE = path.resolve(import.meta.dirname, '../fixtures/expressions-found-safe.json');

interface Verdicts {
  readonly recheck: string;
  /** As `/pattern/flags`, sorted. */
  readonly safe: readonly string[];
}

const written = ({ pattern, flags }: OwnExpression): string => `/${pattern}/${flags}`;

/** Those that nobody has judged yet. */
export function unjudged(expressions: readonly OwnExpression[]): readonly OwnExpression[] {
  const { recheck, safe } = JSON.parse(readFileSync(FILE, 'utf8')) as Verdicts;
  if (recheck !== manifest.version) return expressions;
  const known = new Set(safe);
  return expressions.filter((expression) => !known.has(written(expression)));
}

export function keepVerdicts(safe: readonly OwnExpression[]): void {
  const verdicts: Verdicts = { recheck: manifest.version, safe: safe.map(written).sort() };
  writeFileSync(FILE, `${JSON.stringify(verdicts, null, 2)}\n`);
}
