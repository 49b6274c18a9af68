// `/u/TOKEN`: the way out. Mail providers POST to it without cookie, Origin or anything else (RFC 8058 §3.2), people press a button; whatever is
// posted to a link that is right lets its reader go, at once and as often as it comes. Looking at the page does nothing.
import { makeDatedToken, readDatedToken } from '../../audience/dated-token.ts';
import { signingKey } from '../../audience/token.ts';
import type { DoorContext, ListDesk } from './list-desk.ts';
import { readForm } from './read-form.ts';

/** Until then the button on the result page takes it back. */
export const UNDO_MS = 3_600_000;

/** RFC 8058 §3.1: the field that the provider sends back. */
const ONE_CLICK = { name: 'List-Unsubscribe', value: 'One-Click' } as const;

export async function showUnsubscribe(c: DoorContext, desk: ListDesk): Promise<Response> {
  const id = await desk.idOf(c, 'unsubscribe');
  if (id === undefined) return desk.linkUnknown(c);
  const reader = await desk.subscribers.findById(id);
  const preferencesUrl = await desk.link({ purpose: 'preferences', id });
  return desk.show(
    c,
    { kind: 'unsubscribe', action: c.req.path, preferencesUrl },
    { language: reader?.language },
  );
}

export async function takeUnsubscribe(c: DoorContext, desk: ListDesk): Promise<Response> {
  const id = await desk.idOf(c, 'unsubscribe');
  if (id === undefined) return desk.linkUnknown(c);
  // Too large or in no form that is known: it is a POST to this address all the same.
  const { fields } = await readForm(c.req.raw);
  if (fields.has('undo')) return takeBack(c, desk, id, fields.text('undo'));
  const isOneClick = fields.text(ONE_CLICK.name) === ONE_CLICK.value;
  const at = desk.clock.now();
  const came = await desk.audience.leave(id, isOneClick ? 'one-click' : 'unsubscribe page', at);
  if (isOneClick && !wantsPage(c)) return c.text('You are unsubscribed.\n');
  const language = (await desk.subscribers.findById(id))?.language;
  const undo = came === 'left' && !isOneClick ? { undo: await undoOf(c, desk, id, at) } : {};
  return desk.show(c, { kind: 'unsubscribed', signUpUrl: desk.signUpPath, ...undo }, { language });
}

async function undoOf(
  c: DoorContext,
  desk: ListDesk,
  id: string,
  at: string,
): Promise<{ readonly action: string; readonly token: string }> {
  const { listId } = desk.newsletter;
  const key = signingKey(await desk.tokenKeys());
  return { action: c.req.path, token: makeDatedToken({ purpose: 'undo', listId, id, at }, key) };
}

async function takeBack(c: DoorContext, desk: ListDesk, id: string, token: string): Promise<Response> {
  const signUpUrl = desk.signUpPath;
  if (desk.formOrigin(c) === 'foreign')
    return desk.show(c, { kind: 'form-refused', signUpUrl }, { status: 403 });
  const { listId } = desk.newsletter;
  const undo = readDatedToken(token, { purpose: 'undo', listId }, await desk.tokenKeys());
  const at = desk.clock.now();
  const ageMs = undo === undefined ? 0 : Date.parse(at) - Date.parse(undo.at);
  const isGood = undo !== undefined && undo.id === id && ageMs >= 0 && ageMs <= UNDO_MS;
  const language = (await desk.subscribers.findById(id))?.language;
  const { text, version } = desk.printer.consent(language);
  const isBack =
    isGood &&
    (await desk.audience.rejoin(
      id,
      { text, version, source: 'undo on the unsubscribe page', url: `${desk.origin}${desk.base}u/` },
      undo.at,
      at,
    ));
  if (!isBack) return desk.show(c, { kind: 'link-expired', signUpUrl }, { status: 410, language });
  const preferencesUrl = await desk.link({ purpose: 'preferences', id });
  return desk.show(c, { kind: 'rejoined', preferencesUrl }, { language });
}

/** Providers take anything; a browser says that it would like a page. */
function wantsPage(c: DoorContext): boolean {
  return /\btext\/html\b/iu.test(c.req.header('accept') ?? '');
}
