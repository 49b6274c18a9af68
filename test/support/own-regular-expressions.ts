// Every regular expression of src/: those written as literals, found by a tokenizer, and those put together when a file is loaded,
// caught as they are made.
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { parse } from 'acorn';

const SRC = path.resolve(import.meta.dirname, '../../src');

export interface OwnExpression {
  /** `check/link-fault.ts:94`, or the file alone for one that is put together. */
  readonly where: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Each once, where it stands first. */
export async function ownRegularExpressions(): Promise<readonly OwnExpression[]> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const all = [...files.flatMap(literalsOf), ...(await composedIn(files))];
  const byForm = Map.groupBy(all, ({ pattern, flags }) => `/${pattern}/${flags}`);
  return [...byForm.values()].flatMap(([first]) => (first === undefined ? [] : [first]));
}

function literalsOf(file: string): readonly OwnExpression[] {
  const code = stripTypeScriptTypes(readFileSync(path.join(SRC, file), 'utf8'));
  const found: OwnExpression[] = [];
  parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onToken: (token) => {
      if (token.type.label !== 'regexp') return;
      // acorn's types leave the value of a token out.
      const { value } = token as unknown as { value: { pattern: string; flags: string } };
      const { pattern, flags } = value;
      found.push({ where: `${file}:${code.slice(0, token.start).split('\n').length}`, pattern, flags });
    },
  });
  return found;
}

/** What the pure rooms make while they are loaded: their `new RegExp` of a template. */
async function composedIn(files: readonly string[]): Promise<readonly OwnExpression[]> {
  const found: OwnExpression[] = [];
  const original = globalThis.RegExp;
  for (const file of files.filter((one) => /^(?:model|intake|parse|check|render)\//u.test(one))) {
    globalThis.RegExp = new Proxy(original, {
      construct(target, args: [string | RegExp, string?]) {
        const made = new target(...args);
        found.push({ where: file, pattern: made.source, flags: made.flags });
        return made;
      },
    });
    try {
      await import(path.join(SRC, file));
    } finally {
      globalThis.RegExp = original;
    }
  }
  return found.filter(({ where, pattern }) => codeHas(where, 'new RegExp(') && pattern.length > 0);
}

function codeHas(file: string, words: string): boolean {
  return readFileSync(path.join(SRC, file), 'utf8').includes(words);
}
