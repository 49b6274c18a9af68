// All that an import has to say, post by post, goes in; `import-report.md` and the figures of the summary come out. The report stands beside
// `issues/`, not in it, where it would be taken for an issue; it says where each post went, so that a second import writes it the same.
import { type PieceWriter, writeInPieces } from '../../files/write-in-pieces.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import type { Fate } from './place-issue.ts';

export const IMPORT_REPORT = 'import-report.md';

export interface ImportTally {
  readonly fates: Readonly<Record<Fate, number>>;
  /** Found at another address too. */
  readonly same: number;
  /** Pages of a site that are no newsletters. */
  readonly pages: number;
  /** By kind and reason, the most frequent first. */
  readonly reasons: readonly {
    readonly kind: ImportNote['kind'];
    readonly reason: string;
    readonly count: number;
  }[];
  /** The export could not be read to its end. */
  readonly isBroken: boolean;
}

export interface ImportReport {
  add(post: ReportedPost): Promise<void>;
  tally(): ImportTally;
  finish(title: string): Promise<void>;
  abandon(): Promise<void>;
}

export interface ReportedPost {
  /** `issues/0294.md`; absent for the export itself and for what became no issue. */
  readonly path?: string;
  readonly fate?: Fate;
  readonly what: 'issue' | 'same' | 'page' | 'export';
  readonly title: string;
  readonly addresses: readonly string[];
  readonly notes: readonly ImportNote[];
}

export const KIND_WORDS: Readonly<Record<ImportNote['kind'], string>> = {
  'left-out': 'left out',
  changed: 'changed',
  look: 'please look',
};
/** What an editor did to it since; what an import did is the same the second time. */
const STANDING: Readonly<Partial<Record<Fate, string>>> = {
  edited: 'changed by you since, left alone',
  removed: 'taken away by you since, left away',
  'in the way': 'not written: there is an issue of that name that no import has written',
};

/** @param path Absolute; undefined: nothing is written. */
export async function openImportReport(path: string | undefined): Promise<ImportReport> {
  const file: PieceWriter | undefined = path === undefined ? undefined : await writeInPieces(path);
  const fates = { written: 0, unchanged: 0, outdated: 0, renewed: 0, edited: 0, removed: 0, 'in the way': 0 };
  const counts = { same: 0, pages: 0 };
  const reasons = new Map<string, { kind: ImportNote['kind']; reason: string; count: number }>();
  let isBroken = false;
  const tally = (): ImportTally => ({
    fates,
    ...counts,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count),
    isBroken,
  });
  return {
    add: async (post) => {
      if (post.fate !== undefined) fates[post.fate] += 1;
      if (post.what === 'same') counts.same += 1;
      if (post.what === 'page') counts.pages += 1;
      for (const { kind, reason, isEnd } of post.notes) {
        isBroken ||= isEnd === true;
        const known = reasons.get(`${kind} ${reason}`);
        if (known !== undefined) known.count += 1;
        else reasons.set(`${kind} ${reason}`, { kind, reason, count: 1 });
      }
      if (post.what !== 'export' || post.notes.length > 0) await file?.append(sectionOf(post));
    },
    tally,
    finish: async (title) => file?.finish(headOf(title, tally())),
    abandon: async () => file?.abandon(),
  };
}

function sectionOf({ path, fate, title, addresses, notes }: ReportedPost): string {
  const standing = fate === undefined ? undefined : STANDING[fate];
  const lines = [
    ...(standing === undefined ? [] : [`- **${standing}**`]),
    ...addresses.map((address) => `- stood at ${oneLine(address)}`),
    ...notes.map(({ kind, reason, where, excerpt }) => {
      const place = where === undefined ? '' : ` (${oneLine(where)})`;
      const words = excerpt === undefined ? '' : ` “${oneLine(excerpt)}”`;
      return `- ${KIND_WORDS[kind]}: ${oneLine(reason)}${words}${place}`;
    }),
  ];
  const name = [path, oneLine(title)].filter((part) => part !== undefined && part !== '').join(': ');
  return `## ${name}\n\n${lines.length === 0 ? '' : `${lines.join('\n')}\n\n`}`;
}

function headOf(title: string, { reasons, same, pages }: ImportTally): string {
  const said = reasons.map(
    ({ kind, reason, count }) => `- ${KIND_WORDS[kind]}, ${count}×: ${oneLine(reason)}`,
  );
  return `# What was imported

Written by \`broadside import\`, and written anew by the next one. It is a report for you: no reader sees it, and you may delete it.

From ${oneLine(title)}. ${same} found at a second address too, ${pages} pages left out.

${said.length === 0 ? 'Nothing was left out or changed.' : `What was left out or changed, by how often:\n\n${said.join('\n')}`}

Below, every post and where it went.

`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
