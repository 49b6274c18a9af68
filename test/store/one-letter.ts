// Two runs plan one issue with different texts: whatever their order, from the first claim on there is one letter. Part of the
// contract of both databases; the locks that only PostgreSQL needs are tested in postgres.test.ts.
import { describe, expect, test } from 'vitest';
import type { IssueToPlan } from '../../src/model/ports.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { claimRows, settleRow } from './sending.ts';

const AT = '2026-01-09T08:00:00Z';
const LATER = '2026-01-09T09:00:00Z';

export function issueWith(text: string): IssueToPlan {
  const copy = { markdown: text, html: `<p>${text}</p>`, text };
  return { slug: '0012', messageIdDomain: 'example.org', textHash: text, subject: text, copy };
}

export function oneLetter(newDatabase: () => Promise<string>): void {
  describe('one letter', () => {
    test.each(['claimed', 'accepted', 'deferred', 'rejected', 'in-doubt'] as const)(
      'the last plan before the first claim stands, once a row is %s',
      async (state) => {
        const url = await newDatabase();
        const [one, two] = [await openDatabase(url), await openDatabase(url)];
        const consent = { text: 'yes', source: 'test' };
        await one.subscribers.add({ address: 'ada@example.org', status: 'confirmed', consent }, AT);
        await one.ledger.plan(issueWith('one'), AT);
        await two.ledger.plan(issueWith('two'), AT);
        const [claim] = await claimRows(one, '0012', 1, 'run', AT);
        if (claim === undefined) throw new Error('nobody to write to');
        expect(await one.ledger.sentCopy('0012')).toMatchObject({ subject: 'two', text: 'two' });
        const reply = { code: 250, text: 'said' };
        if (state === 'in-doubt') await settleRow(one, claim, { kind: state, detail: 'cut off' }, AT);
        else if (state !== 'claimed') await settleRow(one, claim, { kind: state, reply }, AT, LATER);
        await two.ledger.plan(issueWith('three'), LATER);
        expect(await one.ledger.sentCopy('0012')).toMatchObject({ subject: 'two', text: 'two' });
        await Promise.all([one.close(), two.close()]);
      },
    );
  });
}
