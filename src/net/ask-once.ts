// One request goes out to addresses that were judged, and its answer comes back: head and, for GET, body. One client a request,
// bound to these addresses and thrown away after it: nothing is reused, so nothing can be reused wrongly.
import type { LookupFunction } from 'node:net';
import { Client } from 'undici';
import { describeFault } from './describe-fault.ts';
import type { Fault } from './fetch-outcome.ts';
import { type ReadBody, readBody } from './read-body.ts';
import type { Target } from './read-target.ts';
import type { ResolvedAddress } from './resolve-host.ts';

export interface Question {
  readonly target: Target;
  readonly addresses: readonly ResolvedAddress[];
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Of a POST. */
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  /** Aborted when time is up or the user breaks off. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ReadBody;
}

/** As long as one of several addresses may keep us waiting before the next is tried beside it (RFC 8305 §5 asks for 0.1 to 2 s). */
const NEXT_ADDRESS_MS = 1000;

/** Of the time that is left, the part in which a connection must have come about: who does not pick up is told from who says nothing. */
const CONNECT_SHARE = 0.7;

/** Rejects only when `signal` is aborted, with its reason. */
export async function askOnce(question: Question): Promise<Answer | Fault> {
  const { target, method, headers, timeoutMs, maxHeaderBytes, signal } = question;
  const client = new Client(target.url.origin, {
    // One protocol, one set of limits.
    allowH2: false,
    pipelining: 0,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: {
      timeout: Math.ceil(timeoutMs * CONNECT_SHARE),
      lookup: pinned(question.addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
      // A certificate names a host without the final dot that an address may have.
      ...(!target.isLiteral && { servername: target.host.replace(/\.$/u, '') }),
    },
  });
  // The signal alone would not end a connection that is still being made.
  const breakOff = (): void => void client.destroy(new Error('broken off'));
  signal.addEventListener('abort', breakOff, { once: true });
  try {
    signal.throwIfAborted();
    const response = await client.request({
      method,
      path: `${target.url.pathname}${target.url.search}`,
      headers,
      ...(question.body === undefined ? {} : { body: question.body }),
    });
    const fields = fieldsOf(response.headers);
    const hasBody = method !== 'HEAD' && !isRedirect(response.statusCode);
    if (!hasBody) response.body.on('error', () => undefined).destroy();
    return {
      status: response.statusCode,
      headers: fields,
      body: hasBody
        ? await readBody(response.body, fields.get('content-encoding') ?? '', question.maxBodyBytes, signal)
        : { bytes: new Uint8Array() },
    };
  } catch (error) {
    signal.throwIfAborted();
    const fault = describeFault(error);
    if (fault === undefined) throw error;
    return fault;
  } finally {
    signal.removeEventListener('abort', breakOff);
    await client.destroy();
  }
}

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** Answers with the addresses that were judged, whatever is asked: there is no second look-up. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true)
      callback(
        null,
        addresses.map((one) => ({ ...one })),
      );
    else if (first !== undefined) callback(null, first.address, first.family);
  };
}

function fieldsOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(headers).map(([name, value = '']) => [
      name.toLowerCase(),
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
}
