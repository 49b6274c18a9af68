// Whether a form was sent from a page of ours, as far as browsers say (Fetch Metadata; RFC 6454 §7). Programs that are no browsers say nothing.

/**
 * `unknown` nothing is said: enough where the address holds a token that nobody can guess
 * `foreign` another site's page, or one that hides where it is (`Origin: null`)
 */
export type FormOrigin = 'own' | 'foreign' | 'unknown';

/** @param origin Of `listUrl`. */
export function formOrigin(headers: Headers, origin: string): FormOrigin {
  const site = headers.get('sec-fetch-site');
  // No page can set it; it also tells rightly where the program is looked at under another name, such as localhost.
  if (site !== null) return site === 'same-origin' || site === 'none' ? 'own' : 'foreign';
  const from = headers.get('origin');
  if (from === null) return 'unknown';
  return from.toLowerCase() === origin ? 'own' : 'foreign';
}
