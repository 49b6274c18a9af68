// What can be asked of an open database about itself as a whole: whether it may send, what is known to have been sent, when it was backed
// up. `cli/` asks; the parts stand in files of their own.
import type { SentJournalReader } from '../model/sending-ports.ts';
import { type BackUpOptions, type BackupReport, backUp } from './back-up.ts';
import { catchUpAll } from './compare-journal.ts';
import {
  type GuardedDatabase,
  guardCopy,
  heldError,
  movedTo,
  pauseOpenIssues,
  type SettledDoubts,
} from './guard-copy.ts';
import { type DatabaseFacts, inspectDatabase } from './inspect-database.ts';
import { leaveOutOpen, markLogged, type OpenIssue, openIssues, releaseDatabase } from './release-copy.ts';
import { readStanding, type Standing, writeStanding } from './standing.ts';
import { translated } from './translate-error.ts';

export interface DatabaseKeeping {
  standing(): Promise<Standing>;
  remember(name: 'place', value: object): Promise<void>;
  /** To be called before anything is sent. @throws BroadsideError DATABASE_MOVED, DATABASE_RESTORED */
  guard(journal: SentJournalReader, at: string): Promise<SettledDoubts>;
  /** @throws BroadsideError DATABASE_MOVED */
  refuseMoved(): Promise<void>;
  /** @throws BroadsideError DATABASE_MOVED, DATABASE_RESTORED, by what is remembered alone */
  refuseClosed(): Promise<void>;
  inspect(): Promise<DatabaseFacts>;
  /** Rows that the journal knows better stand as accepted. @returns How many, by issue */
  catchUp(journal: SentJournalReader, at: string): Promise<ReadonlyMap<string, number>>;
  /** Issues of which somebody is pending or deferred. */
  openIssues(): Promise<readonly OpenIssue[]>;
  /** Of a database that was just restored: what would go on by itself is paused. */
  pauseOpen(reason: string, at: string): Promise<void>;
  /** Rows with these message ids stand as accepted, `words` say why. @returns How many, by issue */
  markLogged(
    messageIds: AsyncIterable<readonly string[]>,
    words: string,
    at: string,
  ): Promise<ReadonlyMap<string, number>>;
  leaveOutOpen(reason: string, at: string): Promise<number>;
  release(journal: SentJournalReader, at: string): Promise<void>;
  /** @throws BroadsideError FILE_EXISTS, FILE_UNWRITABLE */
  backUp(file: string, options: BackUpOptions): Promise<BackupReport>;
}

export function databaseKeeping(database: GuardedDatabase): DatabaseKeeping {
  const { db, location } = database;
  const place = location.describe;
  return {
    remember: (name, value) => translated(place, () => writeStanding(db, name, value)),
    standing: () => translated(place, () => readStanding(db)),
    guard: (journal, at) => translated(place, () => guardCopy(database, journal, at)),
    refuseMoved: () =>
      translated(place, async () => {
        const { moved } = await readStanding(db);
        if (moved !== undefined) throw movedTo(moved.to, place);
      }),
    refuseClosed: () =>
      translated(place, async () => {
        const { moved, held } = await readStanding(db);
        if (moved !== undefined) throw movedTo(moved.to, place);
        if (held !== undefined) throw heldError(held, place);
      }),
    inspect: () => translated(place, () => inspectDatabase(db, location)),
    catchUp: (journal, at) => translated(place, () => catchUpAll(database, journal, at)),
    openIssues: () => translated(place, () => openIssues(db)),
    pauseOpen: (reason, at) =>
      translated(place, () =>
        db.transaction().execute((transaction) => pauseOpenIssues(transaction, reason, at)),
      ),
    markLogged: (messageIds, words, at) =>
      translated(place, () => markLogged(database, messageIds, words, at)),
    leaveOutOpen: (reason, at) => translated(place, () => leaveOutOpen(db, reason, at)),
    release: (journal, at) => translated(place, () => releaseDatabase(database, journal, at)),
    backUp: async (file, options) => {
      const report = await backUp(location, file, options);
      await translated(place, () => writeStanding(db, 'lastBackup', { at: options.at, file }));
      return report;
    },
  };
}
