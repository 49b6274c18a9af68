// A list in memory and a printer that writes down what it was given, for tests of the front door's own behaviour. What the real store and the real
// pages make of it is tested where they are.
import type {
  AudienceStore,
  SignUpRequest,
  SignUpState,
  SignUpStore,
} from '../../src/model/audience-ports.ts';
import type { ListPage, ListPrinter } from '../../src/model/list-pages.ts';
import type { SubscriberStore } from '../../src/model/ports.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';

export interface SmallList {
  readonly signUps: Pick<SignUpStore, 'ask' | 'look' | 'confirm'>;
  readonly audience: Pick<AudienceStore, 'leave' | 'rejoin' | 'choose' | 'erase' | 'record'>;
  readonly subscribers: Pick<SubscriberStore, 'findById'>;
  readonly asked: readonly SignUpRequest[];
  /** Everything that changes something, in order. */
  readonly changes: readonly string[];
  readonly readers: ReadonlyMap<string, Subscriber>;
  /** By id. */
  readonly states: Map<string, SignUpState>;
  /** `leftAt` of whoever left. */
  add(reader: Partial<Subscriber> & Pick<Subscriber, 'id'>): void;
}

const CONSENT = { text: 'Send me the news', source: 'test', at: '2026-01-01T00:00:00.000Z' };

export function smallList(): SmallList {
  const readers = new Map<string, Subscriber>();
  const states = new Map<string, SignUpState>();
  const asked: SignUpRequest[] = [];
  const changes: string[] = [];
  const leftAt = new Map<string, string>();
  const change = (id: string, more: Partial<Subscriber>): void => {
    const reader = readers.get(id);
    if (reader !== undefined) readers.set(id, { ...reader, ...more });
  };
  return {
    asked,
    changes,
    readers,
    states,
    add: (reader) =>
      void readers.set(reader.id, {
        address: 'ana@example.org',
        status: 'confirmed',
        consent: CONSENT,
        createdAt: CONSENT.at,
        ...reader,
      }),
    subscribers: { findById: async (id) => readers.get(id) },
    signUps: {
      ask: async (request) => {
        asked.push(request);
        changes.push('ask');
      },
      look: async (id) => states.get(id),
      confirm: async (id) => {
        const state = states.get(id);
        if (state?.kind !== 'open') return state;
        const confirmed = { kind: 'confirmed', subscriberId: id } as const;
        states.set(id, confirmed);
        changes.push('confirm');
        return confirmed;
      },
    },
    audience: {
      leave: async (id, source, at) => {
        const status = readers.get(id)?.status;
        if (status === undefined) return 'unknown';
        if (status !== 'confirmed') return 'was gone';
        change(id, { status: 'unsubscribed' });
        leftAt.set(id, at);
        changes.push(`leave: ${source}`);
        return 'left';
      },
      rejoin: async (id, _consent, leftSince) => {
        if (readers.get(id)?.status !== 'unsubscribed' || (leftAt.get(id) ?? '') < leftSince) return false;
        change(id, { status: 'confirmed' });
        changes.push('rejoin');
        return true;
      },
      choose: async (id, preferences) => {
        const reader = readers.get(id);
        if (reader?.status !== 'confirmed') return false;
        const { address, status, consent, createdAt } = reader;
        readers.set(id, { id, address, status, consent, createdAt, ...preferences });
        changes.push('choose');
        return true;
      },
      erase: async (id) => {
        changes.push('erase');
        return readers.delete(id);
      },
      record: async (id) => {
        const subscriber = readers.get(id);
        if (subscriber === undefined) return undefined;
        return { subscriber, consents: [], deliveries: [], signUps: [], returnedMails: [] };
      },
    },
  };
}

export const LANGUAGES = [
  { tag: 'en', name: 'English' },
  { tag: 'ar', name: 'العربية' },
] as const;

/** The page's content stands in it as JSON. */
export const plainPrinter: ListPrinter = {
  page: (page, language = 'en') => ({
    html: `<!doctype html><title>${page.kind}</title><script type="application/json">${JSON.stringify(page)}</script>`,
    language,
  }),
  mail: (mail) => ({ subject: mail.kind, html: JSON.stringify(mail), text: JSON.stringify(mail) }),
  consent: (language = 'en') => ({
    text: `yes in ${language}`,
    version: `${language}-000000000000`,
    language,
  }),
  languages: LANGUAGES,
  styles: { path: 'styles/list.css', contents: 'body { color: black }\n'.repeat(100) },
};

/** What `plainPrinter` was given. */
export async function pageIn<Kind extends ListPage['kind']>(
  response: Response,
  kind: Kind,
): Promise<Extract<ListPage, { kind: Kind }>> {
  const html = await response.text();
  const page = JSON.parse(/<script[^>]*>(.*)<\/script>/su.exec(html)?.[1] ?? '{}') as ListPage;
  if (page.kind !== kind) throw new Error(`Expected the page ${kind}, got ${page.kind}`);
  return page as Extract<ListPage, { kind: Kind }>;
}
