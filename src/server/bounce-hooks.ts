// Where mail providers tell by HTTP what came back: to be mounted below `/hooks`. Who cannot prove to be the provider changes nothing and learns nothing; a hook without
// a secret is not there at all. What is told is written down before it is answered, so that a provider tries again while the database is away.
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BroadsideError } from '../model/errors.ts';
import { parseJson } from './hooks/json-of.ts';
import { MAILGUN_AGE_MS, mailgunNotices, mailgunToken } from './hooks/mailgun-notices.ts';
import { postmarkNotices } from './hooks/postmark-notices.ts';
import type { ReturnNotice } from './hooks/return-notice.ts';
import { isSameSecret } from './hooks/same-secret.ts';
import {
  isFromSendgrid,
  SENDGRID_SIGNATURE,
  SENDGRID_TIMESTAMP,
  sendgridNotices,
} from './hooks/sendgrid-notices.ts';
import { sesNotices } from './hooks/ses-notices.ts';
import { type FetchText, type SnsMessage, snsReader } from './hooks/sns-message.ts';

/** What is left out has no hook. */
export interface HookSecrets {
  /** Topics of Amazon SNS that may tell of bounces. */
  readonly sesTopicArns?: readonly string[];
  readonly postmark?: string;
  /** "HTTP webhook signing key". */
  readonly mailgun?: string;
  /** The public key of signed event webhooks. */
  readonly sendgrid?: string;
}

export interface BounceHooksOptions {
  readonly secrets: HookSecrets;
  /** Writes them down; the same one twice counts once. Rejects with BroadsideError while the database is away. */
  readonly record: (notices: readonly ReturnNotice[]) => Promise<void>;
  /** Guarded against addresses inside. */
  readonly fetchText: FetchText;
  readonly now: () => number;
  /** For the log: a subscription was confirmed, a request was refused. No address of a reader. */
  readonly tell: (words: string) => void;
}

const MOST_BODY_BYTES = 1024 * 1024;
/** Remembered words of Mailgun's; the oldest go first. */
const MOST_TOKENS = 100_000;

export function createBounceHooks({ secrets, record, fetchText, now, tell }: BounceHooksOptions): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: MOST_BODY_BYTES,
    onError: (c) => c.text('Too long\n', 413),
  });
  const refused = (c: Context, channel: string): Response => {
    tell(`a request to /hooks/${channel} was refused: it does not prove to be from there`);
    return c.text('Not allowed\n', 401);
  };
  const taken = async (c: Context, notices: readonly ReturnNotice[]): Promise<Response> => {
    if (notices.length > 0) await record(notices);
    return c.text('Thank you\n');
  };

  const { sesTopicArns = [], postmark, mailgun, sendgrid } = secrets;
  if (sesTopicArns.length > 0) {
    const readSns = snsReader({ topicArns: sesTopicArns, fetchText, now });
    app.post('/ses', limit, async (c) => {
      const message = await readSns(parseJson(await c.req.text()));
      if (message === undefined) return refused(c, 'ses');
      if (message.type !== 'Notification') return c.text(await confirm(message), 200);
      return taken(c, sesNotices(message.message, message.id));
    });
  }
  const confirm = async ({ type, subscribeUrl, topicArn }: SnsMessage): Promise<string> => {
    if (type === 'UnsubscribeConfirmation' || subscribeUrl === undefined) {
      tell(`${topicArn} tells nothing more here`);
      return 'Noted\n';
    }
    await fetchText(subscribeUrl).catch((cause: unknown) => {
      throw new BroadsideError('NET_UNREACHABLE', `${topicArn} could not be confirmed`, { cause });
    });
    tell(`${topicArn} tells of bounces here from now on`);
    return 'Confirmed\n';
  };
  if (postmark !== undefined) {
    const isFromPostmark = (c: Context): boolean => {
      const [, encoded = ''] = /^Basic ([\w+/=]+)$/iu.exec(c.req.header('authorization') ?? '') ?? [];
      const login = Buffer.from(encoded, 'base64').toString();
      const given = c.req.param('secret') ?? login.slice(login.indexOf(':') + 1);
      return isSameSecret(given, postmark);
    };
    app.post('/postmark/:secret?', limit, async (c) =>
      isFromPostmark(c) ? taken(c, postmarkNotices(parseJson(await c.req.text()))) : refused(c, 'postmark'),
    );
  }
  if (mailgun !== undefined) {
    const used = new Map<string, number>();
    app.post('/mailgun', limit, async (c) => {
      const body = parseJson(await c.req.text());
      const token = mailgunToken(body, mailgun, now());
      if (token === undefined) return refused(c, 'mailgun');
      // Not "refused": Mailgun may have missed our answer. It changes nothing.
      if (used.has(token)) return c.text('Known already\n');
      used.set(token, now());
      try {
        const answer = await taken(c, mailgunNotices(body));
        forgetOld(used, now());
        return answer;
      } catch (error) {
        used.delete(token);
        throw error;
      }
    });
  }
  if (sendgrid !== undefined) {
    app.post('/sendgrid', limit, async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      const [signature = '', timestamp = ''] = [
        c.req.header(SENDGRID_SIGNATURE),
        c.req.header(SENDGRID_TIMESTAMP),
      ];
      if (!isFromSendgrid({ body, signature, timestamp }, sendgrid)) return refused(c, 'sendgrid');
      return taken(c, sendgridNotices(parseJson(new TextDecoder().decode(body))));
    });
  }
  app.notFound((c) => c.text('There is nothing here\n', 404));
  app.onError((error, c) => {
    if (!(error instanceof BroadsideError)) throw error;
    tell(`what a provider told could not be written down: ${error.code}`);
    return c.text('Try again later\n', 503);
  });
  return app;
}

function forgetOld(used: Map<string, number>, now: number): void {
  for (const [token, at] of used) {
    if (now - at <= 2 * MAILGUN_AGE_MS && used.size <= MOST_TOKENS) return;
    used.delete(token);
  }
}
