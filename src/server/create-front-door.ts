// What the newsletter's readers meet on the web: the sign-up, the links of their mails, and beside them the archive as it was built. A request in, a
// Response out; no socket here, and no word about looks.
import { Hono } from 'hono';
import type { BlankSchema } from 'hono/types';
import { BroadsideError } from '../model/errors.ts';
import { createFileAnswer } from './list/answer-file.ts';
import type { SiteFiles } from './list/archive-files.ts';
import { showConfirm, takeConfirm } from './list/confirm.ts';
import { feedLinks } from './list/feed-links.ts';
import {
  createListDesk,
  type DoorBindings,
  type DoorContext,
  type ListDesk,
  type ListDeskOptions,
} from './list/list-desk.ts';
import { foundByNobody, keptNowhere, pageHeaders } from './list/page-headers.ts';
import { showErase, showPreferences, takeErase, takePreferences, takeRecord } from './list/preferences.ts';
import { servedText } from './list/served-file.ts';
import { showSignUp, takeSignUp } from './list/sign-up.ts';
import { showUnsubscribe, takeUnsubscribe } from './list/unsubscribe.ts';

export interface FrontDoorOptions extends ListDeskOptions {
  /** The archive as it was built; without it the sign-up is all there is. */
  readonly site?: SiteFiles;
  /** Answers at `hooks/`: what services that send mail tell of bounces. */
  readonly hooks?: Pick<Hono, 'fetch'>;
  /** Answers at `stats/`: the private page of figures. */
  readonly figures?: Pick<Hono, 'fetch'>;
  readonly onVisit?: (visit: Visit) => void;
  /** Something failed that is no visitor's fault. */
  readonly onTrouble?: (error: unknown, visit: Visit) => void;
}

/** No address, no token: what may be counted and written down. */
export interface Visit {
  readonly route: VisitRoute;
  readonly method: string;
  readonly status: number;
}

export type VisitRoute =
  | 'sign-up'
  | 'confirm'
  | 'unsubscribe'
  | 'preferences'
  | 'hooks'
  | 'figures'
  | 'archive'
  | 'other';

export type FrontDoor = Hono<{ Bindings: DoorBindings }>;

type Take = (c: DoorContext, desk: ListDesk) => Response | Promise<Response>;

/** No address of ours is nearly so long, and no hook's. */
const LONGEST_PATH = 2048;
/** A database that is away is asked again by whoever was sent away. */
const RETRY_AFTER_SECONDS = '60';
const METHODS = 'GET, HEAD, POST';

export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const desk = createListDesk(options);
  const { base } = desk;
  const answerFile = createFileAnswer(desk.origin);
  const app: FrontDoor = new Hono<{ Bindings: DoorBindings }, BlankSchema>();
  const visitOf = (c: DoorContext, status: number): Visit => ({
    route: routeOf(c.req.path, base, options.site !== undefined),
    method: c.req.method,
    status,
  });

  app.use(async (c, next) => {
    await next();
    options.onVisit?.(visitOf(c, c.res.status));
  });
  app.use(pageHeaders(desk.origin.startsWith('https:')));
  app.use(async (c, next) => {
    if (c.req.raw.url.length > LONGEST_PATH) return c.text('That address is too long.\n', 414);
    return next();
  });

  const ways = (path: string, show: Take | undefined, take: Take): void => {
    if (show !== undefined) app.get(`${base}${path}`, (c) => show(c, desk));
    app.post(`${base}${path}`, (c) => take(c, desk));
    app.all(`${base}${path}`, (c) => wrongMethod(c, desk, show === undefined ? 'POST' : METHODS));
  };
  app.use(`${base}subscribe`, keptNowhere);
  for (const personal of ['c/*', 'u/*', 'p/*']) app.use(`${base}${personal}`, keptNowhere, foundByNobody);
  ways('subscribe', showSignUp, takeSignUp);
  ways('c/:token', showConfirm, takeConfirm);
  ways('u/:token', showUnsubscribe, takeUnsubscribe);
  ways('p/:token', showPreferences, takePreferences);
  ways('p/:token/data', undefined, takeRecord);
  ways('p/:token/erase', showErase, takeErase);
  const { styles } = desk.printer;
  const styleFile = servedText(styles.contents, 'text/css; charset=utf-8');
  app.get(`${base}${styles.path}`, (c) => answerFile(c, styleFile));
  const { hooks, figures } = options;
  if (hooks !== undefined) app.mount(`${base}hooks`, hooks.fetch);
  if (figures !== undefined) app.mount(`${base}stats`, figures.fetch);

  const { pathname: home } = new URL(options.newsletter.siteUrl);
  app.get('*', async (c) => {
    const moved = await options.site?.moved(c.req.raw.url);
    if (moved !== undefined && moved !== c.req.path) {
      c.header('Cache-Control', 'public, max-age=300');
      return c.redirect(moved, 301);
    }
    const file = await options.site?.find(c.req.raw.url, home);
    if (file !== undefined) {
      const links = feedLinks(options.newsletter, c.req.path.slice(home.length));
      if (links !== undefined) c.header('Link', links);
      return answerFile(c, file);
    }
    if ([base, home].includes(c.req.path)) return c.redirect(desk.signUpPath, 302);
    const isOfArchive = routeOf(c.req.path, base, true) === 'archive';
    const page = isOfArchive
      ? await options.site?.find(new URL(`${home}404.html`, c.req.url).href, home)
      : undefined;
    return page === undefined ? notFound(c, desk) : answerFile(c, page, { instead: true });
  });
  app.all('*', (c) => wrongMethod(c, desk, 'GET, HEAD'));

  app.onError((error, c) => {
    const isAway = error instanceof BroadsideError;
    options.onTrouble?.(error, visitOf(c, isAway ? 503 : 500));
    c.header('Cache-Control', 'no-store');
    if (isAway) c.header('Retry-After', RETRY_AFTER_SECONDS);
    return desk.show(c, { kind: 'failed' }, { status: isAway ? 503 : 500 });
  });
  return app;
}

function notFound(c: DoorContext, desk: ListDesk): Response {
  return desk.show(c, { kind: 'not-found', homeUrl: desk.newsletter.siteUrl }, { status: 404 });
}

/** RFC 9110 §15.5.6. Whoever only asks what may be done is told. */
function wrongMethod(c: DoorContext, desk: ListDesk, allowed: string): Response {
  c.header('Allow', allowed);
  if (c.req.method === 'OPTIONS') return c.body(null, 204);
  return desk.show(c, { kind: 'not-found', homeUrl: desk.newsletter.siteUrl }, { status: 405 });
}

function routeOf(path: string, base: string, hasSite: boolean): VisitRoute {
  if (path.startsWith(base)) {
    const [first = ''] = path.slice(base.length).split('/', 1);
    const named = ROUTES.get(first);
    if (named !== undefined) return named;
  }
  return hasSite ? 'archive' : 'other';
}

const ROUTES: ReadonlyMap<string, VisitRoute> = new Map([
  ['subscribe', 'sign-up'],
  ['c', 'confirm'],
  ['u', 'unsubscribe'],
  ['p', 'preferences'],
  ['hooks', 'hooks'],
  ['stats', 'figures'],
]);
