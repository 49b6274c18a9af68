// `/p/TOKEN`: what a reader may choose, all that is known of them as a file, and to be forgotten. Who holds the link is the reader: it came to
// their mailbox and cannot be guessed.
import { maskAddress } from '../../audience/mask-address.ts';
import type { ListPage } from '../../model/list-pages.ts';
import type { Subscriber } from '../../model/subscriber.ts';
import type { DoorContext, ListDesk } from './list-desk.ts';
import { readForm } from './read-form.ts';
import { readPreferences } from './read-preferences.ts';

const SOURCE = 'preferences page';

type PreferencesPage = Extract<ListPage, { kind: 'preferences' }>;

export async function showPreferences(c: DoorContext, desk: ListDesk): Promise<Response> {
  return withReader(c, desk, (reader) => chooseOrGone(c, desk, reader, { isSaved: false }));
}

export async function takePreferences(c: DoorContext, desk: ListDesk): Promise<Response> {
  return withOwnForm(c, desk, async (reader) => {
    const { kind, fields } = await readForm(c.req.raw);
    if (kind !== 'form')
      return desk.show(
        c,
        { kind: 'form-refused', signUpUrl: desk.signUpPath },
        { status: kind === 'too large' ? 413 : 400 },
      );
    const { topics = [], timeZone } = desk.newsletter;
    const { languages } = desk.printer;
    const now = desk.clock.now();
    const { preferences, problem } = readPreferences(fields, { topics, languages, timeZone, now });
    if (problem !== undefined)
      return chooseOrGone(c, desk, { ...identityOf(reader), ...preferences }, { isSaved: false, problem });
    await desk.audience.choose(reader.id, preferences, SOURCE, now);
    const after = await desk.subscribers.findById(reader.id);
    return after === undefined ? gone(c, desk) : chooseOrGone(c, desk, after, { isSaved: true });
  });
}

/** By POST, so that no program that follows links carries a person's file away. */
export async function takeRecord(c: DoorContext, desk: ListDesk): Promise<Response> {
  return withOwnForm(c, desk, async ({ id }) => {
    const record = await desk.audience.record(id);
    if (record === undefined) return gone(c, desk);
    return c.body(`${JSON.stringify(record, null, 2)}\n`, 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-data.json"',
    });
  });
}

export async function showErase(c: DoorContext, desk: ListDesk): Promise<Response> {
  return withReader(c, desk, async ({ id, language }) => {
    const preferencesUrl = await desk.link({ purpose: 'preferences', id });
    return desk.show(c, { kind: 'erase', action: c.req.path, preferencesUrl }, { language });
  });
}

export async function takeErase(c: DoorContext, desk: ListDesk): Promise<Response> {
  return withOwnForm(c, desk, async ({ id, language }) => {
    await desk.audience.erase(id, SOURCE, desk.clock.now());
    return desk.show(c, { kind: 'erased', signUpUrl: desk.signUpPath }, { language });
  });
}

/** Without their wishes, in the place of which stands what they have just typed. */
function identityOf({ id, address, status, consent, createdAt }: Subscriber): Subscriber {
  return { id, address, status, consent, createdAt };
}

type Use = (reader: Subscriber) => Response | Promise<Response>;

async function withReader(c: DoorContext, desk: ListDesk, use: Use): Promise<Response> {
  const id = await desk.idOf(c, 'preferences');
  if (id === undefined) return desk.linkUnknown(c);
  const reader = await desk.subscribers.findById(id);
  return reader === undefined ? gone(c, desk) : use(reader);
}

async function withOwnForm(c: DoorContext, desk: ListDesk, use: Use): Promise<Response> {
  return withReader(c, desk, (reader) =>
    desk.formOrigin(c) === 'foreign'
      ? desk.show(
          c,
          { kind: 'form-refused', signUpUrl: desk.signUpPath },
          { status: 403, language: reader.language },
        )
      : use(reader),
  );
}

/** The link is ours and there is nobody: they asked to be forgotten. */
function gone(c: DoorContext, desk: ListDesk): Response {
  return desk.show(c, { kind: 'erased', signUpUrl: desk.signUpPath }, { status: 410 });
}

async function chooseOrGone(
  c: DoorContext,
  desk: ListDesk,
  reader: Subscriber,
  { isSaved, problem }: Pick<PreferencesPage, 'isSaved' | 'problem'>,
): Promise<Response> {
  const { id, address, name, language, topics, format, pausedUntil } = reader;
  const path = await desk.link({ purpose: 'preferences', id });
  const own = { dataAction: `${path}/data`, eraseUrl: `${path}/erase` };
  if (reader.status !== 'confirmed')
    return desk.show(c, { kind: 'unsubscribed', signUpUrl: desk.signUpPath, own }, { language });
  return desk.show(
    c,
    {
      kind: 'preferences',
      action: path,
      ...own,
      unsubscribeUrl: await desk.link({ purpose: 'unsubscribe', id }),
      values: {
        ...(name === undefined ? {} : { name }),
        ...(language === undefined ? {} : { language }),
        ...(topics === undefined ? {} : { topics }),
        ...(format === undefined ? {} : { format }),
        // One that is over is none.
        ...(pausedUntil === undefined || pausedUntil <= desk.clock.now() ? {} : { pausedUntil }),
      },
      address: maskAddress(address),
      topics: desk.newsletter.topics ?? [],
      languages: desk.printer.languages,
      isSaved,
      ...(problem === undefined ? {} : { problem }),
    },
    { status: problem === undefined ? 200 : 400, language },
  );
}
