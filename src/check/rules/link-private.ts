// An address that works in the editor's browser and nowhere else: a page of the own computer or network, a preview, a mailbox, a
// document in editing. Or worse, one with a password in it.

import { isBelow } from '../../model/is-below.ts';
import { readWebAddress } from '../links/canonical-url.ts';
import { linksOf, placeOfAddress } from '../links/link-places.ts';
import type { IssueRule } from '../rule.ts';

export const linkPrivate: IssueRule = {
  id: 'link-private',
  severity: 'warning',
  stage: 'issue',
  description: 'A link leads to a page that every reader can open, and holds no password.',
  check: (issue) =>
    linksOf(issue).flatMap((link) => {
      const url = readWebAddress(link.url);
      const fault = url === undefined ? undefined : privacyFault(url);
      if (fault === undefined) return [];
      return [
        {
          reason: `Unexpected ${fault.what}, expected one that every reader can open`,
          place: placeOfAddress(issue, link),
          actual: link.url,
          note: fault.note,
        },
      ];
    }),
};

interface PrivacyFault {
  /** Completes "Unexpected …". */
  readonly what: string;
  readonly note: string;
}

/** Names that no public server has (RFC 6761, RFC 6762, RFC 8375) or that are used for networks of a house. */
const OWN_NETWORK = /(?:^|\.)(?:localhost|local|lan|internal|intranet|corp|home\.arpa)$/u;
/** Loopback, private and link-local ranges (RFC 6890), as the URL parser writes them. */
const OWN_RANGE =
  /^(?:(?:0|10|127)\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1?\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:))/u;
const MAILBOXES = [
  'mail.google.com',
  'mail.yahoo.com',
  'outlook.live.com',
  'outlook.office.com',
  'outlook.office365.com',
];
const MAIL_HOST = /^(?:webmail|roundcube|squirrelmail)\./u;
const MAIL_PATH = /^\/(?:webmail|roundcube|squirrelmail|rainloop|owa)(?:\/|$)/iu;
const WORKSHOP = /\/wp-admin(?:\/|$)|\/wp-login\.php$/iu;
const PREVIEWS = ['preview_id', 'preview_nonce'];
const DOCUMENT_IN_EDITING =
  /^\/(?:document|spreadsheets|presentation|forms|drawings)\/(?:u\/\d+\/)?d\/[^/]+\/edit/u;

function privacyFault(url: URL): PrivacyFault | undefined {
  const { hostname, pathname, searchParams } = url;
  if (url.username !== '' || url.password !== '') {
    return {
      what: 'address with a name or password before the "@"',
      note: 'Everybody who gets the issue could use it. Take it out of the address, and change the password.',
    };
  }
  if (OWN_NETWORK.test(hostname) || OWN_RANGE.test(hostname)) {
    return {
      what: `address "${hostname}" of your own computer or network`,
      note: 'Readers cannot reach it. Give the address under which the page stands on the web.',
    };
  }
  if (
    MAILBOXES.some((host) => isBelow(hostname, host)) ||
    MAIL_HOST.test(hostname) ||
    MAIL_PATH.test(pathname)
  ) {
    return {
      what: 'address of a mailbox',
      note: 'Readers would be asked to log in. Give the address of a page on the web, or take the link away.',
    };
  }
  const isPreview = searchParams.get('preview') === 'true' || PREVIEWS.some((name) => searchParams.has(name));
  if (isPreview || WORKSHOP.test(pathname)) {
    return {
      what: isPreview ? 'address of a preview' : 'address of the inside of a site',
      note: 'Only who works on that site can open it. Give the address of the published page.',
    };
  }
  if (hostname === 'docs.google.com' && DOCUMENT_IN_EDITING.test(pathname)) {
    return {
      what: 'address of a document in editing',
      note: 'Readers may be asked to log in, or could change the text. Share it for reading, publish it to the web and give that address; or say that it is on purpose.',
    };
  }
  return undefined;
}
