// The addresses of a reader's own pages: what the front door answers at, and what stands in mails about a subscription.
import { LINK_PATHS } from '../model/markers.ts';
import { makeToken, type TokenKey, type TokenPurpose } from './token.ts';

/** Below `Newsletter.listUrl`. Short, for they stand in plain text too. */
export const READER_PATHS: Readonly<Record<TokenPurpose, string>> = { ...LINK_PATHS, confirm: 'c/' };

export interface ReaderLink {
  readonly purpose: TokenPurpose;
  /** Of the subscriber; of the sign-up where it is to confirm. */
  readonly id: string;
}

/** @param base `listUrl`, or its path alone, with a final slash. */
export function readerLink(
  { purpose, id }: ReaderLink,
  { base, listId, key }: { readonly base: string; readonly listId: string; readonly key: TokenKey },
): string {
  return `${base}${READER_PATHS[purpose]}${makeToken({ purpose, listId, subscriberId: id }, key)}`;
}
