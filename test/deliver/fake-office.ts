// Several issues, their orders, the register of runs and the signal for work, in memory: what a worker asks of a database.
import type { SendEvent, SendOrder, SendRun } from '../../src/model/send-order.ts';
import type { DeliveryExchange, RunRegister, SendOrders, WorkSignal } from '../../src/model/sending-ports.ts';
import { LEASE_MS } from '../../src/model/sending-ports.ts';
import { createFakeLedger, type FakeLedger } from './fake-ports.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface FakeOffice {
  readonly exchange: DeliveryExchange;
  readonly ledger: FakeLedger['ledger'];
  readonly orders: Pick<SendOrders, 'open' | 'start' | 'pause'>;
  readonly runs: RunRegister;
  readonly work: WorkSignal;
  issue(slug: string): FakeLedger;
  order(slug: string): SendOrder;
  setOrder(order: SendOrder): void;
  /** Rows of live runs, of all issues together, at most at any moment. */
  readonly mostClaimed: () => number;
  readonly history: string[];
  /** Throws to make the database fail. */
  trouble: () => void;
  /** Ends runs whose lease is over, as another run that looks does. */
  endDeadRuns(): void;
}

export function createFakeOffice(
  clock: VirtualClock,
  issues: Readonly<Record<string, readonly string[]>>,
): FakeOffice {
  const ledgers = new Map(
    Object.entries(issues).map(([slug, addresses]) => [slug, createFakeLedger(slug, addresses)]),
  );
  const orders = new Map<string, SendOrder>();
  const runs = new Map<string, { readonly run: SendRun; untilMs: number; isEnded: boolean }>();
  const history: string[] = [];
  const waiters = new Set<() => void>();
  let mostClaimed = 0;

  const issue = (slug: string): FakeLedger => {
    const ledger = ledgers.get(slug);
    if (ledger === undefined) throw new Error(`There is no issue ${slug}`);
    return ledger;
  };
  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };
  const setOrder = (order: SendOrder, event?: SendEvent['event']): SendOrder => {
    orders.set(order.issueSlug, order);
    issue(order.issueSlug).state = order.state;
    if (event !== undefined) history.push(`${event} ${order.issueSlug}`);
    wake();
    return order;
  };
  const order = (slug: string): SendOrder => orders.get(slug) ?? { issueSlug: slug, state: 'planned' };
  const hasOpenRows = (slug: string) =>
    issue(slug).rows.some(
      ({ status, isInDoubt }) =>
        status === 'pending' || status === 'deferred' || (status === 'claimed' && isInDoubt !== true),
    );
  const isLive = (id: string): boolean => runs.get(id)?.isEnded === false;

  const office: FakeOffice = {
    issue,
    order,
    setOrder: (one) => void setOrder(one),
    history,
    mostClaimed: () => mostClaimed,
    trouble: () => {},
    endDeadRuns: () => {
      for (const one of runs.values()) if (one.untilMs <= clock.monotonicMs()) one.isEnded = true;
    },
    exchange: {
      exchange: async (request) => {
        office.trouble();
        const slug = request.wanted?.issueSlug ?? request.settlements[0]?.claim.issueSlug ?? '';
        const { wanted, ...rest } = request;
        const isWanted = wanted !== undefined && isLive(request.runId);
        const answer = await issue(slug).exchange.exchange(isWanted ? request : rest);
        mostClaimed = Math.max(
          mostClaimed,
          [...ledgers.values()].reduce((sum, { claimed }) => sum + claimed(), 0),
        );
        return wanted === undefined ? answer : { ...answer, state: order(slug).state };
      },
      releaseLost: async (runId, slug, inHand, at) => {
        office.trouble();
        return issue(slug).exchange.releaseLost(runId, slug, inHand, at);
      },
      isWanted: async (claim) => {
        office.trouble();
        return issue(claim.issueSlug).exchange.isWanted(claim);
      },
      nextDueAt: async (slug) => {
        office.trouble();
        return issue(slug).exchange.nextDueAt(slug);
      },
    },
    ledger: {
      counts: async (slug) => {
        office.trouble();
        return issue(slug).ledger.counts(slug);
      },
    },
    orders: {
      open: async () => {
        office.trouble();
        return [...orders.values()].filter(
          ({ state, issueSlug }) =>
            state === 'scheduled' || state === 'paused' || (state === 'sending' && hasOpenRows(issueSlug)),
        );
      },
      start: async (slug, at, expiresAt) => {
        office.trouble();
        const before = order(slug);
        if (before.state === 'paused' || before.state === 'cancelled' || before.state === 'sending')
          return before;
        return setOrder({ ...before, state: 'sending', startedAt: at, expiresAt }, 'started');
      },
      pause: async (slug, _at, detail) => {
        office.trouble();
        history.push(`detail ${detail ?? ''}`);
        return setOrder({ ...order(slug), state: 'paused' }, 'paused');
      },
    },
    runs: {
      begin: async (run) => {
        office.trouble();
        office.endDeadRuns();
        runs.set(run.id, { run, untilMs: clock.monotonicMs() + LEASE_MS, isEnded: false });
        history.push(`began ${run.id}`);
        return {};
      },
      renew: async (id) => {
        office.trouble();
        const one = runs.get(id);
        if (one === undefined || one.isEnded) return false;
        one.untilMs = clock.monotonicMs() + LEASE_MS;
        return true;
      },
      end: async (id) => {
        office.trouble();
        const one = runs.get(id);
        if (one !== undefined) one.isEnded = true;
        history.push(`ended ${id}`);
      },
      live: async () => {
        office.trouble();
        return [...runs.values()].filter(({ isEnded }) => !isEnded).map(({ run }) => run);
      },
    },
    work: {
      wait: async (ms, signal) => {
        const woken = new AbortController();
        const waiter = () => woken.abort();
        waiters.add(waiter);
        signal?.addEventListener('abort', waiter);
        if (signal?.aborted !== true) await clock.sleep(ms, woken.signal);
        waiters.delete(waiter);
      },
      notify: async () => {
        office.trouble();
        wake();
      },
    },
  };
  return office;
}
