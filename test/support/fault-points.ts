// Loaded before the program (`node --import`): kills it, as SIGKILL does, at a moment inside it that no mail server can see. The program
// itself knows nothing of it: both database drivers are watched at their own doors. FAULT_POINT says where, FAULT_NTH at which time.
import { DatabaseSync, StatementSync } from 'node:sqlite';
import pg from 'pg';

/**
 * `plan`         rows of the issue are being written, not all are
 * `planned`      they are committed
 * `claimed`      rows were taken, and that is committed
 * `uncommitted`  the server has taken messages, and the commit that says so has not begun
 * `unanswered`   nobody is killed: rows were taken and that is committed, but the connection breaks before the program hears of it; every
 *                nth time (PostgreSQL)
 */
export type InnerPoint = 'plan' | 'planned' | 'claimed' | 'uncommitted' | 'unanswered';

const point = process.env['FAULT_POINT'] as InnerPoint | undefined;
let left = Number(process.env['FAULT_NTH'] ?? '1');

/** What one transaction has done so far. */
interface Doings {
  plans: boolean;
  claims: boolean;
  settles: boolean;
}

const PLAN = /\binsert into "?deliveries"?[ (]/iu;

function die(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

function before(sql: string, parameters: readonly unknown[], doings: Doings): void {
  const text = sql.toLowerCase();
  if (/^\s*begin/u.test(text)) Object.assign(doings, { plans: false, claims: false, settles: false });
  if (PLAN.test(text)) doings.plans = true;
  if (/\bupdate "?deliveries"?\s/u.test(text)) {
    if (/\bstatus"? = 'claimed', "?run_id/u.test(text)) doings.claims = true;
    else if (JSON.stringify(parameters).includes('accepted')) doings.settles = true;
  }
  if (/^\s*commit/u.test(text) && point === 'uncommitted' && doings.settles) die();
}

function after(sql: string, doings: Doings): void {
  if (!/^\s*commit/iu.test(sql)) return;
  if ((point === 'planned' && doings.plans) || (point === 'claimed' && doings.claims)) die();
  Object.assign(doings, { plans: false, claims: false, settles: false });
}

/** SQLite lets one writer in, so one is enough for the process. */
const sqlite: Doings = { plans: false, claims: false, settles: false };
for (const name of ['run', 'all', 'get', 'iterate'] as const) {
  const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, name, {
    value(this: StatementSync, ...values: unknown[]) {
      before(this.sourceSQL, values, sqlite);
      const result = original.apply(this, values);
      after(this.sourceSQL, sqlite);
      return result;
    },
  });
}
const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  before(sql, [], sqlite);
  exec.call(this, sql);
  after(sql, sqlite);
};
// A trigger of this connection's own counts the rows that are planned: the nth is the middle of the one statement that writes them.
const define = DatabaseSync.prototype.function as (...values: unknown[]) => void;
Object.defineProperty(DatabaseSync.prototype, 'function', {
  value(this: DatabaseSync, ...values: unknown[]) {
    define.apply(this, values);
    if (point !== 'plan' || values[0] !== 'broadside_hash') return;
    define.call(this, 'fault_point', () => {
      die();
      return null;
    });
    exec.call(
      this,
      'create temp trigger fault_point after insert on main.deliveries begin select fault_point(); end',
    );
  },
});

const postgres = new WeakMap<object, Doings>();
const query = pg.Client.prototype.query as (...values: unknown[]) => unknown;
Object.defineProperty(pg.Client.prototype, 'query', {
  value(this: object, ...values: unknown[]) {
    const [first, second] = values;
    const { text, parameters } = asked(first, second);
    const doings = postgres.get(this) ?? { plans: false, claims: false, settles: false };
    postgres.set(this, doings);
    before(text, parameters, doings);
    const result = query.apply(this, values);
    // The server has the statement and is at it; whoever sent it is gone before it ends.
    if (point === 'plan' && PLAN.test(text))
      setTimeout(() => {
        left = 1;
        die();
      }, 1);
    if (point === 'unanswered' && result instanceof Promise && isNthClaim(text, doings))
      return result.then(() => breakOff(this));
    if (result instanceof Promise) return result.finally(() => after(text, doings));
    return result;
  },
});

function isNthClaim(text: string, doings: Doings): boolean {
  if (!/^\s*commit/iu.test(text) || !doings.claims) return false;
  Object.assign(doings, { plans: false, claims: false, settles: false });
  left -= 1;
  if (left > 0) return false;
  left = Number(process.env['FAULT_NTH'] ?? '1');
  return true;
}

function breakOff(client: object): never {
  const { connection } = client as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
  throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
}

function asked(first: unknown, second: unknown): { text: string; parameters: readonly unknown[] } {
  if (typeof first === 'string') return { text: first, parameters: Array.isArray(second) ? second : [] };
  const { text = '', values = [] } = (first ?? {}) as { text?: string; values?: readonly unknown[] };
  return { text, parameters: values };
}
