// Something in each table that is about subscriptions, and a look at all of it.
import type { Database } from '../../src/store/open-database.ts';
import { AT } from './half-sent.ts';

interface WholeLife {
  /** Of a reader who is on the list. */
  readonly id: string;
  all(from: Database): Promise<unknown>;
}

export async function wholeLife({ subscribers, audience, signUps, returned }: Database): Promise<WholeLife> {
  const consent = { text: 'At the stall', source: 'test' };
  const add = async (name: string): Promise<string> => {
    const address = `${name}@example.org`;
    await subscribers.add({ address, status: 'confirmed', consent, tags: [name], topics: ['Iraq'] }, AT);
    return (await subscribers.find(address))?.id ?? '';
  };
  const id = await add('ada');
  await audience.choose(id, { name: 'Ada', format: 'text', pausedUntil: '2027-01-01T00:00:00Z' }, 'page', AT);
  await audience.leave(await add('ben'), 'page', AT);
  await audience.suppress('cleo@example.org', 'complained', 'abuse', AT);
  await audience.erase(await add('gone'), 'page', AT);
  const asked = { text: 'Yes', version: 'en-1', url: 'https://example.org/' };
  await signUps.ask({ address: 'eve@example.org', name: 'Eve', consent: asked, rank: 1 }, AT);
  const mail = await signUps.next(AT, { mailsAnHour: 9, mailsAnHourToADomain: 9 });
  const verdict = {
    class: 'unknown',
    evidence: { basis: 'nothing', where: 'text', text: '\0 ?' },
    recipients: [],
    trace: {},
  } as const;
  const raw = Buffer.from([0, 255, 13, 10]);
  const letter = { channel: 'mbox', fingerprint: 'a'.repeat(64), verdict, about: { subscriberId: id }, raw };
  await returned.record(letter, () => ({ kind: 'nothing' }), AT);
  return {
    id,
    all: async (from) => {
      const kept = await from.returned.list({ limit: 9 });
      return {
        readers: await Array.fromAsync(from.audience.search({})),
        record: await from.audience.record(id),
        suppressed: await from.audience.suppression('cleo@example.org'),
        erased: await from.audience.suppression('gone@example.org'),
        link: await from.signUps.look(mail?.signUpId ?? '', AT),
        counts: await from.figures.counts(AT),
        returned: kept,
        raw: await from.returned.raw(kept[0]?.id ?? ''),
      };
    },
  };
}
