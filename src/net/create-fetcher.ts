// Addresses go in, answers come out: http and https only, to the public Internet only, with limits on time, size and redirects.
// The one way of this program to ask the web for anything.
import { type Answer, askOnce, isRedirect } from './ask-once.ts';
import { describeFault } from './describe-fault.ts';
import type { Fault, FetchFailure, FetchOutcome, Hop } from './fetch-outcome.ts';
import { type AddressGuard, type AllowList, createAddressGuard } from './guard-addresses.ts';
import { readTarget, type Target } from './read-target.ts';
import { type Resolver, resolveHost, systemResolver } from './resolve-host.ts';

export interface Fetcher {
  /** Rejects only with the reason of `signal`, or what `turn` rejects with. */
  fetch(url: string, request?: FetchRequest): Promise<FetchOutcome>;
}

export interface FetchRequest {
  readonly method?: 'GET' | 'HEAD';
  /** Sent by POST. A redirect is the answer then, and is never followed: what was meant for one must not reach another. */
  readonly post?: { readonly contentType: string; readonly body: string };
  readonly signal?: AbortSignal;
  /** Fewer than the fetcher's own, where the beginning is enough. */
  readonly maxBodyBytes?: number;
  /** `text/html` …; everything unless given. */
  readonly accept?: string;
  /** What this address answered with before: it says 304 where nothing has changed since (RFC 9110 §13.1). Told to this address alone. */
  readonly validators?: Validators;
  /**
   * Runs `ask` when it is that host's turn: called for the address itself and for each redirect. Time spent waiting in it is not
   * counted.
   */
  readonly turn?: <T>(host: string, ask: () => Promise<T>) => Promise<T>;
}

export interface Validators {
  readonly url: string;
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface FetcherOptions {
  /** Of `userAgent`. */
  readonly userAgent: string;
  /** The operator's own; see `parseAllowList`. */
  readonly allow?: AllowList;
  readonly resolver?: Resolver;
  readonly limits?: Partial<FetchLimits>;
}

export interface FetchLimits {
  /** For all redirects together. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
  /** Decoded. */
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
}

const LIMITS: FetchLimits = {
  timeoutMs: 10_000,
  maxRedirects: 5,
  maxBodyBytes: 5 * 1024 * 1024,
  maxHeaderBytes: 32 * 1024,
};

/** The name of this program on the web, in User-Agent and in the eyes of robots.txt (RFC 9309 §2.2.1). */
export const PRODUCT = 'Broadside';

/** RFC 9110 §10.1.5, with an address at which whoever reads a server's log finds us. */
export function userAgent(version: string, siteUrl: string): string {
  return `${PRODUCT}/${version} (+${siteUrl})`;
}

export function createFetcher(options: FetcherOptions): Fetcher {
  const tools: Tools = {
    userAgent: options.userAgent,
    guard: createAddressGuard(options.allow),
    resolver: options.resolver ?? systemResolver,
    limits: { ...LIMITS, ...options.limits },
  };
  return { fetch: (url, request = {}) => follow(url, request, tools) };
}

interface Tools {
  readonly userAgent: string;
  readonly guard: AddressGuard;
  readonly resolver: Resolver;
  readonly limits: FetchLimits;
}

async function follow(written: string, request: FetchRequest, tools: Tools): Promise<FetchOutcome> {
  const { turn = (_host, ask) => ask() } = request;
  const { maxRedirects, timeoutMs } = tools.limits;
  const hops: Hop[] = [];
  let timeLeftMs = timeoutMs;
  let target = readTarget(written);
  for (;;) {
    const url = 'url' in target ? target.url.href : (hops.at(-1)?.to ?? written);
    const failed = (fault: Fault): FetchFailure => ({ kind: 'failed', ...fault, url, hops });
    if (!('url' in target)) return failed(target);
    const now = target;
    const answer = await turn(now.host, async () => {
      const startedAt = performance.now();
      const step = await askInTime(now, request, Math.max(1, Math.ceil(timeLeftMs)), tools);
      timeLeftMs -= performance.now() - startedAt;
      return step;
    });
    if ('reason' in answer) return failed(answer);
    const location =
      isRedirect(answer.status) && request.post === undefined
        ? inUtf8(answer.headers.get('location'))
        : undefined;
    if (location === undefined) return finished(url, answer, hops);
    if (hops.length >= maxRedirects)
      return failed({
        reason: 'redirects',
        detail: `it redirects more than ${maxRedirects} times`,
        isOfHost: false,
      });
    const next = readTarget(location, now.url);
    hops.push({ url, status: answer.status, to: 'url' in next ? next.url.href : location.slice(0, 2000) });
    if ('url' in next && hops.some((hop) => hop.url === next.url.href))
      return failed({ reason: 'redirect-loop', detail: 'it redirects in a circle', isOfHost: false });
    target = next;
  }
}

/** Fields come as Latin-1 (RFC 9110 §5.5); sites of other scripts put UTF-8 there, and browsers follow it. */
function inUtf8(field: string | undefined): string | undefined {
  if (field === undefined || /^[\x20-\x7e]*$/u.test(field)) return field;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(field, 'latin1'));
  } catch {
    return field;
  }
}

function finished(url: string, { status, headers, body }: Answer, hops: readonly Hop[]): FetchOutcome {
  const fault = body.fault === undefined ? {} : { bodyFault: body.fault };
  return { kind: 'answer', url, status, headers, body: body.bytes, ...fault, hops };
}

/** Resolves the name, judges its addresses and asks one of them, all before time is up. */
async function askInTime(
  target: Target,
  request: FetchRequest,
  timeoutMs: number,
  tools: Tools,
): Promise<Answer | Fault> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const signal = request.signal === undefined ? late.signal : AbortSignal.any([late.signal, request.signal]);
  try {
    const addresses = await orAborted(resolveHost(target, tools.guard, tools.resolver), signal);
    if ('reason' in addresses) return addresses;
    return await askOnce({
      target,
      addresses,
      method: request.post === undefined ? (request.method ?? 'GET') : 'POST',
      ...(request.post === undefined ? {} : { body: request.post.body }),
      headers: {
        ...(request.post === undefined ? {} : { 'content-type': request.post.contentType }),
        'user-agent': tools.userAgent,
        ...conditionsOf(target, request.validators),
        accept: request.accept ?? '*/*',
        'accept-encoding': request.method === 'HEAD' ? 'identity' : 'gzip, br, zstd',
      },
      timeoutMs,
      maxHeaderBytes: tools.limits.maxHeaderBytes,
      maxBodyBytes: Math.min(request.maxBodyBytes ?? Number.POSITIVE_INFINITY, tools.limits.maxBodyBytes),
      signal,
    });
  } catch (error) {
    request.signal?.throwIfAborted();
    if (late.signal.aborted) return { reason: 'timeout', detail: 'no answer came in time', isOfHost: false };
    const fault = describeFault(error);
    if (fault === undefined) throw error;
    return fault;
  } finally {
    clearTimeout(timer);
  }
}

function conditionsOf({ url }: Target, validators: Validators | undefined): Record<string, string> {
  if (validators === undefined || URL.parse(validators.url)?.href !== url.href) return {};
  const { etag, lastModified } = validators;
  return {
    ...(isFieldText(etag) && { 'if-none-match': etag }),
    ...(isFieldText(lastModified) && { 'if-modified-since': lastModified }),
  };
}

/** Kept by us, but written by a server: only what may stand in a field is sent back (RFC 9110 §5.5). */
function isFieldText(text: string | undefined): text is string {
  return text !== undefined && /^[\x20-\x7e]{1,1000}$/u.test(text);
}

/** A look-up cannot be broken off, but it need not be waited for. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
