// What `new` has made of the inbox: which items stand where, what is left for the editor, and what was left out.
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { blanksOf, nameOf } from './add-report.ts';
import type { Chosen, Ticked } from './inbox-candidates.ts';
import type { PutEntry } from './put-entries.ts';

interface NewReport {
  /** Undefined where no draft is open and none was made. */
  readonly path: string | undefined;
  readonly isNew: boolean;
  readonly number?: number;
  readonly date?: string;
  readonly chosen: Chosen;
  readonly put: readonly PutEntry[];
  readonly unread: Ticked['unread'];
}

export function newResult({ path, isNew, number, date, chosen, put, unread }: NewReport): CommandResult {
  // In the order in which they stand in the file.
  const entries = chosen.toPut
    .map(({ entry, section }, nth) => ({ entry, put: put[nth], isPlaced: section !== undefined }))
    .sort((a, b) => (a.put?.line ?? 0) - (b.put?.line ?? 0));
  const blanks = put.length === 0 ? 0 : entries.reduce((sum, { entry }) => sum + blanksOf(entry).length, 0);
  const elsewhere = chosen.told.filter(({ told }) => told.issue.path !== path);
  const sections = Map.groupBy(
    entries.filter((one) => one.put !== undefined),
    (one) => one.put?.section ?? '',
  );
  return {
    exitCode: 0,
    value: {
      ...(path === undefined ? {} : { path }),
      ...(number === undefined ? {} : { number }),
      ...(isNew ? { date } : {}),
      made: isNew,
      added: put,
      told: chosen.told.map(({ headline, told }) => ({ headline, path: told.issue.path, line: told.line })),
      unread,
    },
    lines: (paint) => [
      ...(path === undefined || put.length === 0
        ? [`${paint.ask('nothing new')}  all that is ticked in issues/inbox.md stands in an issue already`]
        : [
            `${paint.done(isNew ? 'made' : 'added')}  ${isNew ? `${path}, dated ${date ?? ''}, marked as a draft, with ` : ''}${countOf(put.length, 'item')} of issues/inbox.md${isNew ? '' : ` to ${path}, which was open`}`,
          ]),
      ...[...sections].flatMap(([section, inside]) => [
        `  ${paint.strong(section || '(before the first section)')}`,
        ...inside.map(({ entry, isPlaced }) => {
          const open = [...blanksOf(entry), ...(isPlaced ? [] : ['its section'])];
          return `    ${entry.headline || entry.url}${open.length === 0 ? '' : `  ${paint.ask(`for you: ${open.join(', ')}`)}`}`;
        }),
      ]),
      // What stands in the draft itself is where it belongs.
      ...elsewhere.map(
        ({ headline, told }) =>
          `${paint.dim('left out')}  ${headline}: told in ${nameOf(told.issue)} (${told.issue.path}:${told.line})`,
      ),
      ...unread.map(
        ({ line, text }) => `${paint.ask('look')}  issues/inbox.md:${line} has no web address: ${text}`,
      ),
      ...nextStep(
        put.length === 0
          ? 'tick what is to go in with an x in issues/inbox.md, and run this again.'
          : blanks === 0
            ? `read ${path ?? ''} through; \`broadside preview\` shows it as you save.`
            : `fill in ${countOf(blanks, 'blank')} in ${path ?? ''}; \`broadside check\` shows what is left.`,
        paint,
      ),
    ],
  };
}
