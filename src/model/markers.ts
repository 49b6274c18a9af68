// Stand-ins for what differs from reader to reader. Templates put them where the reader's own value goes; composing puts
// values of the same length in their place, so that line lengths, encodings and offsets stay valid. They are letters and
// digits only: neither HTML, nor a URL, nor quoted-printable changes them.

/** Length of every marker and of every signed token, in ASCII characters of base64url (RFC 4648 §5). */
export const TOKEN_LENGTH = 48;

export type MarkerName = 'unsubscribe' | 'preferences';

export const MARKERS: Readonly<Record<MarkerName, string>> = {
  unsubscribe: 'BROADSIDExUNSUBSCRIBExTOKENxOFxTHISxREADERxxxxxx',
  preferences: 'BROADSIDExPREFERENCESxTOKENxOFxTHISxREADERxxxxxx',
};

/** Where a link with a token leads, below `Newsletter.listUrl`. Short, for they stand in plain text too. */
export const LINK_PATHS: Readonly<Record<MarkerName, string>> = { unsubscribe: 'u/', preferences: 'p/' };

/** The link as templates show it, marker in place. */
export function markedLink(listUrl: string, name: MarkerName): string {
  return `${listUrl}${LINK_PATHS[name]}${MARKERS[name]}`;
}
