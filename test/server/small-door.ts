// The front door on a small list, at a clock that a test moves.
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { makeToken, type TokenKey, type TokenPurpose } from '../../src/audience/token.ts';
import { createFrontDoor, type FrontDoorOptions, type Visit } from '../../src/server/create-front-door.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { readTrustedProxies } from '../../src/server/list/visitor.ts';
import { plainPrinter, type SmallList, smallList } from './small-list.ts';

export const KEY: TokenKey = { number: 1, secret: Buffer.alloc(32, 7) };
export const LIST_ID = 'news.example.org';
export const LIST_URL = 'https://list.example.org/';
export const NOW = '2026-03-01T12:00:00.000Z';

export const idOf = (number: number): string => Buffer.alloc(16, number).toString('base64url');
export const ANA = idOf(1);

export const tokenOf = (purpose: TokenPurpose, id = ANA, key = KEY): string =>
  makeToken({ purpose, listId: LIST_ID, subscriberId: id }, key);

/** A form that was shown a minute ago, unless told. */
export const formToken = (at = '2026-03-01T11:59:00.000Z', id = idOf(9)): string =>
  makeDatedToken({ purpose: 'form', listId: LIST_ID, id, at }, KEY);

export interface SmallDoor {
  readonly list: SmallList;
  readonly visits: readonly Visit[];
  readonly troubles: readonly unknown[];
  /** What time it is. */
  now: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  ask(path: string, init?: RequestInit, remote?: string): Promise<Response>;
  /** As a browser sends a form of our own. */
  post(
    path: string,
    fields?: Fields,
    headers?: Readonly<Record<string, string>>,
    remote?: string,
  ): Promise<Response>;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export function smallDoor(options: Partial<FrontDoorOptions> = {}): SmallDoor {
  const list = smallList();
  const visits: Visit[] = [];
  const troubles: unknown[] = [];
  const newsletter = {
    listUrl: LIST_URL,
    siteUrl: 'https://example.org/',
    listId: LIST_ID,
    owner: 'editors@example.org',
    topics: ['ports', 'ships'],
    timeZone: 'Europe/London',
  };
  let ids = 100;
  const door: SmallDoor = {
    list,
    visits,
    troubles,
    now: NOW,
    get: (path, headers = {}) => door.ask(path, { headers }),
    ask: async (path, init, remote = '192.0.2.1') =>
      app.request(new URL(path, options.newsletter?.listUrl ?? LIST_URL).href, init, {
        incoming: { socket: { remoteAddress: remote } },
      }),
    post: (path, fields = {}, headers = { 'Sec-Fetch-Site': 'same-origin' }, remote) =>
      door.ask(
        path,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
          body: formBody(fields),
        },
        remote,
      ),
  };
  const app = createFrontDoor({
    newsletter,
    printer: plainPrinter,
    signUps: list.signUps,
    audience: list.audience,
    subscribers: list.subscribers,
    tokenKeys: async () => [KEY],
    newId: () => {
      ids += 1;
      return idOf(ids);
    },
    clock: { now: () => door.now },
    limits: createVisitLimits(VISIT_LIMITS),
    proxies: readTrustedProxies(''),
    onVisit: (visit) => void visits.push(visit),
    onTrouble: (error) => void troubles.push(error),
    ...options,
  });
  return door;
}

export function formBody(fields: Fields): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, String(one));
  return body.toString();
}
