// The link that mail programs use to let a reader go, asked as they ask it (RFC 8058 §3.1) with a token of a reader who is not there:
// well signed, so that the server must take it, and of nobody, so that nobody leaves.
import { randomBytes } from 'node:crypto';
import { makeToken, type TokenKey } from '../../audience/token.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import { MARKERS, markedLink } from '../../model/markers.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import type { FetchOutcome } from '../../net/fetch-outcome.ts';

export interface LeavingCheck {
  readonly findings: readonly Finding[];
  /** The server's clock, from the Date field of its answer (RFC 9110 §6.6.1). */
  readonly date?: string;
}

export interface LeavingQuestion {
  readonly newsletter: Newsletter;
  /** That signs this list's links; undefined where there is no database yet that could hold it. */
  readonly key: TokenKey | undefined;
  readonly fetcher: Fetcher;
}

const FORM = 'List-Unsubscribe=One-Click';
const BOUNDARY = 'broadside-doctor';
/** §3.2: receivers should send the first, and may send the second. */
const BODIES = [
  {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${BOUNDARY}--\r\n`,
  },
  { contentType: 'application/x-www-form-urlencoded', body: FORM },
] as const;

export async function checkLeaving(question: LeavingQuestion): Promise<LeavingCheck> {
  const { newsletter, key, fetcher } = question;
  const whyNot = newsletter.listUrl.startsWith('https://')
    ? key === undefined
      ? 'there is no database yet, and so no key that signs links'
      : undefined
    : 'listUrl does not begin with https:';
  if (whyNot !== undefined || key === undefined)
    return { findings: [{ check: 'one-click', state: 'skipped', found: whyNot ?? '' }] };
  const url = linkOfNobody(newsletter, key);
  const [multipart, encoded] = [
    await fetcher.fetch(url, { post: BODIES[0] }),
    await fetcher.fetch(url, { post: BODIES[1] }),
  ];
  const posted = judgePost(multipart, encoded, newsletter.listUrl);
  const date = multipart.kind === 'answer' ? multipart.headers.get('date') : undefined;
  const dated = date === undefined ? {} : { date };
  if (posted.state !== 'ok') return { findings: [{ check: 'one-click', ...posted }], ...dated };
  // Signed with a key that is nobody's: who takes this takes anything.
  const forged = await fetcher.fetch(
    linkOfNobody(newsletter, { number: key.number, secret: randomBytes(32) }),
    {
      post: BODIES[1],
    },
  );
  const page = await fetcher.fetch(url);
  return {
    findings: [
      { check: 'one-click', ...(isTaken(forged) ? takesAnything(newsletter.listUrl) : posted) },
      { check: 'one-click-get', ...judgePage(page) },
    ],
    ...dated,
  };
}

function linkOfNobody({ listUrl, listId }: Newsletter, key: TokenKey): string {
  const subscriberId = randomBytes(16).toString('base64url');
  const token = makeToken({ purpose: 'unsubscribe', listId, subscriberId }, key);
  return markedLink(new URL(listUrl).href, 'unsubscribe').replace(MARKERS.unsubscribe, token);
}

function isTaken(outcome: FetchOutcome): boolean {
  return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
}

const NOT_RUNNING =
  'Until the program that answers there runs, links to leave lead nowhere: read unsubscribeAddress, and use `broadside subscribers remove`.';

function judgePost(multipart: FetchOutcome, encoded: FetchOutcome, listUrl: string): Verdict {
  const bad = isTaken(multipart) ? encoded : multipart;
  const form = isTaken(multipart) ? 'application/x-www-form-urlencoded' : 'multipart/form-data';
  if (bad.kind === 'failed' && bad.reason === 'blocked')
    return {
      state: 'warn',
      found: `${listUrl} was not asked: ${bad.detail}`,
      mend: 'Readers outside cannot reach it either. If that is meant, name it in BROADSIDE_NET_ALLOW.',
    };
  if (bad.kind === 'failed')
    return { state: 'warn', found: `${listUrl} does not answer: ${bad.detail}`, mend: NOT_RUNNING };
  const { status } = bad;
  if (status >= 300 && status < 400)
    return {
      state: 'fail',
      found: `a POST to ${listUrl} is answered with a redirect (${status}), which mail programs do not follow`,
      mend: 'Write the address to which it leads into listUrl, and let POST through unchanged.',
    };
  if (status === 401 || status === 403 || status === 415)
    return {
      state: 'fail',
      found: `a POST to ${listUrl} as ${form} is refused (${status})`,
      mend: 'Let it through without cookie, login or Origin, in both forms (RFC 8058 §3.1).',
    };
  if (isTaken(multipart) !== isTaken(encoded))
    return {
      state: 'fail',
      found: `${listUrl} takes only one of the two forms of POST; as ${form} it answers ${status}`,
      mend: 'Let both through (RFC 8058 §3.2).',
    };
  if (status >= 200 && status < 300) return { state: 'ok', found: `${listUrl} lets a reader go (${status})` };
  if (status >= 500 && status !== 501)
    return {
      state: 'fail',
      found: `${listUrl} answers with an error of its own (${status})`,
      mend: 'See its log.',
    };
  return {
    state: 'warn',
    found: `whoever answers at ${listUrl} knows nothing of leaving (${status})`,
    mend: NOT_RUNNING,
  };
}

function takesAnything(listUrl: string): Verdict {
  return {
    state: 'warn',
    found: `${listUrl} says yes to a link that nobody signed: it is another program, or lets anybody unsubscribe anybody`,
    mend: NOT_RUNNING,
  };
}

/** Software fetches links by itself (RFC 8058 §1): a GET is answered with a page, and with nothing else. */
function judgePage(page: FetchOutcome): Verdict {
  if (page.kind === 'answer' && page.status >= 200 && page.status < 300 && page.hops.length === 0)
    return { state: 'ok', found: `a page (${page.status})` };
  const found =
    page.kind === 'failed'
      ? `no answer: ${page.detail}`
      : `${page.status}${page.hops.length > 0 ? ' after a redirect' : ''}`;
  return {
    state: 'warn',
    found: `opened in a browser, the same link gives ${found}`,
    mend: 'Show a page there with one button to leave.',
  };
}
