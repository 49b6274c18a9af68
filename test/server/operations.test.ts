// What the one who runs it is told: figures for Prometheus, and whether the program is well.
import { describe, expect, test } from 'vitest';
import { BroadsideError } from '../../src/model/errors.ts';
import { createOperations } from '../../src/server/create-operations.ts';
import { createFigures, type LedgerFigures } from '../../src/server/figures.ts';

const LEDGER: LedgerFigures = {
  subscribers: { unconfirmed: 1, confirmed: 20, unsubscribed: 3, suppressed: 0 },
  issues: [
    {
      issue: '0294',
      eligible: 20,
      accepted: 11,
      deferred: 2,
      rejected: 1,
      excluded: 1,
      inDoubt: 1,
      onTheWire: 4,
      pending: 0,
    },
  ],
  runs: [{ kind: 'worker' }, { kind: 'worker' }],
  limits: [
    { domain: 'slow.example', restMs: 90_000, concurrency: 1 },
    { domain: 'over.example', restMs: 0, concurrency: 2 },
  ],
};

describe('/metrics', () => {
  test('tells what the ledger knows and what this process did', async () => {
    const figures = createFigures(async () => LEDGER);
    figures.conversation('smtp.example.org:587', 'accepted', 0.02);
    figures.conversation('smtp.example.org:587', 'deferred', 2);
    figures.failure('DATABASE_UNREACHABLE');
    const app = createOperations({ figures, isWell: async () => {} });
    const response = await app.request('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u);
    const text = await response.text();
    for (const line of [
      'broadside_deliveries{issue="0294",state="accepted"} 11',
      'broadside_deliveries{issue="0294",state="inDoubt"} 1',
      'broadside_subscribers{status="confirmed"} 20',
      'broadside_live_runs{kind="worker"} 2',
      'broadside_live_runs{kind="send"} 0',
      'broadside_domain_rest_seconds{domain="slow.example"} 90',
      'broadside_conversations_total{relay="smtp.example.org:587",outcome="accepted"} 1',
      'broadside_conversation_seconds_count{relay="smtp.example.org:587"} 2',
      'broadside_failures_total{code="DATABASE_UNREACHABLE"} 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('over.example');
  });

  test('forgets an issue and a rest that are over', async () => {
    let ledger = LEDGER;
    let now = 0;
    const figures = createFigures(
      async () => ledger,
      () => now,
    );
    expect(await figures.text()).toContain('0294');
    ledger = { ...LEDGER, issues: [], limits: [] };
    expect(await figures.text(), 'read again within ten seconds').toContain('0294');
    now += 11_000;
    const later = await figures.text();
    expect(later).not.toContain('"0294"');
    expect(later).not.toContain('slow.example');
  });

  test('says so when the ledger cannot be read, and is there again with it', async () => {
    let isAway = true;
    const figures = createFigures(async () => {
      if (isAway) throw new BroadsideError('DATABASE_UNREACHABLE', 'The database server does not answer');
      return LEDGER;
    });
    const app = createOperations({ figures, isWell: async () => {} });
    const response = await app.request('/metrics');
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('DATABASE_UNREACHABLE: The database server does not answer\n');
    isAway = false;
    expect((await app.request('/metrics')).status).toBe(200);
  });

  test('are of this process alone where there is no ledger to read', async () => {
    const text = await createFigures().text();
    expect(text).toContain('broadside_process_resident_memory_bytes');
    expect(text).not.toContain('broadside_deliveries');
  });
});

describe('/healthz', () => {
  const withHealth = (isWell: () => Promise<void>) => createOperations({ figures: createFigures(), isWell });

  test('is well', async () => {
    const response = await withHealth(async () => {}).request('/healthz');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('is not well when the database is away', async () => {
    const away = new BroadsideError('DATABASE_UNREACHABLE', 'The database server does not answer');
    expect((await withHealth(() => Promise.reject(away)).request('/healthz')).status).toBe(503);
  });

  test.each(['/', '/u/abc', '/admin'])('%s is nothing here', async (path) => {
    expect((await withHealth(async () => {}).request(path)).status).toBe(404);
  });
});
