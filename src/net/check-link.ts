// One address goes in, what became of its page comes out. Asks as little as it can: HEAD first, GET where HEAD tells nothing, each
// host at its own pace, a dead host once. A server that says 200 of everything is found out with a page that cannot exist.
import { isFrontPage } from '../check/links/canonical-url.ts';
import type { LinkFinding } from '../model/link-state.ts';
import type { Fetcher } from './create-fetcher.ts';
import { decodeText } from './decode-text.ts';
import type { FetchAnswer, FetchFailure, FetchOutcome } from './fetch-outcome.ts';
import type { Pacer } from './pace-hosts.ts';
import {
  isErrorPath,
  isFront,
  isGate,
  isSamePage,
  type PageSketch,
  saysMissing,
  sketchPage,
} from './page-signs.ts';
import { retryAfterMs } from './retry-after.ts';

export interface LinkChecker {
  /** @param url Without fragment. Rejects only when the signal is aborted. One at a time for a host asks the least. */
  check(url: string): Promise<LinkFinding>;
}

export interface LinkCheckerOptions {
  readonly fetcher: Fetcher;
  readonly pacer: Pacer;
  readonly signal?: AbortSignal;
  /** A name that no page has. */
  readonly randomName: () => string;
  /** For Retry-After, which may name a time of day. Milliseconds since 1970. */
  readonly wallClock: () => number;
}

/** A refusal for now is answered with patience: after the first, after the second. */
const RETRY_WAITS_MS = [5_000, 30_000] as const;
/** A host that asks for more than this is left for another day. */
const MAX_RETRY_AFTER_MS = 120_000;
/** The head of a page and the beginning of its text. */
const PAGE_BYTES = 256 * 1024;

/** A host that lets so many addresses in a row wait in vain is not asked again. */
const MAX_SILENCES = 2;

type Method = 'GET' | 'HEAD';

/** What a host says of a page that cannot exist. */
interface Probe {
  readonly isHonest: boolean;
  readonly url: string;
  readonly page?: PageSketch;
}

/** Thrown out of the queue when the host was found dead while this address waited. */
class HostIsDead extends Error {
  readonly finding: LinkFinding;
  constructor(finding: LinkFinding) {
    super(finding.detail);
    this.finding = finding;
  }
}

export function createLinkChecker(options: LinkCheckerOptions): LinkChecker {
  const { fetcher, pacer, signal } = options;
  const dead = new Map<string, LinkFinding>();
  const probes = new Map<string, Promise<Probe>>();
  const silences = new Map<string, number>();

  const ask = (url: string, method: Method): Promise<FetchOutcome> =>
    fetcher.fetch(url, {
      method,
      accept: 'text/html, application/xhtml+xml, */*;q=0.8',
      maxBodyBytes: PAGE_BYTES,
      ...(signal !== undefined && { signal }),
      turn: (host, question) =>
        pacer.turn(host, () => {
          const found = dead.get(new URL(url).origin);
          if (found !== undefined) throw new HostIsDead(found);
          return question();
        }),
    });

  const probe = (url: string): Promise<Probe> => {
    const { origin } = new URL(url);
    const known = probes.get(origin) ?? probeHost(url, options.randomName(), ask);
    probes.set(origin, known);
    return known;
  };

  const check = async (url: string): Promise<LinkFinding> => {
    let method: Method = 'HEAD';
    for (let attempt = 0; ; attempt += 1) {
      let outcome = await ask(url, method);
      if (method === 'HEAD' && tellsNothing(outcome)) outcome = await ask(url, 'GET');
      method = 'GET';
      const waitMs = retryWait(outcome, attempt, options.wallClock());
      if (waitMs !== undefined) {
        pacer.hold(new URL(url).hostname, waitMs);
        continue;
      }
      const { origin } = new URL(url);
      if (outcome.kind === 'answer') {
        silences.delete(origin);
        // Who was asked to wait, again and again or for long, and goes on with the next page has not listened.
        if (outcome.status === 429 && outcome.hops.length === 0)
          dead.set(origin, { class: 'refused', detail: 'the site asks programs to come back later' });
        return judgeAnswer(url, outcome, { ask, probe });
      }
      const finding = findingOf(outcome);
      const isOwn = outcome.hops.length === 0;
      const silent = isOwn && outcome.reason === 'timeout' ? (silences.get(origin) ?? 0) + 1 : 0;
      silences.set(origin, silent);
      if ((isOwn && outcome.isOfHost) || silent >= MAX_SILENCES) dead.set(origin, finding);
      return finding;
    }
  };

  return {
    check: (url) =>
      check(url).catch((error) => {
        if (error instanceof HostIsDead) return error.finding;
        throw error;
      }),
  };
}

type Ask = (url: string, method: Method) => Promise<FetchOutcome>;

/** Many servers answer HEAD wrongly or not at all. Only a plain yes is believed, and what no other method would change. */
function tellsNothing(outcome: FetchOutcome): boolean {
  if (outcome.kind === 'failed') return !outcome.isOfHost && !['blocked', 'address'].includes(outcome.reason);
  if (outcome.status === 429 || outcome.status === 503) return false;
  return outcome.status < 200 || outcome.status > 299;
}

/** Undefined when there is nothing to wait for. */
function retryWait(outcome: FetchOutcome, attempt: number, now: number): number | undefined {
  const wait = RETRY_WAITS_MS[attempt];
  if (wait === undefined || !isForNow(outcome)) return undefined;
  const asked = outcome.kind === 'answer' ? retryAfterMs(outcome.headers.get('retry-after'), now) : undefined;
  if (asked === undefined) return wait;
  return asked > MAX_RETRY_AFTER_MS ? undefined : Math.max(wait, asked);
}

function isForNow(outcome: FetchOutcome): boolean {
  if (outcome.kind === 'failed') return ['timeout', 'closed', 'name-unsettled'].includes(outcome.reason);
  return (
    outcome.status === 408 ||
    outcome.status === 429 ||
    (outcome.status >= 500 && outcome.status <= 599 && outcome.status !== 501)
  );
}

function findingOf({ reason, detail, isOfHost }: FetchFailure): LinkFinding {
  switch (reason) {
    case 'blocked':
    case 'address':
      return { class: 'blocked', detail };
    // A browser that keeps cookies may get through.
    case 'redirect-loop':
    case 'redirects':
      return { class: 'refused', detail };
    case 'garbled':
    case 'headers-too-large':
      return { class: 'server-error', detail };
    default:
      return {
        class: 'unreachable',
        detail,
        ...(isOfHost && reason === 'name-unknown' && { isFinal: true }),
      };
  }
}

const WORDS: Readonly<Record<number, string>> = {
  401: 'asks for a login',
  402: 'asks for money',
  403: 'refuses programs, or everybody',
  404: 'page not found',
  408: 'waits for nobody',
  410: 'gone for good',
  429: 'asked too often',
  451: 'withheld by law',
  500: 'the server failed',
  502: 'the server behind it failed',
  503: 'out of service',
  504: 'the server behind it did not answer',
};

interface Means {
  readonly ask: Ask;
  readonly probe: (url: string) => Promise<Probe>;
}

async function judgeAnswer(url: string, answer: FetchAnswer, means: Means): Promise<LinkFinding> {
  const { status, hops } = answer;
  const finalUrl = answer.url === url ? {} : { finalUrl: answer.url };
  const detail = WORDS[status] === undefined ? `status ${status}` : `status ${status}, ${WORDS[status]}`;
  if (status === 404 || status === 410) return { class: 'gone', detail, ...finalUrl };
  if (status >= 500 && status <= 599) return { class: 'server-error', detail, ...finalUrl };
  if (status < 200 || status > 299) return { class: 'refused', detail, ...finalUrl };
  const doubt = await doubtOf(url, answer, means);
  if (doubt !== undefined) return { ...doubt, ...finalUrl };
  if (hops.length === 0) return { class: 'ok', detail: `status ${status}` };
  // A site that sends readers from https: back to http: is not followed there.
  const isStepBack = url.startsWith('https:') && answer.url.startsWith('http:');
  const isForGood = !isStepBack && hops.every((hop) => hop.status === 301 || hop.status === 308);
  return {
    class: isForGood ? 'moved' : 'redirected',
    detail: isForGood ? 'moved for good' : 'redirects for the time being',
    ...finalUrl,
  };
}

/** Why a 200 may not be the page that was meant. */
async function doubtOf(url: string, answer: FetchAnswer, means: Means): Promise<LinkFinding | undefined> {
  if (isFrontPage(url) || isFront(url)) return undefined;
  const { url: end, hops } = answer;
  if (hops.length > 0) {
    if (isGate(end) && !isGate(url)) return { class: 'refused', detail: 'leads to a login or a question' };
    if (isErrorPath(end)) return { class: 'soft-404', detail: 'leads to an error page' };
    if (isFront(end)) return { class: 'soft-404', detail: 'leads to the front page instead' };
  }
  const probe = await means.probe(url);
  if (probe.isHonest && hops.length === 0) return undefined;
  const page = await pageOf(url, answer, means.ask);
  if (page !== undefined && saysMissing(page))
    return { class: 'soft-404', detail: `its title says "${page.title.slice(0, 80)}"` };
  if (probe.isHonest) return undefined;
  if (hops.length > 0 && probe.url === end)
    return { class: 'soft-404', detail: 'leads where every wrong address of that site leads' };
  if (page === undefined || probe.page === undefined) return undefined;
  const isSame = isSamePage(page, probe.page);
  if (isSame === true)
    return { class: 'soft-404', detail: 'the same page as for every wrong address of that site' };
  if (isSame === false) return undefined;
  return { class: 'refused', detail: 'the site gives programs the same empty page for every address' };
}

/** What came with the answer, or comes when it is asked for. */
async function pageOf(url: string, answer: FetchAnswer, ask: Ask): Promise<PageSketch | undefined> {
  const whole = answer.body.length > 0 ? answer : await ask(url, 'GET');
  if (whole.kind === 'failed' || !isText(whole)) return undefined;
  return sketchPage(decodeText(whole.body, whole.headers.get('content-type')));
}

function isText({ headers }: FetchAnswer): boolean {
  return /html|xml|text\/plain/iu.test(headers.get('content-type') ?? 'text/html');
}

/** Asks for a neighbour of the page that cannot exist. A host that cannot be asked counts as honest. */
async function probeHost(url: string, name: string, ask: Ask): Promise<Probe> {
  const wrong = new URL(`./${name}`, url).href;
  const outcome = await ask(wrong, 'GET');
  if (outcome.kind === 'failed' || outcome.status < 200 || outcome.status > 299)
    return { isHonest: true, url: wrong };
  if (!isText(outcome)) return { isHonest: false, url: outcome.url };
  const page = sketchPage(decodeText(outcome.body, outcome.headers.get('content-type')));
  return { isHonest: false, url: outcome.url, page };
}
