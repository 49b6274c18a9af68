// Fault test 22: somebody lets a program sign other people up, from many networks at once. No victim gets more than one mail a day and three in all, the
// caps of an hour hold, whoever signs up in earnest gets their mail in the same hour, and memory does not grow with any of it.
import { afterAll, describe, expect, test } from 'vitest';
import { SIGN_UP_LIMITS } from '../../src/deliver/sign-up-desk.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { type ListScene, listScene, type SceneMail } from '../support/list-scene.ts';

const SIGN_UPS = IS_FULL ? 100_000 : 10_000;
const VICTIMS = IS_FULL ? 10_000 : 1000;
const NETWORKS = IS_FULL ? 1000 : 100;
const HOUR_MS = 3_600_000;
const DOMAINS = 25;
const HEAP_MB = 80;

const lines: string[] = [];
afterAll(() => console.log(`22 sign-up bombs: ${lines.join('; ')}`));

const victim = (n: number): string => `victim-${n % VICTIMS}@d${(n % VICTIMS) % DOMAINS}.example`;
/** Half of them IPv6: every time another address of the same /64. */
const network = (n: number): string =>
  n % NETWORKS < NETWORKS / 2
    ? `198.${51 + ((n % NETWORKS) >> 8)}.100.${(n % NETWORKS) & 255}`
    : `2001:db8:0:${(n % NETWORKS).toString(16)}:${(n & 0xffff).toString(16)}::1`;

async function flood(list: ListScene, remote: (n: number) => string): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  for (let n = 0; n < SIGN_UPS; n += 1) {
    const { status } = await list.signUp(victim(n), remote(n));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  return statuses;
}

const mostTo = (mails: readonly SceneMail[], name: (to: string) => string = (to) => to): number => {
  const counts = new Map<string, number>();
  for (const { to } of mails) counts.set(name(to), (counts.get(name(to)) ?? 0) + 1);
  return Math.max(0, ...counts.values());
};
const domainOf = (to: string): string => to.slice(to.indexOf('@') + 1);

describe('from a hundred networks', () => {
  test('each network is let in five times an hour; whoever means it is written to at once', async () => {
    const list = await listScene();
    const begun = performance.now();
    const statuses = await flood(list, network);
    const letIn = statuses.get(200) ?? 0;
    expect(letIn).toBeLessThanOrEqual(NETWORKS * VISIT_LIMITS.signUpsAnHour);
    // Now and then two networks share their place.
    expect(letIn).toBeGreaterThan(0.9 * NETWORKS * VISIT_LIMITS.signUpsAnHour);
    expect(statuses.get(429)).toBe(SIGN_UPS - letIn);
    lines.push(
      `${SIGN_UPS} from ${NETWORKS} networks, ${letIn} let in, ${((performance.now() - begun) / SIGN_UPS).toFixed(2)} ms each`,
    );

    expect((await list.signUp('real@person.example', '203.0.113.5')).status).toBe(200);
    const mails = await list.sendMails();
    expect(mostTo(mails)).toBe(1);
    expect(mails.length).toBeLessThanOrEqual(SIGN_UP_LIMITS.mailsAnHour);
    // Before all second and later ones of the networks that flood.
    const place = mails.findIndex(({ to }) => to === 'real@person.example');
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThanOrEqual(NETWORKS + 5);
    lines.push(`the real one is number ${place + 1} of ${mails.length}`);
  });
});

await onEachDatabase(({ database: name, server }) => {
  test('from a new network each time: caps and gaps hold, and the real one gets through', async () => {
    const list = await listScene({
      limits: createVisitLimits({ ...VISIT_LIMITS, allSignUpsAnHour: 1e9 }),
      ...(server === undefined ? {} : { server }),
    });
    const heapBefore = heapMb();
    const botnet = (n: number): string => `2001:db8:${(n >> 8).toString(16)}:${(n & 255).toString(16)}::1`;
    await flood(list, botnet);
    await list.signUp('real@person.example', '203.0.113.5');
    const grown = heapMb() - heapBefore;
    expect(grown).toBeLessThan(HEAP_MB);

    const all: SceneMail[] = [];
    let realAfterHours = -1;
    for (let hour = 0; hour < 36; hour += 1) {
      const mails = await list.sendMails();
      expect(mails.length).toBeLessThanOrEqual(SIGN_UP_LIMITS.mailsAnHour);
      expect(mostTo(mails, domainOf)).toBeLessThanOrEqual(SIGN_UP_LIMITS.mailsAnHourToADomain);
      if (realAfterHours < 0 && mails.some(({ to }) => to.startsWith('real@'))) realAfterHours = hour;
      all.push(...mails);
      list.later(HOUR_MS + 1000);
    }
    expect(realAfterHours).toBeGreaterThanOrEqual(0);
    expect(mostTo(all)).toBe(1);
    // On later days the same victims again.
    const again: SceneMail[] = [];
    for (let day = 0; day < 8; day += 1) {
      for (let n = 0; n < 50; n += 1) await list.signUp(victim(n), botnet(1_000_000 + day * 50 + n));
      again.push(...(await list.sendMails()));
      list.later(24 * HOUR_MS + 1000);
    }
    expect(mostTo([...all, ...again])).toBe(3);
    lines.push(
      `${name}: ${SIGN_UPS} from as many networks, ${all.length} mails in 36 h, the real one after ${realAfterHours} h, heap +${grown.toFixed(0)} MB`,
    );
  });
});

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
