// The guards of what is said between us and a mail server, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

const MESSAGE = 'src/mail/pipelined-message.ts';
const SESSION = 'src/mail/open-session.ts';
const WIRE = 'src/mail/smtp-wire.ts';
const POOL = 'src/mail/pool-carrier.ts';

export const CONVERSATION_GUARDS: readonly Guard[] = [
  {
    name: 'content-after-354',
    meaning: 'a message follows whatever is no refusal to DATA',
    changes: [{ file: MESSAGE, text: 'reply.code !== 354', instead: 'reply.code >= 400' }],
    test: '04',
    only: 'nobody asked for',
  },
  {
    name: 'answers-asked-for',
    meaning: 'an answer that is there before its command counts',
    changes: [
      {
        file: MESSAGE,
        text: 'if (refusal === undefined && !wire.isQuiet())',
        instead: 'if (false as boolean)',
      },
    ],
    test: '04',
    only: 'nobody asked for',
  },
  {
    name: 'forged-answers',
    meaning: 'answers from before TLS are kept',
    changes: [{ file: WIRE, text: '      arrived = [];\n', instead: '' }],
    test: '04',
    only: 'forged before TLS',
  },
  {
    name: 'forged-beginnings',
    meaning: 'half an answer from before TLS is kept',
    changes: [{ file: WIRE, text: '      reader = createReplyReader();\n', instead: '' }],
    test: '04',
    only: 'forged before TLS',
  },
  {
    name: 'letters-beyond-ascii',
    meaning: 'an address that needs SMTPUTF8 is named to a server without it, by our own connections',
    changes: [
      {
        file: MESSAGE,
        text: "if (needsUtf8 && !session.extensions.has('SMTPUTF8'))",
        instead: 'if (false as boolean)',
      },
    ],
    test: '04',
    only: 'connection 1 are no offer',
  },
  {
    name: 'letters-beyond-ascii-in-the-pool',
    meaning: 'the same, by nodemailer’s pool',
    changes: [
      {
        file: POOL,
        text: 'if (needsSmtpUtf8(message.envelope.to) && !hasSmtpUtf8)',
        instead: 'if (false as boolean)',
      },
    ],
    test: '04',
    only: 'connection 1 are no offer',
  },
  {
    name: 'certificates',
    meaning: 'any certificate will do',
    changes: [
      { file: SESSION, text: "rejectUnauthorized: tls === 'required'", instead: 'rejectUnauthorized: false' },
    ],
    test: '04',
    only: 'certificate later',
  },
  {
    name: 'starttls-stripped',
    meaning: 'without STARTTLS the conversation goes on in the clear',
    changes: [
      {
        file: SESSION,
        text: "if (settings.tls === 'required') throw",
        instead: 'if (false as boolean) throw',
      },
    ],
    test: '04',
    only: 'STARTTLS stripped',
  },
  {
    name: 'one-code-an-answer',
    meaning: 'the last line of an answer alone counts',
    changes: [
      { file: 'src/mail/reply-reader.ts', text: 'line.slice(0, 3) !== code', instead: 'code === line' },
    ],
    test: '04',
    only: 'two codes',
  },
  {
    name: 'one-code-in-the-pool',
    meaning: 'the first figure of an answer alone counts, in nodemailer’s pool',
    changes: [{ file: POOL, text: '  return codes.size === 1\n', instead: '  return codes.size > 0\n' }],
    test: '04',
    only: 'two codes',
  },
  {
    name: 'steps-in-the-pool',
    meaning: 'only silence is limited, not a server that says one octet now and then',
    changes: [
      {
        file: POOL,
        text: '    timer = setTimeout(() => abort',
        instead: '    if (ms < 0) timer = setTimeout(() => abort',
      },
    ],
    test: '04',
    only: 'one octet at a time',
  },
  {
    name: 'messages-over-a-connection',
    meaning: 'a connection is kept whatever the settings say',
    changes: [
      {
        file: 'src/mail/pipelined-carrier.ts',
        text: 'line.messages >= messagesPerConnection',
        instead: 'line.messages < 0',
      },
    ],
    test: '05',
    only: 'what the settings say',
  },
  {
    name: 'refused-connections-waited-for',
    meaning: 'a connection more than the server allows counts as a server that is gone',
    changes: [
      {
        file: 'src/mail/server-limits.ts',
        text: '        if (waitMs === undefined) throw error;',
        instead: '        if (waitMs !== -1) throw error;',
      },
    ],
    test: '05',
    only: 'three connections',
  },
  {
    name: 'slow-domains-held-back',
    meaning: 'a slow domain may have as many connections as any other',
    changes: [
      {
        file: 'src/deliver/domain-pacer.ts',
        text: 'if (nowMs < slowHaveAllUntilMs || !isSlow(domain, nowMs)) return false;',
        instead: 'if (nowMs > -1) return false;',
      },
    ],
    test: '05',
    only: 'slow domain',
  },
];
