// Lets a request through only when it was addressed to this computer by a name of its own. Without this, a web page that an
// editor has open elsewhere could point its own name at 127.0.0.1 (DNS rebinding) and read unpublished drafts.
import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';

const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Hosts that mean "every address of this computer". */
const ANY_ADDRESS = new Set(['0.0.0.0', '::', '[::]']);

/** @param hosts Further names, without port. `0.0.0.0` and `::` let any bare IP address through, which cannot be rebound. */
export function hostGuard(hosts: readonly string[]): MiddlewareHandler {
  const own = new Set([...OWN_NAMES, ...hosts].map((host) => host.toLowerCase()));
  const isAnyAddress = hosts.some((host) => ANY_ADDRESS.has(host));

  return async (c, next) => {
    const host = hostName(c.req.header('host') ?? new URL(c.req.url).host);
    const isOwn = own.has(host) || own.has(withoutBrackets(host));
    if (isOwn || (isAnyAddress && isIP(withoutBrackets(host)) !== 0)) return next();
    return c.text(
      'This preview answers only to the computer it runs on. Open it at the address it printed.\n',
      403,
    );
  };
}

/** Host header without its port (RFC 9110 §7.2), lower-case. */
function hostName(host: string): string {
  return host.replace(/:\d*$/u, '').toLowerCase();
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/u, '$1');
}
