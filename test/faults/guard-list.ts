// The guards of sending, each with the text that is taken out and the fault test that has to notice.

export interface Guard {
  readonly name: string;
  /** What the program does without it. */
  readonly meaning: string;
  readonly changes: readonly { readonly file: string; readonly text: string; readonly instead: string }[];
  /** The beginning of its file's name. */
  readonly test: string;
  /** Part of the names of the tests that are enough. */
  readonly only?: string;
}

const CLAIMS = 'src/store/claim-deliveries.ts';
const DUE_ROWS = 'src/store/find-due-rows.ts';

/** As if nobody could ever be in doubt: rows that a run left behind are pending to the next one. */
const TAKEN_AGAIN =
  "(status = 'pending' or (status = 'claimed' and run_id in (select id from runs where ended_at is not null))) and turn";

export const GUARDS: readonly Guard[] = [
  {
    name: 'doubt-stays',
    meaning: 'rows of a run that was killed are taken again',
    changes: [
      {
        file: DUE_ROWS,
        text: "status = 'pending' and turn",
        instead: TAKEN_AGAIN,
      },
    ],
    test: '01',
    only: 'final dot',
  },
  {
    name: 'one-transaction',
    meaning: 'what was accepted is not written down with the exchange',
    changes: [
      {
        file: 'src/store/delivery-exchange.ts',
        text: 'settlements.length === 0 ? []',
        instead: 'settlements.length < 9 ? []',
      },
    ],
    test: '01',
    only: 'planned',
  },
  {
    name: 'doubt-stays-among-workers',
    meaning: 'rows of a worker that was killed are taken again',
    changes: [
      {
        file: DUE_ROWS,
        text: "status = 'pending' and turn",
        instead: TAKEN_AGAIN,
      },
    ],
    test: '02',
    only: 'SQLite',
  },
  {
    name: 'broken-connection-survived',
    meaning: 'a connection that breaks inside a transaction ends the process',
    changes: [
      {
        file: 'src/store/postgres-pool.ts',
        text: "pool.on('connect', (client) => client.on('error', () => {}));",
        instead: '',
      },
    ],
    test: '07',
    only: 'stopped for a while',
  },
  {
    name: 'reader-read-again',
    meaning: 'who has left since it was planned is written to',
    changes: [
      { file: CLAIMS, text: "reader.status === 'confirmed' ? unwanted", instead: 'reader.status ? unwanted' },
    ],
    test: '09',
    only: 'after they left',
  },
  {
    name: 'pause-respected',
    meaning: 'who pauses since it was planned is written to',
    changes: [{ file: CLAIMS, text: 'unwantedBecause(reader, request.tags, at) :', instead: 'undefined :' }],
    test: '09',
    only: 'after they paused',
  },
  {
    name: 'reader-locked',
    meaning: 'a leaving that commits while the row is taken is not waited for',
    changes: [
      {
        file: CLAIMS,
        text: 'where id = any ($1::text[]) for share`',
        instead: 'where id = any ($1::text[])`',
      },
    ],
    test: '09',
    only: 'PostgreSQL',
  },
  {
    name: 'lost-claims-go-back',
    meaning: 'rows whose claim was committed and its answer lost stay claimed',
    changes: [
      {
        file: 'src/deliver/exchange-rows.ts',
        text: 'if (wasInTrouble) await',
        instead: 'if (Number.isNaN(0)) await',
      },
      {
        file: 'src/deliver/send-issue.ts',
        text: '(await supply.releaseLost())',
        instead: 'false',
      },
    ],
    test: '07',
    only: 'answers to commits are lost',
  },
  {
    name: 'one-send',
    meaning: 'a second send of the issue is let in beside the first',
    changes: [
      {
        file: 'src/store/run-register.ts',
        text: "if (run.kind === 'send' && other !== undefined) return",
        instead: 'if (false) return',
      },
      {
        file: 'src/cli/sending/may-send.ts',
        text: 'if (other !== undefined) throw',
        instead: 'if (false) throw',
      },
    ],
    test: '03',
    only: 'SQLite',
  },
  {
    name: 'doubt-of-our-own-connections',
    meaning: 'a message that was wholly handed over counts as never begun',
    changes: [{ file: 'src/mail/pipelined-message.ts', text: 'state.isHandedOver = true;', instead: '' }],
    test: '04',
  },
  {
    name: 'doubt-of-the-pool',
    meaning: 'a message that was wholly handed over counts as never begun',
    changes: [{ file: 'src/mail/pool-carrier.ts', text: 'state.isHandedOver = true', instead: 'void 0' }],
    test: '04',
  },
  {
    name: 'rate-kept',
    meaning: 'messages do not use up what the rate allows',
    changes: [{ file: 'src/deliver/hand.ts', text: 'relay.tokens -= 1;', instead: '' }],
    test: '05',
    only: 'a rate is kept',
  },
  {
    name: 'clock-of-leases',
    meaning: 'leases end by the wall clock',
    changes: [
      {
        file: 'src/store/lease-clock.ts',
        text: 'Number(process.hrtime.bigint()) / NS_PER_MS',
        instead: 'Date.now()',
      },
    ],
    test: '08',
    only: 'over its end',
  },
  {
    name: 'clock-believed-late',
    meaning: 'a clock that was just set forward is believed',
    changes: [
      {
        file: 'src/deliver/due-orders.ts',
        text: 'Math.min(wallMs, monoMs + believedMs)',
        instead: 'wallMs',
      },
    ],
    test: '08',
    only: 'goes forward under a worker',
  },
  {
    name: 'overdue-waits',
    meaning: 'an issue that is a day late is sent by itself',
    changes: [
      {
        file: 'src/deliver/due-orders.ts',
        text: 'if (wallMs - dueMs > overdueMs)',
        instead: 'if (false)',
      },
      {
        file: 'src/deliver/due-orders.ts',
        text: 'Math.min(wallMs, monoMs + believedMs)',
        instead: 'wallMs',
      },
    ],
    test: '08',
    only: 'goes forward under a worker',
  },
  {
    name: 'time-of-the-zone',
    meaning: 'a time that was meant by the newsletter’s clock is taken for UTC',
    changes: [
      {
        file: 'src/cli/sending/read-send-time.ts',
        text: 'localMoment(date, time, timeZone)',
        instead: "localMoment(date, time, 'UTC')",
      },
    ],
    test: '08',
    only: 'at 2027-03-27',
  },
  {
    name: 'letters-let-go',
    meaning: 'letters are kept after they were sent',
    changes: [
      {
        file: 'src/deliver/compose.ts',
        text: 'let raw: Uint8Array | undefined;',
        instead:
          '((globalThis as never as { kept?: unknown[] }).kept ??= []).push(Buffer.concat(parts)); let raw: Uint8Array | undefined;',
      },
    ],
    test: '11',
    only: 'SQLite',
  },
  {
    name: 'half-a-database-removed',
    meaning: 'a restore that failed leaves what it has made',
    changes: [{ file: 'src/store/fill-database.ts', text: 'if (isNew) await removeFile(to);', instead: '' }],
    test: '06',
    only: 'at a restore',
  },
  {
    name: 'backup-beside',
    meaning: 'a backup that failed leaves half of it beside',
    changes: [{ file: 'src/store/back-up.ts', text: 'await removeAside(aside);', instead: '' }],
    test: '06',
    only: 'at a backup',
  },
  {
    name: 'journal-never-throws',
    meaning: 'a journal that cannot be written stops the send',
    changes: [
      {
        file: 'src/files/sent-journal.ts',
        text: 'problem = error instanceof Error ? error.message : String(error);',
        instead: 'throw error;',
      },
    ],
    test: '06',
    only: 'of the journal',
  },
  {
    name: 'restored-held',
    meaning: 'a restored copy sends at once',
    changes: [
      {
        file: 'src/store/fill-database.ts',
        text: 'await target.putSetting(STANDING_KEYS.held, JSON.stringify(held));',
        instead: '',
      },
      {
        file: 'src/store/fill-database.ts',
        text: 'await target.execute(holdStatements(to.kind));',
        instead: '',
      },
      { file: 'src/cli/commands/restore.ts', text: 'await keeping.pauseOpen(', instead: 'void (' },
    ],
    test: '10',
    only: 'the mail server',
  },
  {
    name: 'journal-kept',
    meaning: 'what was accepted is not told to the journal',
    changes: [
      {
        file: 'src/deliver/row-supply.ts',
        text: 'options.journal?.append(',
        instead: '((..._: unknown[]) => {})(',
      },
    ],
    test: '10',
    only: 'and the journal',
  },
  {
    name: 'journal-asked',
    meaning: 'a copy that was put back by hand is not held against the journal',
    changes: [
      { file: 'src/store/guard-copy.ts', text: 'if (unexplained.length > 0) {', instead: 'if (false) {' },
    ],
    test: '10',
    only: 'by hand',
  },
  {
    name: 'log-believed',
    meaning: 'the mail server’s log is read and nothing is done about it',
    changes: [
      {
        file: 'src/store/release-copy.ts',
        text: 'for await (const messageIds of batches) {',
        instead: 'for await (const messageIds of []) {',
      },
    ],
    test: '10',
    only: 'the mail server',
  },
];
