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

/** As if nobody could ever be in doubt: rows that a run left behind are pending to the next one. */
const TAKEN_AGAIN =
  "(status = 'pending' or (status = 'claimed' and run_id in (select id from runs where ended_at is not null))) and turn";

export const GUARDS: readonly Guard[] = [
  {
    name: 'doubt-stays',
    meaning: 'rows of a run that was killed are taken again',
    changes: [
      {
        file: CLAIMS,
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
        text: 'if (settlements.length > 0)',
        instead: 'if (settlements.length > 4)',
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
        file: CLAIMS,
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
        file: 'src/store/open-database.ts',
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
    changes: [{ file: CLAIMS, text: "if (reader.status !== 'confirmed')", instead: 'if (false)' }],
    test: '09',
    only: 'SQLite',
  },
  {
    name: 'reader-locked',
    meaning: 'a leaving that commits while the row is taken is not waited for',
    changes: [
      {
        file: CLAIMS,
        text: 'where id = any (array(select json_array_elements_text($1::json))) for share`',
        instead: 'where id = any (array(select json_array_elements_text($1::json)))`',
      },
    ],
    test: '09',
    only: 'PostgreSQL',
  },
];
