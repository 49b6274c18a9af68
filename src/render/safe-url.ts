// Which addresses may stand in a link. What an editor, a feed or a source table names goes in; an address that no program
// takes for anything but a place on the web or a mailbox comes out, or nothing. The one gate for every `href` and `src`.

const SCHEME = /^[a-z][a-z0-9+.-]*:/iu;
const ALLOWED = new Set(['http:', 'https:', 'mailto:']);
/** What may stand in a URL as it is (RFC 3986 §2); everything else is percent-encoded by the URL parser. */
const PLAIN = /^[a-z0-9\-._~:/?#[\]@!$&()*+,;=%]+$/iu;

/** An absolute http, https or mailto address in ASCII; undefined for everything else, relative addresses included. */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !SCHEME.test(url)) return undefined;
  const parsed = URL.parse(url);
  if (parsed === null || !ALLOWED.has(parsed.protocol)) return undefined;
  if (parsed.protocol !== 'mailto:' && parsed.hostname === '') return undefined;
  return PLAIN.test(url) ? url : parsed.href.replaceAll("'", '%27');
}

/** As safeUrl, but an address inside the archive (`../tags/oil.html`, `#top`) passes too: for what the program itself made. */
export function safeUrlOrRelative(url: string): string | undefined {
  if (SCHEME.test(url)) return safeUrl(url);
  // `//host`, `\\host` and control characters lead elsewhere than they seem to (WHATWG URL §4.4).
  return /^(?![/\\]{2})[^\p{Cc}\\<>"'`\s]*$/u.test(url) ? url : undefined;
}
