// Every page about a subscription, with a vector wherever a stranger can put one: in the form's fields, in the address, in what the browser says of
// itself, and in the name of a reader who is on the list. The real pages, words and store; the newsletter's own title is hostile too.
import { randomBytes } from 'node:crypto';
import { makeToken } from '../../src/audience/token.ts';
import { prepareListPrinter } from '../../src/compile.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { TemplateSet } from '../../src/model/rendered.ts';
import { createFrontDoor } from '../../src/server/create-front-door.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { readTrustedProxies } from '../../src/server/list/visitor.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const AT = '2026-03-01T12:00:00.000Z';
const KEY = { number: 1, secret: Buffer.alloc(32, 7) };
const NO_LIMIT = 1_000_000;

/** Name of each page, and its HTML. */
export async function hostileDoor(
  project: { readonly templates: TemplateSet; readonly newsletter: Newsletter },
  vectors: readonly string[],
): Promise<readonly (readonly [name: string, html: string])[]> {
  const { newsletter: own, templates } = project;
  const newsletter: Newsletter = {
    ...own,
    listUrl: 'https://harbour.example.org/list/',
    topics: vectors.slice(0, 12),
  };
  const { listId } = newsletter;
  const database = await openDatabase('sqlite::memory:');
  const printer = prepareListPrinter({ templates }, { newsletter });
  const app = createFrontDoor({
    newsletter,
    printer,
    signUps: database.signUps,
    audience: database.audience,
    subscribers: database.subscribers,
    tokenKeys: async () => [KEY],
    newId: () => randomBytes(16).toString('base64url'),
    clock: { now: () => AT },
    limits: createVisitLimits({
      ...VISIT_LIMITS,
      signUpsAnHour: NO_LIMIT,
      signUpsADay: NO_LIMIT,
      guessesAnHour: NO_LIMIT,
    }),
    proxies: readTrustedProxies(''),
  });
  const pages: (readonly [string, string])[] = [];
  const ask = async (name: string, path: string, init: RequestInit = {}): Promise<void> => {
    const response = await app.request(new URL(path, newsletter.listUrl).href, init);
    if (/html/u.test(response.headers.get('content-type') ?? '')) pages.push([name, await response.text()]);
  };
  const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields),
  });
  try {
    for (const [n, vector] of vectors.entries()) {
      const step = encodeURIComponent(vector.toWellFormed());
      const fields = { address: vector, name: vector, topics: vector, format: vector, form: vector };
      await ask(`sign-up ${n}`, 'subscribe', form(fields));
      await ask(`sign-up elsewhere ${n}`, `subscribe?lang=${step}&address=${step}`, {
        headers: { 'accept-language': step },
      });
      await ask(`no such link ${n}`, `${(['c', 'u', 'p'] as const)[n % 3]}/${step}`);
      await ask(`no such page ${n}`, `${step}?${step}`);
      const { id } = await readerNamed(database, vector, n);
      const token = (purpose: 'preferences' | 'unsubscribe') =>
        makeToken({ purpose, listId, subscriberId: id }, KEY);
      await ask(`preferences ${n}`, `p/${token('preferences')}`);
      await ask(
        `preferences, refused ${n}`,
        `p/${token('preferences')}`,
        form({ name: vector, language: vector, choice: 'some', topics: vector, pausedUntil: vector }),
      );
      if (n % 20 > 0) continue;
      await ask(`erase ${n}`, `p/${token('preferences')}/erase`);
      await ask(`unsubscribe ${n}`, `u/${token('unsubscribe')}`);
      await ask(`unsubscribed ${n}`, `u/${token('unsubscribe')}`, form({ undo: vector }));
    }
    for (const { tag } of printer.languages) {
      pages.push(
        [`mail to confirm, ${tag}`, mailOf('confirm', tag)],
        [`mail to a reader, ${tag}`, mailOf('known', tag)],
      );
    }
  } finally {
    await database.close();
  }
  return pages;

  function mailOf(kind: 'confirm' | 'known', language: string): string {
    return kind === 'confirm'
      ? printer.mail({ kind, confirmUrl: 'https://harbour.example.org/list/c/x', expiresAt: AT }, language)
          .html
      : printer.mail({ kind, preferencesUrl: 'https://harbour.example.org/list/p/x' }, language).html;
  }
}

async function readerNamed(
  { subscribers }: Awaited<ReturnType<typeof openDatabase>>,
  name: string,
  n: number,
): Promise<{ readonly id: string }> {
  const address = `reader${n}@example.org`;
  await subscribers.add({ address, name, status: 'confirmed', consent: { text: name, source: 'test' } }, AT);
  const found = await subscribers.find(address);
  if (found === undefined) throw new Error('A reader was not added');
  return found;
}
