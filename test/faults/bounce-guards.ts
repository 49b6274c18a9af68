// The guards of what comes back, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

const VERP = 'src/audience/verp.ts';
const JUDGE = 'src/audience/bounces/judge-returns.ts';
const DESK = 'src/cli/bounces/return-desk.ts';
const HOOKS = 'src/server/bounce-hooks.ts';
const FORGED = 'forged mails';
const EVENTS = 'told again';

export const BOUNCE_GUARDS: readonly Guard[] = [
  {
    name: 'tag-signed',
    meaning: 'a tag is believed whoever signed it',
    changes: [
      {
        file: VERP,
        text: '!timingSafeEqual(bytes.subarray(SIGNED_BYTES), signatureOf(signed, listId, key))',
        instead: 'listId === signed.toString()',
      },
    ],
    test: '25',
    only: FORGED,
  },
  {
    name: 'tag-of-this-list',
    meaning: 'a tag of another list is believed',
    changes: [
      { file: VERP, text: ".update(listId.toLowerCase(), 'utf8')", instead: '.update(listId.slice(0, 0))' },
    ],
    test: '25',
    only: FORGED,
  },
  {
    name: 'link-of-this-purpose',
    meaning: 'a link to choose counts as one to leave',
    changes: [
      {
        file: 'src/audience/token.ts',
        text: 'isOurs && signed[0] === PURPOSE_BYTES[expected.purpose]',
        instead: 'isOurs',
      },
    ],
    test: '25',
    only: FORGED,
  },
  {
    name: 'wish-of-ones-own',
    meaning: 'whoever was shown a letter takes its reader off the list',
    changes: [
      {
        file: 'src/audience/bounces/who-is-it-about.ts',
        text: "if (what === 'unsubscribe-by-mail')",
        instead: "if (what === 'hard' && Number.isNaN(0))",
      },
    ],
    test: '25',
    only: FORGED,
  },
  {
    name: 'letter-of-that-reader',
    meaning: 'a provider’s address alone is enough',
    changes: [
      {
        file: DESK,
        text: 'return issueSlug === undefined ? undefined : { subscriberId: subscriber.id, issueSlug };',
        instead: "return { subscriberId: subscriber.id, issueSlug: issueSlug ?? '0001' };",
      },
    ],
    test: '25',
    only: EVENTS,
  },
  {
    name: 'provider-proved',
    meaning: 'an event is believed whoever signed it',
    changes: [
      {
        file: HOOKS,
        text: 'if (!isFromSendgrid({ body, signature, timestamp }, sendgrid))',
        instead: 'if (!isFromSendgrid({ body, signature, timestamp }, sendgrid) && Number.isNaN(0))',
      },
    ],
    test: '25',
    only: EVENTS,
  },
  {
    name: 'amazon-proved',
    meaning: 'a message is believed whatever Amazon signed',
    changes: [
      {
        file: 'src/server/hooks/sns-message.ts',
        text: '!isSigned(fields, type, certificate, now())',
        instead: '(!isSigned(fields, type, certificate, now()) && Number.isNaN(0))',
      },
    ],
    test: '25',
    only: EVENTS,
  },
  {
    name: 'signature-used-once',
    meaning: 'Mailgun’s signature is taken for a second event',
    changes: [{ file: HOOKS, text: 'if (used.has(token))', instead: "if (used.has(token.concat(' ')))" }],
    test: '25',
    only: EVENTS,
  },
  {
    name: 'machines-wish-nothing',
    meaning: 'an answer of a machine takes its owner off the list',
    changes: [
      {
        file: 'src/audience/bounces/read-bounce.ts',
        text: "auto?.where !== 'Auto-Submitted' && !hasEmptySender",
        instead: '!hasEmptySender',
      },
    ],
    test: '25',
    only: 'answers to answers',
  },
  {
    name: 'policy-is-the-senders',
    meaning: '5.7.x is taken for what the words beside it say',
    changes: [
      {
        file: 'src/audience/bounces/judge-failure.ts',
        text: "one.startsWith('5.7.')",
        instead: "one.startsWith('5.7.x')",
      },
    ],
    test: '26',
    only: 'whatever the history',
  },
  {
    name: 'policy-never-counts',
    meaning: 'what is refused for the sender’s sake counts like a full mailbox',
    changes: [
      {
        file: JUDGE,
        text: "if (entry.class !== 'soft') continue;",
        instead: "if (entry.class !== 'soft' && entry.class !== 'sender-problem') continue;",
      },
      { file: JUDGE, text: "case 'soft':", instead: "case 'soft':\n    case 'sender-problem':" },
    ],
    test: '26',
    only: 'whatever the history',
  },
  {
    name: 'late-ones-count-once',
    meaning: 'every report counts as an issue of its own',
    changes: [
      {
        file: JUDGE,
        text: "issues.add(entry.issueSlug ?? '');",
        instead: "issues.add((entry.issueSlug ?? '') + entry.at);",
      },
      {
        file: 'src/audience/bounces/fingerprint-of.ts',
        text: "const mark = createHash('sha256')",
        instead: "const mark = createHash('sha256').update(String(process.hrtime.bigint()))",
      },
    ],
    test: '26',
    only: 'each form',
  },
];
