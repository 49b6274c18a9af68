// The fields by which mail programs know a mailing list and let a reader leave with one click (RFC 2369, 2919, 8058). Values are as
// they go on the wire, unfolded, with the unsubscribe marker in place.
import { BroadsideError } from '../model/errors.ts';
import { MARKERS, markedLink } from '../model/markers.ts';
import type { HeaderField } from '../model/message.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { wireAddress } from '../model/wire-address.ts';
import { encodePhrase } from './encode-header.ts';

/** RFC 2919 §3. */
const LIST_ID_OCTETS = 255;
/** RFC 5322 §2.1.1 allows 998 octets in a line; an address cannot be folded, and has its brackets, a comma and a field name about it. */
const URL_OCTETS = 900;
/** Length of a sender's own part of Feedback-ID that Gmail asks for. */
const SENDER_ID_CHARACTERS = { least: 5, most: 15 };

export type ListIdentity = Pick<
  Newsletter,
  'title' | 'siteUrl' | 'listUrl' | 'listId' | 'owner' | 'unsubscribeAddress'
>;

/**
 * One of each (RFC 2369 §3). There is no `Precedence`: it is in no standard.
 * @throws BroadsideError SETTINGS_INVALID for an address that no line of a header holds
 */
export function listHeaders(
  newsletter: ListIdentity,
  issue: { readonly slug: string },
): readonly HeaderField[] {
  return [
    { name: 'List-Id', value: listIdOf(newsletter) },
    { name: 'List-Unsubscribe', value: unsubscribeOf(newsletter) },
    // RFC 8058 §3.1 and §5: these very bytes, and only beside an https address.
    ...(/^https:/iu.test(newsletter.listUrl)
      ? [{ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' }]
      : []),
    { name: 'List-Help', value: mailtoOf(newsletter.owner, 'help') },
    { name: 'List-Owner', value: mailtoOf(newsletter.owner) },
    { name: 'List-Archive', value: `<${urlOf(new URL('archive.html', newsletter.siteUrl).href)}>` },
    // RFC 2369 §3.4: nobody but the editors may post.
    { name: 'List-Post', value: 'NO' },
    { name: 'Feedback-ID', value: feedbackIdOf(newsletter.listId, issue.slug) },
  ];
}

/** RFC 2919 §3: the phrase may be encoded, what stands in the brackets never. */
function listIdOf({ title, listId }: ListIdentity): string {
  if (!/^[\w.-]+$/u.test(listId) || listId.length > LIST_ID_OCTETS)
    throw new Error('A list id has letters, digits, dots and hyphens only');
  return `${encodePhrase(title)} <${listId}>`.trim();
}

/** RFC 8058 §3.1: one HTTPS address, preferred and so first; RFC 2369 §2: and a mail address, for programs that know no other way. */
function unsubscribeOf({ listUrl, unsubscribeAddress }: ListIdentity): string {
  const link = urlOf(markedLink(new URL(listUrl).href, 'unsubscribe'));
  return `<${link}>, ${mailtoOf(unsubscribeAddress, `unsubscribe ${MARKERS.unsubscribe}`)}`;
}

/** RFC 6068 §2. */
function mailtoOf(address: string, subject?: string): string {
  const [local, domain] = splitAddress(wireAddress(address));
  const query = subject === undefined ? '' : `?subject=${encodeURIComponent(subject)}`;
  return `<${urlOf(`mailto:${encodeURIComponent(local)}@${domain}${query}`)}>`;
}

/**
 * `0294:iof.example.org:issue:iofexampleorg`: which issue, which list, what sort of mail, and last the sender's own constant. Nothing
 * in it is one reader's.
 */
function feedbackIdOf(listId: string, slug: string): string {
  const letters = listId.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
  const sender = letters.slice(0, SENDER_ID_CHARACTERS.most).padEnd(SENDER_ID_CHARACTERS.least, '0');
  return [encodeURIComponent(slug.toWellFormed()).slice(0, 64), listId, 'issue', sender].join(':');
}

/** RFC 2369 §2: no blank inside the brackets; and nothing that ends them early. */
function urlOf(url: string): string {
  if (!/^[\x21-\x7e]+$/u.test(url) || /[<>]/u.test(url))
    throw new Error('An address for a list field holds a blank or another script');
  if (url.length > URL_OCTETS)
    throw new BroadsideError(
      'SETTINGS_INVALID',
      `${url.slice(0, 60)}… is too long for a mail's header: ${url.length} characters, expected at most ${URL_OCTETS}`,
    );
  // Some programs decode what looks like an encoded word wherever it stands.
  return url.replaceAll('=?', '%3D?');
}

function splitAddress(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}
