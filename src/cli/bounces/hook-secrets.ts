// BROADSIDE_HOOK_… in, the providers that may tell of bounces out. A secret that anybody could guess is refused.
import { createPublicKey } from 'node:crypto';
import { BroadsideError } from '../../model/errors.ts';
import type { HookSecrets } from '../../server/bounce-hooks.ts';
import { setting } from '../environment.ts';
import type { Terminal } from '../terminal.ts';

const SHORTEST_SECRET = 16;
const TOPIC_ARN = /^arn:aws(?:-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]+(?:\.fifo)?$/u;

/** @throws BroadsideError SETTINGS_INVALID */
export function hookSecrets(terminal: Pick<Terminal, 'env'>): HookSecrets {
  const sesTopicArns = setting(terminal, 'BROADSIDE_HOOK_SES')?.split(/\s+/u) ?? [];
  const odd = sesTopicArns.find((arn) => !TOPIC_ARN.test(arn));
  if (odd !== undefined)
    throw invalid('BROADSIDE_HOOK_SES', `"${odd}", expected arn:aws:sns:REGION:ACCOUNT:TOPIC`);
  const postmark = longSecret(terminal, 'BROADSIDE_HOOK_POSTMARK');
  const mailgun = longSecret(terminal, 'BROADSIDE_HOOK_MAILGUN');
  const sendgrid = setting(terminal, 'BROADSIDE_HOOK_SENDGRID');
  if (sendgrid !== undefined && !isPublicKey(sendgrid))
    throw invalid('BROADSIDE_HOOK_SENDGRID', 'value, expected the verification key that SendGrid shows');
  return {
    ...(sesTopicArns.length === 0 ? {} : { sesTopicArns }),
    ...(postmark === undefined ? {} : { postmark }),
    ...(mailgun === undefined ? {} : { mailgun }),
    ...(sendgrid === undefined ? {} : { sendgrid }),
  };
}

function longSecret(terminal: Pick<Terminal, 'env'>, name: string): string | undefined {
  const secret = setting(terminal, name);
  if (secret !== undefined && secret.length < SHORTEST_SECRET)
    throw invalid(name, `secret of ${secret.length} characters, expected at least ${SHORTEST_SECRET}`);
  return secret;
}

function isPublicKey(text: string): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType ===
      'ec'
    );
  } catch {
    return false;
  }
}

function invalid(name: string, words: string): BroadsideError {
  return new BroadsideError('SETTINGS_INVALID', `Unexpected ${words}`, { place: name });
}
