// A process of its own for tests: claims and settles all of issue 0012 and prints whom it took.
import { openDatabase } from '../../src/store/open-database.ts';
import { claimRows, settleRow } from './sending.ts';

const [url = '', run = ''] = process.argv.slice(2);
const at = '2026-01-09T08:00:00Z';
const database = await openDatabase(url);
for (;;) {
  const claims = await claimRows(database, '0012', 5, run, at);
  if (claims.length === 0) break;
  for (const claim of claims) {
    await settleRow(database, claim, { kind: 'accepted', reply: { text: 'ok' } }, at);
    process.stdout.write(`${claim.subscriber.id}\n`);
  }
}
await database.close();
