// The part `message/delivery-status` (RFC 3464) or `message/global-delivery-status` (RFC 6533) in, each recipient's fate out. Only
// `Action: failed` is a failure; a status without an action is none.
import {
  type BouncedRecipient,
  DELIVERY_ACTIONS,
  type DeliveryAction,
  type RecipientClass,
} from '../../model/bounce.ts';
import { type Fields, fieldOf, fieldsNamed, readFieldGroups } from './fields-of.ts';
import { judgeFailure } from './judge-failure.ts';
import { judgeNotice } from './plain-bounce.ts';
import { oneLine } from './plain-words.ts';

export interface StatusReport {
  readonly recipients: readonly BouncedRecipient[];
  readonly reportingMta?: string;
  /** RFC 3464 §2.2.1. */
  readonly envelopeId?: string;
}

const OF_RECIPIENTS: readonly string[] = ['final-recipient', 'original-recipient', 'action', 'status'];

/** `notice` is what the report says to people: it is asked where a status and the reply tell nothing. */
export function readDeliveryStatus(text: string, notice: string): StatusReport {
  const groups = readFieldGroups(text);
  const isRecipient = (group: Fields): boolean =>
    group.some(({ name }) => OF_RECIPIENTS.includes(name.toLowerCase()));
  // Some write the message's fields and a recipient's into one group.
  const all = groups.flat();
  const mta = fieldOf(all, 'Reporting-MTA');
  const envelopeId = fieldOf(all, 'Original-Envelope-Id');
  const recipients = groups.filter(isRecipient);
  return {
    recipients: recipients.map((group) => readRecipient(group, recipients.length === 1 ? notice : '')),
    ...(mta === undefined ? {} : { reportingMta: oneLine(withoutType(mta)) }),
    ...(envelopeId === undefined ? {} : { envelopeId: oneLine(envelopeId) }),
  };
}

function readRecipient(group: Fields, notice: string): BouncedRecipient {
  const status = fieldOf(group, 'Status');
  // RFC 3464 §2.3.6 has it once; some repeat it for each server that was tried.
  const diagnostic = fieldsNamed(group, 'Diagnostic-Code').map(withoutType).join(' ');
  const action = actionOf(fieldOf(group, 'Action'));
  const finalRecipient = addressOf(fieldOf(group, 'Final-Recipient'));
  const originalRecipient = addressOf(fieldOf(group, 'Original-Recipient'));
  return {
    ...fateOf({ action, actionText: fieldOf(group, 'Action'), status, diagnostic, notice }),
    ...(finalRecipient === undefined ? {} : { finalRecipient }),
    ...(originalRecipient === undefined ? {} : { originalRecipient }),
    ...(action === undefined ? {} : { action }),
    ...(diagnostic === '' ? {} : { diagnostic: oneLine(diagnostic) }),
  };
}

interface ToldFate {
  readonly action: DeliveryAction | undefined;
  readonly actionText: string | undefined;
  readonly status: string | undefined;
  readonly diagnostic: string;
  readonly notice: string;
}

type Fate = Pick<BouncedRecipient, 'class' | 'evidence' | 'status' | 'smtpCode'>;

function fateOf({ action, actionText, status, diagnostic, notice }: ToldFate): Fate {
  const told = judgeFailure({ status, words: diagnostic, where: 'Diagnostic-Code' });
  if (action === 'failed') {
    // RFC 3464 §2.3.4: Status is required. What lacks it must say why in words that are known.
    if (told.class !== 'unknown' || notice === '') return told;
    const read = judgeNotice(notice.split('\n'));
    return read.class === 'unknown' ? told : { ...told, ...read, ...pickStatus(told) };
  }
  const others: Readonly<Record<string, RecipientClass>> = { delayed: 'delayed' };
  return {
    ...told,
    class: action === undefined ? 'unknown' : (others[action] ?? 'receipt'),
    evidence: {
      basis: action === undefined ? 'nothing' : 'action',
      where: 'Action',
      text: oneLine(actionText ?? 'There is no Action'),
    },
  };
}

function pickStatus({ status }: Fate): Pick<Fate, 'status'> {
  return status === undefined ? {} : { status };
}

function actionOf(text: string | undefined): DeliveryAction | undefined {
  // RFC 3464 §2.3.3: a word; comments may follow it.
  const word = /^[a-z]+/u.exec(text?.toLowerCase() ?? '')?.[0];
  return DELIVERY_ACTIONS.find((action) => action === word);
}

/** RFC 3464 §2.1.2: `type; text`. Outside it, whatever stands there. */
function withoutType(value: string): string {
  const semicolon = value.indexOf(';');
  return (
    /^[\w\s.-]+$/u.test(value.slice(0, Math.max(semicolon, 0))) ? value.slice(semicolon + 1) : value
  ).trim();
}

/** RFC 6533 §3: utf-8-addr-xtext writes what is not ASCII as `\x{E9}`. */
function addressOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const address = withoutType(value)
    .replaceAll(/\\x\{([\da-f]{2,6})\}/giu, (whole, hex) => {
      const point = Number.parseInt(hex, 16);
      return point <= 0x10_ff_ff && point > 0x1f ? String.fromCodePoint(point) : whole;
    })
    .replaceAll(/[<>]/gu, '');
  return oneLine(address) === '' ? undefined : oneLine(address);
}
