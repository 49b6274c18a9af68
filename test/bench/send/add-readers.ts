// Readers of any number, put straight into the database: what adding them takes is another question than what sending to them takes.
import { openDatabase } from '../../../src/store/open-database.ts';

const AT_ONCE = 500;
const DOMAINS = 40;

export async function addReaders(url: string, readers: number): Promise<void> {
  const { subscribers, close } = await openDatabase(url);
  try {
    for (let from = 1; from <= readers; from += AT_ONCE) {
      const numbers = Array.from({ length: Math.min(AT_ONCE, readers - from + 1) }, (_, i) => from + i);
      await subscribers.addAll(
        numbers.map((number) => ({
          address: `reader-${number}@readers-${number % DOMAINS}.example`,
          name: `Reader ${number}`,
          status: 'confirmed',
          consent: { text: 'Send me the news', source: 'benchmark' },
        })),
        '2026-01-05T08:00:00.000Z',
      );
    }
  } finally {
    await close();
  }
}
