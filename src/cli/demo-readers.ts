// Five invented readers for `publish --demo`, at a domain that is reserved for examples (RFC 2606 §3).
import type { IsoInstant } from '../model/calendar.ts';
import type { SubscriberStore } from '../model/ports.ts';

/** Thrown away before each demonstration. */
export const DEMO_FOLDER = 'out/demo';
export const DEMO_DATABASE_URL = `sqlite:${DEMO_FOLDER}/broadside.db`;

const READERS = [
  { name: 'Amal Haddad', address: 'amal.haddad@example.org' },
  { name: 'Bram de Wit', address: 'bram@example.org' },
  { name: 'Chiara Longo', address: 'c.longo@example.org' },
  { name: 'دلير عەزيز', address: 'dilir@example.org', language: 'ckb' },
  { name: 'Eoin Byrne', address: 'eoin+news@example.org' },
];

export async function fillDemoDatabase(subscribers: SubscriberStore, at: IsoInstant): Promise<void> {
  const consent = { text: 'Invented for the demonstration', source: 'publish --demo' };
  for (const reader of READERS) await subscribers.add({ ...reader, status: 'confirmed', consent }, at);
}
