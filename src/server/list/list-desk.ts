// What all pages about a subscription have at hand: the ports, the links of readers, and the way from a page's content to an answer. Handlers stand
// in files of their own, one for each thing that a reader can do.
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type ReaderLink, readerLink } from '../../audience/reader-links.ts';
import { readToken, signingKey, type TokenKey, type TokenPurpose } from '../../audience/token.ts';
import type { AudienceStore, SignUpStore } from '../../model/audience-ports.ts';
import type { ListPage, ListPrinter } from '../../model/list-pages.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { Clock, SubscriberStore } from '../../model/ports.ts';
import { chooseLanguage } from './choose-language.ts';
import { type FormOrigin, formOrigin } from './same-site.ts';
import type { TooOften, VisitLimits } from './visit-limits.ts';
import { isUnknownProxy, networkOf, type TrustedProxies, visitorAddress } from './visitor.ts';

export interface ListDeskOptions {
  readonly newsletter: Pick<
    Newsletter,
    'listUrl' | 'siteUrl' | 'listId' | 'owner' | 'topics' | 'timeZone' | 'hub'
  >;
  readonly printer: ListPrinter;
  readonly signUps: Pick<SignUpStore, 'ask' | 'look' | 'confirm'>;
  readonly audience: Pick<AudienceStore, 'leave' | 'rejoin' | 'choose' | 'erase' | 'record'>;
  readonly subscribers: Pick<SubscriberStore, 'findById'>;
  /** The first one signs. Asked at every request, so that a key which is added counts at once. */
  readonly tokenKeys: () => Promise<readonly TokenKey[]>;
  /** Random, 22 characters of base64url. */
  readonly newId: () => string;
  readonly clock: Clock;
  readonly limits: VisitLimits;
  readonly proxies: TrustedProxies;
  /** Somebody on a network of our own speaks for others and is not among `proxies`: all of them count as one visitor. */
  readonly onUnknownProxy?: (address: string) => void;
}

/** What the server knows beyond the request; nothing of it in a test without a socket, unless given. */
export type DoorBindings = { readonly incoming?: Pick<HttpBindings['incoming'], 'socket'> };
export type DoorContext = Context<{ Bindings: DoorBindings }>;

export interface ListDesk extends ListDeskOptions {
  /** Path of `listUrl`, with a final slash. */
  readonly base: string;
  /** Origin of `listUrl`. */
  readonly origin: string;
  /** `/subscribe` below it. */
  readonly signUpPath: string;
  /** A page in a language that suits the reader, else the visitor. */
  show(
    c: DoorContext,
    page: ListPage,
    more?: { readonly status?: PageStatus; readonly language?: string | undefined },
  ): Response;
  tooOften(c: DoorContext, limit: TooOften): Response;
  /** What the visitor reads best. */
  languageOf(c: DoorContext): string | undefined;
  /** The id in the token at the end of the address. */
  idOf(c: DoorContext, purpose: TokenPurpose): Promise<string | undefined>;
  /** For an address whose token is none of ours. */
  linkUnknown(c: DoorContext): Promise<Response>;
  link(link: ReaderLink): Promise<string>;
  formOrigin(c: DoorContext): FormOrigin;
  networkOf(c: DoorContext): string;
}

export type PageStatus = 200 | 400 | 403 | 404 | 405 | 410 | 413 | 429 | 500 | 503;

const MINUTE_MS = 60_000;

export function createListDesk(options: ListDeskOptions): ListDesk {
  const { newsletter, printer, tokenKeys, limits, proxies } = options;
  const { pathname: base, origin } = new URL(newsletter.listUrl);
  const { listId, owner } = newsletter;
  const signUpPath = `${base}subscribe`;

  const languageOf = (c: DoorContext): string | undefined =>
    chooseLanguage(c.req.query('lang'), c.req.header('accept-language'), printer.languages);
  const show: ListDesk['show'] = (c, page, { status = 200, language } = {}) => {
    const { html, language: shown } = printer.page(page, language ?? languageOf(c));
    return c.html(html, status, { 'Content-Language': shown });
  };
  const tooOften: ListDesk['tooOften'] = (c, { waitMs }) => {
    c.header('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1000))));
    const waitMinutes = Math.max(1, Math.ceil(waitMs / MINUTE_MS));
    return show(c, { kind: 'too-often', waitMinutes }, { status: 429 });
  };
  const networkOfVisitor = (c: DoorContext): string => {
    const remote = c.env?.incoming?.socket.remoteAddress;
    const { headers } = c.req.raw;
    if (isUnknownProxy(remote, headers, proxies)) options.onUnknownProxy?.(remote ?? '');
    return networkOf(visitorAddress(remote, headers, proxies));
  };

  return {
    ...options,
    base,
    origin,
    signUpPath,
    show,
    tooOften,
    languageOf,
    idOf: async (c, purpose) => readToken(c.req.param('token') ?? '', { purpose, listId }, await tokenKeys()),
    linkUnknown: async (c) => {
      const limit = await limits.guess(networkOfVisitor(c));
      if (limit !== undefined) return tooOften(c, limit);
      return show(c, { kind: 'link-unknown', signUpUrl: signUpPath, owner }, { status: 404 });
    },
    link: async (link) => readerLink(link, { base, listId, key: signingKey(await tokenKeys()) }),
    formOrigin: (c) => formOrigin(c.req.raw.headers, origin),
    networkOf: networkOfVisitor,
  };
}
