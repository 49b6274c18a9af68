// An error of undici, of Node.js or of the system goes in, its name and a plain sentence come out.
import type { Fault, FetchFailureReason } from './fetch-outcome.ts';

type Row = readonly [reason: FetchFailureReason, detail: string, isOfHost: boolean];

const KNOWN: Readonly<Record<string, Row>> = {
  ENOTFOUND: ['name-unknown', 'there is no site of that name', true],
  ENODATA: ['name-unknown', 'there is no site of that name', true],
  EAI_AGAIN: ['name-unsettled', 'the name server does not answer', true],
  ECONNREFUSED: ['refused', 'nobody answers at that port', true],
  EHOSTUNREACH: ['unroutable', 'there is no way to the server', true],
  ENETUNREACH: ['unroutable', 'there is no way to the server', true],
  EADDRNOTAVAIL: ['unroutable', 'there is no way to the server', true],
  ETIMEDOUT: ['timeout', 'no connection came about in time', true],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'no connection came about in time', true],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no answer came in time', false],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the answer did not end in time', false],
  UND_ERR_HEADERS_OVERFLOW: ['headers-too-large', 'the head of the answer is too large', false],
  ECONNRESET: ['closed', 'the connection was cut', false],
  EPIPE: ['closed', 'the connection was cut', false],
  UND_ERR_SOCKET: ['closed', 'the connection was closed before an answer came', false],
  CERT_HAS_EXPIRED: ['certificate', 'the certificate has expired', true],
  CERT_NOT_YET_VALID: ['certificate', 'the certificate is not valid yet', true],
  CERT_REVOKED: ['certificate', 'the certificate was revoked', true],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate', 'the certificate is for another name', true],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['certificate', 'the site signed its certificate itself', true],
  SELF_SIGNED_CERT_IN_CHAIN: ['certificate', 'the certificate is signed by nobody we trust', true],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['certificate', 'the chain of certificates is not whole', true],
  UNABLE_TO_GET_ISSUER_CERT: ['certificate', 'the chain of certificates is not whole', true],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['certificate', 'the certificate is signed by nobody we trust', true],
};

/** @returns Undefined for what is no failure of the network, and so a bug of ours. */
export function describeFault(error: unknown): Fault | undefined {
  const code = codeOf(error);
  const known = KNOWN[code];
  if (known !== undefined) return { reason: known[0], detail: known[1], isOfHost: known[2] };
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/u.test(code))
    return { reason: 'tls', detail: `no safe connection (${code})`, isOfHost: true };
  if (/CERT/u.test(code))
    return { reason: 'certificate', detail: `the certificate cannot be used (${code})`, isOfHost: true };
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_RES'))
    return { reason: 'garbled', detail: 'what came is not HTTP', isOfHost: false };
  // getaddrinfo's refusals of a name that is too long or not allowed.
  if (/^(?:EAI_|EBADNAME|ESERVFAIL|EREFUSED)/u.test(code))
    return { reason: 'name-unsettled', detail: `the name cannot be looked up (${code})`, isOfHost: true };
  return undefined;
}

/** Of the error, or of the first of several (one for each address that was tried). */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.name === 'HTTPParserError' ? 'HPE_' : codeOf(error.cause);
}
