// The journal of what was sent, of the project in which a command was typed, open for as long as the command needs it.
import path from 'node:path';
import { JOURNAL_FOLDER, openSentJournal, type SentJournalFiles } from '../files/sent-journal.ts';
import { DEMO_DATABASE_URL, DEMO_FOLDER } from './demo-readers.ts';
import type { Terminal } from './terminal.ts';

export interface JournalOwner {
  readonly root: string;
  /** As `DATABASE_URL` has it: a demonstration's journal is thrown away with its database. */
  readonly database: string;
}

export async function withJournal<T>(
  { root, database }: JournalOwner,
  { now, complain }: Pick<Terminal, 'now' | 'complain'>,
  use: (journal: SentJournalFiles) => Promise<T>,
): Promise<T> {
  const folder = database === DEMO_DATABASE_URL ? `${DEMO_FOLDER}/journal` : JOURNAL_FOLDER;
  const journal = openSentJournal(path.join(root, folder), now);
  try {
    return await use(journal);
  } finally {
    const problem = journal.problem();
    if (problem !== undefined)
      complain(
        `The journal in ${folder}/ could not be written (${problem}): should the database be put back from a copy, less is known of who has the letter.`,
      );
    journal.close();
  }
}
