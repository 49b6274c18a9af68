// `send N --proof ADDRESS`: one copy as a reader would get it, marked in its subject, to one address; never in the ledger.
import { randomUUID } from 'node:crypto';
import { usableAddress } from '../../audience/address.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import type { ReadyIssue } from '../compile-one-issue.ts';
import { readDkimKeys } from '../dkim-keys.ts';
import { mailComposer } from '../mail-composer.ts';
import { withRelays } from '../open-delivery.ts';
import type { Terminal } from '../terminal.ts';

export async function sendProof(
  { root, settings: { newsletter }, issue, rendered }: ReadyIssue,
  address: string,
  terminal: Terminal,
): Promise<CommandResult> {
  const read = usableAddress(address);
  const mail = { newsletter, slug: issue.slug, rendered, date: new Date(terminal.now()) };
  // A proof's links are signed with a key of the moment: they unsubscribe nobody.
  const key = { number: 255, secret: crypto.getRandomValues(new Uint8Array(32)) };
  const { address: from } = newsletter.from;
  const keys = await readDkimKeys(terminal, { root, domain: from.slice(from.lastIndexOf('@') + 1) });
  const compose = await mailComposer(mail, { key, isProof: true, signing: { keys, clock: terminal } });
  const id = Buffer.alloc(16).toString('base64url');
  const message = await compose({
    subscriber: { id, address: read.address },
    messageId: `proof.${randomUUID()}@${newsletter.listId}`,
  });
  return withRelays(root, terminal, {}, async ([relay]) => {
    if (relay === undefined) throw new Error('No way out was opened');
    const { transport } = relay;
    const outcome = await transport.send(message);
    const words = 'reply' in outcome ? outcome.reply.text : outcome.detail;
    const isAccepted = outcome.kind === 'accepted';
    return {
      exitCode: isAccepted ? 0 : 3,
      value: {
        issue: issue.slug,
        proof: read.address,
        outcome: outcome.kind,
        reply: words,
        transport: transport.name,
      },
      lines: (paint) => [
        `${isAccepted ? paint.done('proof sent') : paint.stop(outcome.kind)}  ${issue.title} to ${read.address} by ${transport.name}`,
        `  ${paint.dim(words)}`,
        ...nextStep(
          isAccepted
            ? `read it, then \`broadside send ${issue.slug}\`.`
            : 'see what the server says above, and try again.',
          paint,
        ),
      ],
    };
  });
}
