// Header fields that every answer of the front door carries: nothing runs in a page but the archive's own scripts, nobody frames it, nothing is loaded
// from elsewhere, and no link with a token leaks by a Referer.
import type { MiddlewareHandler } from 'hono';

/** Of pages about a subscription: they have no script and no style of their own. */
export const LIST_POLICY = policy("form-action 'self'");

/**
 * Of the archive: the form on its pages leads to the list, which may have another name. One policy for all its pages: those without a script forbid
 * every script by a policy of their own, and of two policies each must allow a thing (Content Security Policy Level 3 §2.2).
 */
export function archivePolicy(listOrigin: string): string {
  return policy(`script-src 'self'; connect-src 'self'; form-action 'self' ${listOrigin}`);
}

function policy(forms: string): string {
  return `default-src 'none'; style-src 'self'; img-src 'self'; ${forms}; frame-ancestors 'none'; base-uri 'none'`;
}

/** RFC 6797 §6.1: a year. Not for names below, which are not ours to promise for. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** @param isSecure `listUrl` is https. */
export function pageHeaders(isSecure: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', LIST_POLICY);
    headers.set('X-Frame-Options', 'DENY');
    headers.set('X-Content-Type-Options', 'nosniff');
    // With `no-referrer` browsers send `Origin: null` with forms of our own (Fetch §3.2), and a browser without Fetch Metadata could not be told from
    // another site's page any more. To other sites nothing is told by this either.
    headers.set('Referrer-Policy', 'same-origin');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    if (isSecure) headers.set('Strict-Transport-Security', STRICT_TRANSPORT);
  };
}

/** What is in it holds for this moment and this visitor. */
export const keptNowhere: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('Cache-Control', 'no-store');
};

/** One person's: found by nobody. */
export const foundByNobody: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('X-Robots-Tag', 'noindex');
};
