// What is known of an address on the web since it was last asked. Plain values, so that they can be kept as JSON lines.
import type { IsoInstant } from './calendar.ts';

export type LinkClass =
  | 'ok'
  /** Redirects for good (301, 308 all the way) to another page: the new address can stand in its place. */
  | 'moved'
  /** Redirects for the time being; the address as written is the right one. */
  | 'redirected'
  /** 404 or 410. */
  | 'gone'
  /** Says 200, and means "page not found", or gives the front page instead. */
  | 'soft-404'
  /** Kept from programs, not from readers: a login, a limit, a wall. Nothing is known of the page. */
  | 'refused'
  | 'server-error'
  /** No answer: the name, the connection, the certificate, the time. */
  | 'unreachable'
  /** Never asked: our own guard refuses such addresses. */
  | 'blocked';

export interface LinkFinding {
  readonly class: LinkClass;
  /** What happened, in a few words, no final stop: "404 Not Found". */
  readonly detail: string;
  /** Where it ended, when that is not where it began. */
  readonly finalUrl?: string;
  /** True when waiting cannot mend it: there is no site of that name. */
  readonly isFinal?: boolean;
}

export interface LinkState extends LinkFinding {
  /** Without fragment. */
  readonly url: string;
  readonly checkedAt: IsoInstant;
  /** Checks in a row that failed, the last one included; 0 when it went well. */
  readonly failures: number;
  /** Different days (UTC) among them. */
  readonly failingDays: number;
  readonly firstFailedAt?: IsoInstant;
}

/** These say that a reader who follows the link will not get the page. */
const FAILING: ReadonlySet<LinkClass> = new Set(['gone', 'soft-404', 'server-error', 'unreachable']);

export function isFailing(link: LinkFinding): boolean {
  return FAILING.has(link.class);
}

/** What is known now, given what was known before. A check that cannot tell (`refused`) neither adds to a row nor breaks it. */
export function nextState(
  url: string,
  finding: LinkFinding,
  before: LinkState | undefined,
  checkedAt: IsoInstant,
): LinkState {
  if (!isFailing(finding) && finding.class !== 'refused')
    return { url, ...finding, checkedAt, failures: 0, failingDays: 0 };
  const { failures = 0, failingDays = 0, firstFailedAt } = before ?? {};
  if (finding.class === 'refused')
    return {
      url,
      ...finding,
      checkedAt,
      failures,
      failingDays,
      ...(firstFailedAt !== undefined && { firstFailedAt }),
    };
  const isSameDay = failures > 0 && before?.checkedAt.slice(0, 10) === checkedAt.slice(0, 10);
  return {
    url,
    ...finding,
    checkedAt,
    failures: failures + 1,
    failingDays: failingDays + (isSameDay ? 0 : 1),
    firstFailedAt: firstFailedAt ?? checkedAt,
  };
}
