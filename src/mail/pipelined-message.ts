// One message over one connection, its commands in one go where the server offers that (RFC 2920), each answer held against its command.
// In doubt begins when the last octets, with the final dot, are handed to the network, and not before. The next message's commands are
// never sent along with this one's end, though §3.1 would allow it: nobody is named to a server before the ledger says that it is their turn.
import type { DeliveryOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import { needsSmtpUtf8, wireAddress } from '../model/wire-address.ts';
import { classifyFailure, readReply, type SmtpFailure } from './classify-failure.ts';
import type { Session } from './open-session.ts';
import { withoutSmtpUtf8 } from './refuse-unsent.ts';
import type { Reply } from './reply-reader.ts';
import { reportParameters } from './report-request.ts';
import type { SmtpTimeouts } from './smtp-timeouts.ts';
import type { Wire } from './smtp-wire.ts';
import { stuffDots } from './stuff-dots.ts';

/** Handed over as a whole; what is larger, block by block, each when the network has taken the one before. */
const BLOCK_OCTETS = 64 * 1024;

export interface Line {
  readonly session: Session;
  readonly timeouts: SmtpTimeouts;
  readonly server: string;
  /** A transaction was begun and not ended: the next one begins with RSET. Kept here from message to message. */
  needsReset: boolean;
  /** Nothing more may be said on this connection. */
  isSpent: boolean;
}

/** @throws BroadsideError of the sender: SMTP_SENDER_REFUSED, SMTP_LOGIN; nothing of the message was taken. */
export async function sendPipelined(line: Line, message: ComposedMessage): Promise<DeliveryOutcome> {
  const { session, server } = line;
  const needsUtf8 = needsSmtpUtf8(message.envelope.to);
  if (needsUtf8 && !session.extensions.has('SMTPUTF8')) return withoutSmtpUtf8(server);
  const state = { isBegun: true, isHandedOver: false, needsUtf8, server };
  const result = await converse(line, message, state).catch((error: unknown) => {
    line.isSpent = true;
    return { message: (error as Error).message, command: 'CONN' };
  });
  if ('accepted' in result) return { kind: 'accepted', reply: readReply(result.accepted.text) };
  const meaning = classifyFailure(result, state);
  if (meaning instanceof BroadsideError) throw meaning;
  return meaning;
}

type Result = { readonly accepted: Reply } | SmtpFailure;

async function converse(
  line: Line,
  message: ComposedMessage,
  state: { readonly needsUtf8: boolean; isHandedOver: boolean },
): Promise<Result> {
  const { wire, extensions } = line.session;
  const { envelope, parts = [message.raw] } = message;
  const size = lengthOf(parts);
  // RFC 1870 §6.1: what is larger than the server takes is not even begun.
  const limit = Number(extensions.get('SIZE')?.[0] ?? 0);
  if (limit > 0 && size > limit)
    return { message: `the message has ${size} octets, ${limit} are allowed`, command: 'MAIL FROM' };
  const refusal = await ask(line, envelope, { ...(extensions.has('SIZE') ? { size } : {}), ...state });
  if (refusal !== undefined) return refusal;
  return sendContent(line, wire, parts, state);
}

/** @returns what stands in the way of the message; undefined when the server waits for it, and for nothing else. */
async function ask(
  line: Line,
  envelope: ComposedMessage['envelope'],
  { size, needsUtf8 }: { readonly size?: number; readonly needsUtf8: boolean },
): Promise<SmtpFailure | undefined> {
  const { wire, extensions } = line.session;
  const { commandMs, dataMs } = line.timeouts;
  const { from, to } = envelope;
  const report = extensions.has('DSN') ? reportParameters(envelope) : { mail: '', rcpt: '' };
  const sizeParameter = size === undefined ? '' : ` SIZE=${size}`;
  // RFC 6531 §3.4; a name in such letters stands in the message's fields too, which makes them 8-bit (§3.6).
  const utf8 = needsUtf8 ? ` SMTPUTF8${extensions.has('8BITMIME') ? ' BODY=8BITMIME' : ''}` : '';
  const commands = [
    ...(line.needsReset ? ['RSET'] : []),
    `MAIL FROM:<${wireAddress(from)}>${sizeParameter}${utf8}${report.mail}`,
    `RCPT TO:<${wireAddress(to)}>${report.rcpt}`,
    'DATA',
  ];
  const isPipelined = extensions.has('PIPELINING');
  line.needsReset = true;
  if (isPipelined) wire.write(`${commands.join('\r\n')}\r\n`);
  let refusal: SmtpFailure | undefined;
  for (const command of commands) {
    const step = /^(?:RSET|MAIL FROM|RCPT TO|DATA)/u.exec(command)?.[0] ?? '';
    if (!isPipelined) wire.write(`${command}\r\n`);
    const reply = await wire.reply(step === 'DATA' ? dataMs : commandMs).catch((error: unknown) => {
      if (refusal === undefined) throw error;
    });
    if (reply === undefined || reply.code === 421) line.isSpent = true;
    if (reply === undefined) break;
    if (refusal !== undefined) await endNothing(line, step, reply, refusal);
    else if (step === 'DATA' ? reply.code !== 354 : reply.code >= 300) refusal = refused(line, step, reply);
    if (line.isSpent || (refusal !== undefined && !isPipelined)) break;
  }
  if (refusal === undefined && !wire.isQuiet()) {
    line.isSpent = true;
    return { message: 'The server answers what it was not asked', command: 'DATA' };
  }
  return refusal;
}

function refused(line: Line, step: string, reply: Reply): SmtpFailure {
  // A 421 is the last word (RFC 5321 §3.8). What is neither yes nor no, or a no to RSET, says that the session got out of step.
  if (reply.code === 421 || reply.code === 503 || reply.code < 400 || step === 'RSET') line.isSpent = true;
  const isAnswer = reply.code >= 400 && step !== 'RSET';
  return {
    message: `${step}: ${reply.text}`,
    command: step,
    response: reply.text,
    ...(isAnswer ? { responseCode: reply.code } : { command: 'CONN' }),
  };
}

/**
 * What comes after a refusal to commands that were sent along. RFC 2920 §3.1: a server may answer 354 to DATA though it refused the one
 * recipient; then an end without a message is due, which it has to refuse. One that takes it is not spoken to again; there was nobody
 * whom it could give it to. Where the sender was refused, the recipient may have been taken: then not even that is said.
 */
async function endNothing(line: Line, step: string, { code }: Reply, refusal: SmtpFailure): Promise<void> {
  if (step !== 'DATA' || code >= 400) return;
  const { wire } = line.session;
  line.isSpent = true;
  if (code !== 354 || refusal.command !== 'RCPT TO') return;
  wire.write('.\r\n');
  const end = await wire.reply(line.timeouts.dotMs).catch(() => undefined);
  if (end !== undefined && end.code >= 500) line.isSpent = false;
}

async function sendContent(
  line: Line,
  wire: Wire,
  parts: readonly Uint8Array[],
  state: { isHandedOver: boolean },
): Promise<Result> {
  const { blockMs, dotMs } = line.timeouts;
  const { content, end } = stuffDots(parts);
  const blocks = inBlocks(content);
  const last = blocks.pop() ?? [];
  for (const block of blocks) {
    await wire.push(block, blockMs);
    if (wire.isQuiet()) continue;
    // It speaks, or has gone, before the end: the rest and the dot are kept back, so that nothing was taken.
    line.isSpent = true;
    return refused(line, 'DATA', await wire.reply(blockMs));
  }
  state.isHandedOver = true;
  wire.write(...last, end);
  // The block's own time is added: the wait after the dot counts from when the network has it (RFC 5321 §4.5.3.2.6).
  const reply = await wire.reply(blockMs + dotMs);
  line.needsReset = false;
  if (reply.code < 300) return { accepted: reply };
  if (reply.code === 421 || reply.code < 400) line.isSpent = true;
  return { message: reply.text, command: 'DATA', response: reply.text, responseCode: reply.code };
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Each but the last is full. */
function inBlocks(content: readonly Uint8Array[]): (readonly Uint8Array[])[] {
  if (lengthOf(content) <= BLOCK_OCTETS) return [content];
  const blocks: Uint8Array[][] = [];
  let room = 0;
  for (const part of content)
    for (let from = 0; from < part.length; ) {
      if (room === 0) {
        blocks.push([]);
        room = BLOCK_OCTETS;
      }
      const piece = part.subarray(from, from + room);
      blocks.at(-1)?.push(piece);
      from += piece.length;
      room -= piece.length;
    }
  return blocks;
}
