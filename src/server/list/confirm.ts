// `/c/TOKEN`: the link of the mail that asks whether somebody really wants the newsletter. Programs follow every link of a mail, so looking at the
// page does nothing: a person presses the button.
import type { SignUpState } from '../../model/audience-ports.ts';
import type { DoorContext, ListDesk } from './list-desk.ts';

export async function showConfirm(c: DoorContext, desk: ListDesk): Promise<Response> {
  const id = await desk.idOf(c, 'confirm');
  if (id === undefined) return desk.linkUnknown(c);
  return answer(c, desk, await desk.signUps.look(id, desk.clock.now()));
}

export async function takeConfirm(c: DoorContext, desk: ListDesk): Promise<Response> {
  const id = await desk.idOf(c, 'confirm');
  if (id === undefined) return desk.linkUnknown(c);
  if (desk.formOrigin(c) === 'foreign')
    return desk.show(c, { kind: 'form-refused', signUpUrl: desk.signUpPath }, { status: 403 });
  return answer(c, desk, await desk.signUps.confirm(id, desk.clock.now()));
}

async function answer(c: DoorContext, desk: ListDesk, state: SignUpState | undefined): Promise<Response> {
  // Signed by us and not there: it was cleared away when it had had its time.
  const { kind, language } = state ?? { kind: 'expired', language: undefined };
  if (kind === 'open') return desk.show(c, { kind: 'confirm', action: c.req.path }, { language });
  if (state?.kind !== 'confirmed')
    return desk.show(c, { kind: 'link-expired', signUpUrl: desk.signUpPath }, { status: 410, language });
  const preferencesUrl = await desk.link({ purpose: 'preferences', id: state.subscriberId });
  return desk.show(c, { kind: 'confirmed', preferencesUrl }, { language });
}
