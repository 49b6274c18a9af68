// Whether anybody reads what comes back: the mailbox or folder of BROADSIDE_BOUNCES is opened, nothing in it is read or marked, and of a provider's
// hooks it is seen that they have their secrets.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isImapUrl, readImapUrl } from '../../mail/imap-url.ts';
import { tryImap } from '../../mail/read-imap.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { hookSecrets } from '../bounces/hook-secrets.ts';
import { nameOfSource } from '../bounces/read-source.ts';
import { bouncesSource } from '../environment.ts';
import type { Terminal } from '../terminal.ts';

export interface ReturnsQuestion {
  readonly root: string;
  readonly newsletter: Newsletter;
  /** False under `--offline`: a mailbox on a server is not opened. */
  readonly mayAsk: boolean;
}

export async function checkReturns(question: ReturnsQuestion, terminal: Terminal): Promise<Finding> {
  return { check: 'bounce-reading', ...(await judgeReturns(question, terminal)) };
}

async function judgeReturns(
  { root, newsletter, mayAsk }: ReturnsQuestion,
  terminal: Terminal,
): Promise<Verdict> {
  try {
    const hooks = Object.keys(hookSecrets(terminal)).length;
    const source = bouncesSource(terminal);
    if (source !== undefined) return await judgeSource(source, root, mayAsk);
    if (hooks > 0) return { state: 'ok', found: 'told by hooks of a provider, at `serve`' };
    if (newsletter.bounceAddress === undefined)
      return {
        state: 'skipped',
        found: 'nothing comes back that could be counted: there is no bounceAddress',
      };
    return {
      state: 'warn',
      found: `what comes back to ${newsletter.bounceAddress} is read by nobody`,
      mend: 'Set BROADSIDE_BOUNCES to that mailbox, a folder or imaps://…; docs/bounces.md tells how.',
    };
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    return { state: 'fail', found: error.message, mend: error.hint };
  }
}

async function judgeSource(source: string, root: string, mayAsk: boolean): Promise<Verdict> {
  const name = nameOfSource(source);
  if (!isImapUrl(source)) {
    const isThere = await stat(path.resolve(root, source)).then(
      () => true,
      () => false,
    );
    if (isThere) return { state: 'ok', found: name };
    return {
      state: 'fail',
      found: `${name} is not there, or may not be looked into`,
      mend: 'Correct BROADSIDE_BOUNCES, or have your mail server deliver there.',
    };
  }
  if (!mayAsk) return { state: 'skipped', found: `${name} was not asked: --offline` };
  await tryImap(readImapUrl(source));
  return { state: 'ok', found: `${name} opens` };
}
