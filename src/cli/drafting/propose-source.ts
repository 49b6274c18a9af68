// Publishers that sources.yaml does not know: their rows, to be shown or to be written. One for each site, however many of its pages are
// added.
import { join } from 'node:path';
import { writeText } from '../../files/write-text.ts';
import { type ProposedRow, proposeRow } from '../../intake/find-publisher.ts';
import type { PageFacts } from '../../intake/pages/read-page.ts';
import { rowAddition } from '../../lsp/source-rows.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Source } from '../../model/source.ts';
import { parseSources } from '../../parse/parse-sources.ts';
import type { OpenProject } from '../open-project.ts';
import { hostOfPage } from './drafting-desk.ts';

const PATH = 'issues/sources.yaml';

export interface SourceProposals {
  readonly rows: () => readonly ProposedRow[];
  /** The row of the page's site, proposed at its first page. */
  readonly sourceFor: (facts: Pick<PageFacts, 'url' | 'siteName' | 'publisherType'>) => Source;
}

export function createProposals(sources: readonly Source[]): SourceProposals {
  const byHost = new Map<string, ProposedRow>();
  return {
    rows: () => [...byHost.values()],
    sourceFor: ({ url, siteName, publisherType }) => {
      const host = hostOfPage(url);
      const known = byHost.get(host);
      const proposed = [...sources, ...[...byHost.values()].map(asSource)];
      const row =
        known ?? proposeRow(url, siteName, publisherType, { sources: proposed, hostOf: hostOfPage });
      byHost.set(host, row);
      return asSource(row);
    },
  };
}

/** As it is to stand in the file. */
export function rowLines(row: ProposedRow): readonly string[] {
  const { text } = rowAddition('', row);
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
}

/** @throws BroadsideError SETTINGS_INVALID where the file could not be used with them; nothing is written then */
export async function writeRows({ root, files }: OpenProject, rows: readonly ProposedRow[]): Promise<void> {
  const before = files.sources.value;
  const text = rows.reduce((now, row) => {
    const addition = rowAddition(now, row);
    return now.slice(0, addition.start) + addition.text + now.slice(addition.end);
  }, before);
  const { sources } = parseSources({ path: PATH, value: text });
  const missing = rows.find((row) => !sources.some(({ id, name }) => id === row.id && name === row.name));
  if (missing !== undefined) {
    throw new BroadsideError('SETTINGS_INVALID', `${PATH} is written in a way that no row can be added to`, {
      place: PATH,
      hint: `Add the row of "${missing.name}" yourself. Nothing was written.`,
    });
  }
  // Where there is no such file yet, there is none that somebody could have saved.
  await writeText(join(root, PATH), text, {
    ifExists: 'replace',
    ...(before === '' ? {} : { textBefore: before }),
  });
}

function asSource(row: ProposedRow): Source {
  return { ...row, variants: [] };
}
