// `/subscribe`: the form, and what is done with it when it comes back. Whatever is known of an address, the same is done and the same is said: the
// request is written down, and all the rest is decided later, by `deliver/sign-up-desk.ts`.
import { readAddress } from '../../audience/address.ts';
import { makeDatedToken, readDatedToken } from '../../audience/dated-token.ts';
import { signingKey } from '../../audience/token.ts';
import type { SignUpRequest } from '../../model/audience-ports.ts';
import type { ListPage, SignUpProblem, SignUpValues } from '../../model/list-pages.ts';
import type { DoorContext, ListDesk } from './list-desk.ts';
import { type FormFields, readForm } from './read-form.ts';
import { isNameUsable } from './read-preferences.ts';

/** Nobody reads a form and fills it in sooner. */
export const FORM_LEAST_AGE_MS = 2000;
/** A page that was left open overnight is filled in still. */
export const FORM_MOST_AGE_MS = 24 * 3_600_000;

type Form = Extract<ListPage, { kind: 'sign-up' }>;

export async function showSignUp(c: DoorContext, desk: ListDesk): Promise<Response> {
  return desk.show(c, await formPage(c, desk, { values: {}, isSecondStep: false }));
}

/**
 * A form that was not shown here (on somebody's own site, with nothing of ours in it), too quickly filled in or too old, is shown again, filled
 * in: it needs one more press and is no mistake.
 */
export async function takeSignUp(c: DoorContext, desk: ListDesk): Promise<Response> {
  const { kind, fields } = await readForm(c.req.raw);
  if (kind === 'too large')
    return desk.show(c, { kind: 'form-refused', signUpUrl: desk.signUpPath }, { status: 413 });
  // People do not see the field, and programs fill in all there are. They learn nothing by it.
  if (fields.text('website') !== '') return desk.show(c, { kind: 'asked' });

  const values = valuesOf(fields, desk);
  const seal = await sealOf(c, desk, fields.text('form'));
  if (seal.kind !== 'good') {
    const again = seal.kind === 'young' ? { formToken: fields.text('form') } : {};
    return desk.show(c, await formPage(c, desk, { values, isSecondStep: true, ...again }));
  }
  const problem = problemOf(fields, values);
  if (problem !== undefined)
    return desk.show(c, await formPage(c, desk, { values, isSecondStep: false, problem }), { status: 400 });
  if (!(await desk.limits.pressForm(seal.id)))
    return desk.show(c, await formPage(c, desk, { values, isSecondStep: true }));
  const taken = await desk.limits.signUp(desk.networkOf(c));
  if ('waitMs' in taken) return desk.tooOften(c, taken);
  await desk.signUps.ask(requestOf(c, desk, values, taken.rank), desk.clock.now());
  return desk.show(c, { kind: 'asked' });
}

type Seal = { readonly kind: 'good'; readonly id: string } | { readonly kind: 'young' | 'none' };

async function sealOf(c: DoorContext, desk: ListDesk, token: string): Promise<Seal> {
  if (desk.formOrigin(c) === 'foreign') return { kind: 'none' };
  const { listId } = desk.newsletter;
  const form = readDatedToken(token, { purpose: 'form', listId }, await desk.tokenKeys());
  if (form === undefined) return { kind: 'none' };
  const ageMs = Date.parse(desk.clock.now()) - Date.parse(form.at);
  if (ageMs < 0 || ageMs > FORM_MOST_AGE_MS) return { kind: 'none' };
  return ageMs < FORM_LEAST_AGE_MS ? { kind: 'young' } : { kind: 'good', id: form.id };
}

/** The form says in which language it was shown, so that what was agreed to is what was read. */
async function formPage(
  c: DoorContext,
  desk: ListDesk,
  shown: Pick<Form, 'values' | 'isSecondStep'> & {
    readonly formToken?: string;
    readonly problem?: SignUpProblem;
  },
): Promise<Form> {
  const language = desk.languageOf(c);
  const { listId, topics = [] } = desk.newsletter;
  const formToken =
    shown.formToken ??
    makeDatedToken(
      { purpose: 'form', listId, id: desk.newId(), at: desk.clock.now() },
      signingKey(await desk.tokenKeys()),
    );
  const action =
    language === undefined ? desk.signUpPath : `${desk.signUpPath}?lang=${encodeURIComponent(language)}`;
  return { kind: 'sign-up', action, topics, ...shown, formToken };
}

/** As they were typed, so that they can be shown again. */
function valuesOf(fields: FormFields, desk: ListDesk): SignUpValues {
  const { topics: known = [] } = desk.newsletter;
  const name = fields.text('name').trim().slice(0, LONGEST_SHOWN);
  const topics = fields.all('topics').filter((topic) => known.includes(topic));
  return {
    address: fields.text('address').trim().slice(0, LONGEST_SHOWN),
    ...(name === '' ? {} : { name }),
    ...(topics.length === 0 ? {} : { topics: [...new Set(topics)] }),
    ...(fields.text('format') === 'text' ? { format: 'text' } : {}),
  };
}

const LONGEST_SHOWN = 1000;

function problemOf(
  fields: FormFields,
  { address = '', name, topics }: SignUpValues,
): SignUpProblem | undefined {
  if (address === '') return 'address-missing';
  if ('problem' in readAddress(address)) return 'address-unusable';
  if (name !== undefined && !isNameUsable(name)) return 'name-too-long';
  return fields.text('choice') === 'some' && topics === undefined ? 'topics-missing' : undefined;
}

function requestOf(
  c: DoorContext,
  desk: ListDesk,
  { address = '', ...wishes }: SignUpValues,
  rank: number,
): SignUpRequest {
  const language = desk.languageOf(c);
  const { text, version } = desk.printer.consent(language);
  const url = `${desk.origin}${desk.signUpPath}`;
  return {
    ...wishes,
    address,
    ...(language === undefined ? {} : { language }),
    consent: { text, version, url },
    rank,
  };
}
