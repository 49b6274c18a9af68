// Called before anything is sent, and once more when an issue was planned: a database that knows less than was sent, or is not where it
// was, sends nothing until somebody says so.
import type { SentJournalFiles } from '../files/sent-journal.ts';
import type { SentJournalReader } from '../model/sending-ports.ts';
import type { Database } from '../store/open-database.ts';
import { countOf } from './command-result.ts';
import { withJournal } from './open-journal.ts';
import type { Terminal } from './terminal.ts';
import { withDatabase } from './with-database.ts';

/**
 * Rows in doubt of which the journal tells are settled on the way, and told of.
 * @throws BroadsideError DATABASE_RESTORED, DATABASE_MOVED
 */
export async function refuseRestoredCopy(
  database: Pick<Database, 'keeping'>,
  journal: SentJournalReader,
  terminal: Pick<Terminal, 'complain' | 'now'>,
): Promise<void> {
  for (const { issueSlug, doubtful } of await database.keeping.guard(journal, terminal.now()))
    terminal.complain(
      `${issueSlug}: ${countOf(doubtful, 'reader')} in doubt had been taken by the mail server, says the journal; they count as accepted.`,
    );
}

/** The database and the journal, for whoever is about to send. @throws BroadsideError DATABASE_RESTORED, DATABASE_MOVED */
export async function withSendingDatabase<T>(
  root: string,
  url: string,
  terminal: Pick<Terminal, 'complain' | 'now'>,
  use: (database: Database, journal: SentJournalFiles) => Promise<T>,
): Promise<T> {
  return withDatabase(root, url, (database) =>
    withJournal({ root, database: url }, terminal, async (journal) => {
      await refuseRestoredCopy(database, journal, terminal);
      return use(database, journal);
    }),
  );
}
