// What `serve` says when it is ready: what answers where, where mail goes, and what to do next.
import type { Newsletter } from '../../model/newsletter.ts';
import { factLines, nextStep } from '../command-result.ts';
import type { Paint } from '../paint.ts';

export interface ServingFacts {
  readonly newsletter: Pick<Newsletter, 'listUrl' | 'siteUrl'>;
  /** `http://127.0.0.1:8080/` */
  readonly address: string;
  /** `http://127.0.0.1:9464/` */
  readonly operations: string;
  readonly database: string;
  /** Where mails about signing up go without a mail server. */
  readonly outbox?: string;
}

/** One line of JSON. */
export function servingValue({ newsletter, address, operations, database, outbox }: ServingFacts): object {
  return {
    listen: address,
    signUp: signUpAddress(newsletter, address),
    metrics: `${operations}metrics`,
    health: `${operations}healthz`,
    database,
    ...(outbox === undefined ? {} : { outbox }),
  };
}

export function servingLines(facts: ServingFacts, paint: Paint): readonly string[] {
  const { newsletter, address, operations, database, outbox } = facts;
  return [
    `${paint.done('Serving')}  ${address}  ${paint.dim('Ctrl-C ends it, after what is being answered and sent')}`,
    ...factLines(
      [
        ['sign-up', signUpAddress(newsletter, address)],
        ['archive', `out/site/, as it is built`],
        ['readers', `in ${database}`],
        [
          'mail',
          outbox === undefined
            ? 'by BROADSIDE_SMTP_URL, a few seconds after a sign-up'
            : `to ${outbox}/, for no mail server is set`,
        ],
        ['figures', `${operations}metrics`],
        ['health', `${operations}healthz`],
      ],
      paint,
    ),
    ...nextStep(
      `let ${new URL(newsletter.listUrl).origin} lead here, by a web server with TLS in front: docs/deploying.md. Issues are sent by \`send\` or \`worker\`.`,
      paint,
    ),
  ];
}

/** As it is found on this machine. */
function signUpAddress({ listUrl }: Pick<Newsletter, 'listUrl'>, address: string): string {
  return new URL(`${new URL(listUrl).pathname}subscribe`, address).href;
}
