// The manual of rules, docs/rules.md, as the terminal shows it: a rule's address in it, and its examples. The manual is made of the
// rules' fixtures and goes with the package, so what is printed here is what the tests have run.
import { readFile } from 'node:fs/promises';

const MANUAL = new URL('../../docs/rules.md', import.meta.url);

export interface RuleExample {
  /** `message`: what is said of the wrong text above it; `mended`: what `check --fix` makes of it. */
  readonly kind: 'right' | 'wrong' | 'message' | 'mended';
  /** Of the file, where it is not a single issue. */
  readonly path?: string;
  readonly text: string;
}

/** A file: address, which a terminal can open. */
export function manualUrl(ruleId: string): string {
  return `${MANUAL.href}#${ruleId}`;
}

/** In the order of the manual; empty for a rule that it gives no example of, or where the manual is missing. */
export async function readExamples(ruleId: string): Promise<readonly RuleExample[]> {
  const manual = await readFile(MANUAL, 'utf8').catch(() => '');
  const examples: RuleExample[] = [];
  let kind: RuleExample['kind'] = 'right';
  let path: string | undefined;
  let fence: string | undefined;
  let isOwn = false;
  let lines: string[] = [];
  for (const line of manual.split('\n')) {
    const wasOutside = fence === undefined;
    if (fence !== undefined) {
      if (line !== fence) lines.push(line);
      else {
        const isMessage = fence.length === 3;
        if (isOwn)
          examples.push({
            kind: isMessage ? 'message' : kind,
            ...(path !== undefined && !isMessage && { path }),
            text: lines.join('\n'),
          });
        fence = undefined;
        path = undefined;
      }
    } else if (line.startsWith('## ')) {
      if (isOwn) break;
      isOwn = line === `## ${ruleId}`;
    } else if (isOwn) {
      if (line.startsWith('Right:')) kind = 'right';
      else if (line.startsWith('Wrong:')) kind = 'wrong';
      else if (line.startsWith('`check --fix`')) kind = 'mended';
      else path = /^`([^`]+)`:$/u.exec(line)?.[1] ?? path;
    }
    if (fence === undefined && wasOutside) {
      fence = /^`{3,4}(?=[a-z]*$)/u.exec(line)?.[0];
      lines = [];
    }
  }
  return examples;
}
