// The guards of what a letter holds, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

const HEADER = 'src/deliver/encode-header.ts';
const COMPOSE = 'src/deliver/compose.ts';

export const LETTER_GUARDS: readonly Guard[] = [
  {
    name: 'line-ends-in-names',
    meaning: 'what ends a line stays in names and subjects',
    changes: [{ file: HEADER, text: "    .replace(/[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+/gu, ' ')\n", instead: '' }],
    test: '13',
    only: 'sender',
  },
  {
    name: 'directions-in-names',
    meaning: 'a name may turn the writing round',
    changes: [
      {
        file: HEADER,
        text: "    .replace(/[\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]/gu, '')\n",
        instead: '',
      },
    ],
    test: '13',
    only: 'subscriber’s name',
  },
  {
    name: 'encoded-words-encoded',
    meaning: 'what looks like an encoded word is decoded by the reader’s program',
    changes: [{ file: HEADER, text: " && !text.includes('=?')", instead: '' }],
    test: '13',
    only: 'the subject',
  },
  {
    name: 'names-end',
    meaning: 'a name may have 100 KB',
    changes: [
      { file: HEADER, text: 'const NAME_CHARACTERS = 128', instead: 'const NAME_CHARACTERS = 128_000' },
    ],
    test: '13',
    only: 'sender',
  },
  {
    name: 'subjects-end',
    meaning: 'a subject may have 100 KB',
    changes: [
      { file: HEADER, text: 'const SUBJECT_CHARACTERS = 255', instead: 'const SUBJECT_CHARACTERS = 255_000' },
    ],
    test: '13',
    only: 'the subject',
  },
  {
    name: 'one-mailbox',
    meaning: 'an address may hold another one, or a field',
    changes: [
      { file: COMPOSE, text: 'if (!isOneAddress(to))', instead: 'if (to === "")' },
      { file: HEADER, text: 'if (!isOneAddress(address))', instead: 'if (address === "")' },
    ],
    test: '13',
    only: 'subscriber’s address',
  },
  {
    name: 'urls-end',
    meaning: 'a line of the header may have 100 KB',
    changes: [
      {
        file: 'src/deliver/list-headers.ts',
        text: 'const URL_OCTETS = 900',
        instead: 'const URL_OCTETS = 900_000',
      },
    ],
    test: '13',
    only: 'address of the',
  },
  {
    name: 'whole-line-ends',
    meaning: 'a CR may stand by itself in a body',
    changes: [
      {
        file: 'src/mail/build-message.ts',
        text: "return text.replaceAll(/\\r\\n?/gu, '\\n');",
        instead: 'return text;',
      },
    ],
    test: '13',
    only: 'plain text',
  },
  {
    name: 'two-forms',
    meaning: 'a letter without plain text has one form only',
    changes: [
      {
        file: 'src/mail/build-message.ts',
        text: "return text === '' ? '\\n' : text;",
        instead: 'return text;',
      },
    ],
    test: '12',
    only: 'composed message',
  },
  {
    name: 'token-signed',
    meaning: 'a link that anybody made up is one',
    changes: [
      {
        file: 'src/audience/token.ts',
        text: 'const isRight = timingSafeEqual(',
        instead: 'const isRight = true || timingSafeEqual(',
      },
    ],
    test: '12',
    only: 'token',
  },
  {
    name: 'address-unseen',
    meaning: 'an address may hold what nobody sees',
    changes: [
      { file: 'src/audience/address.ts', text: 'if (UNSEEN.test(address))', instead: 'if (address === "")' },
    ],
    test: '12',
    only: 'address',
  },
  {
    name: 'no-answer-is-doubt',
    meaning: 'what was handed over and not answered counts as refused',
    changes: [
      {
        file: 'src/mail/classify-failure.ts',
        text: 'if (code === undefined || code < 400 || code > 599)',
        instead: 'if (code === 0)',
      },
    ],
    test: '12',
    only: 'SMTP reply',
  },
  {
    name: 'csv-errors-told',
    meaning: 'a CSV file that cannot be read ends the program as a mistake of ours',
    changes: [
      {
        file: 'src/cli/subscriber-lists/csv-rows.ts',
        text: 'throw translate(error, name, last + 1);',
        instead: 'throw error;',
      },
    ],
    test: '12',
    only: 'CSV import',
  },
  {
    name: 'a-buffer-each',
    meaning: 'letters that are made side by side share their octets',
    changes: [
      {
        file: COMPOSE,
        text: 'const own = Buffer.from(octets);',
        instead: 'const own = octets;',
      },
    ],
    test: '27',
    only: 'side by side',
  },
  {
    name: 'signed-ahead-just-so',
    meaning: 'a signature that was made ahead is used whatever has changed since',
    changes: [{ file: COMPOSE, text: 'return isJustSo ?', instead: 'return true ?' }],
    test: '27',
    only: 'side by side',
  },
  {
    name: 'a-reader-each',
    meaning: 'the reader is remembered across the wait for the signature',
    changes: [
      {
        file: COMPOSE,
        text: 'const hashBody = createBodyHasher(parts.body);',
        instead: 'const hashBody = createBodyHasher(parts.body); let last: Addressee;',
      },
      {
        file: COMPOSE,
        text: 'const { to, own, signatures } = signedFor(',
        instead: 'last = reader; const { to, own, signatures } = signedFor(',
      },
      {
        file: COMPOSE,
        text: 'finished(parts.from, segments, { reader, to, header: signed',
        instead: 'finished(parts.from, segments, { reader: last, to, header: signed',
      },
    ],
    test: '27',
    only: 'side by side',
  },
  {
    name: 'every-place-filled',
    meaning: 'one link keeps its marker',
    changes: [
      {
        file: COMPOSE,
        text: 'at, from: first, length } of places)',
        instead: 'at, from: first, length } of places.slice(1))',
      },
    ],
    test: '27',
    only: 'side by side',
  },
  {
    name: 'a-digest-each',
    meaning: 'the hash of one body goes on into the next',
    changes: [
      {
        file: 'src/deliver/dkim-body.ts',
        text: 'const hash = prefix.copy();',
        instead: 'const hash = prefix;',
      },
    ],
    test: '27',
    only: 'side by side',
  },
  {
    name: 'an-edition-each',
    meaning: 'the edition of whoever was claimed last is everybody’s',
    changes: [
      {
        file: 'src/cli/mail-composer.ts',
        text: "if (recipient.subscriber.format !== 'text') return whole.compose(reader);",
        instead:
          "if (recipient.subscriber.format !== 'text' && textAlone.ifOpen() === undefined) return whole.compose(reader);",
      },
    ],
    test: '27',
    only: 'workers send',
  },
  {
    name: 'an-envelope-each',
    meaning: 'the envelope sender of the first reader is everybody’s',
    changes: [
      {
        file: 'src/cli/mail-composer.ts',
        text: 'const address = verpAddress(',
        instead: 'const own = globalThis as { first?: string }; const address = own.first ??= verpAddress(',
      },
    ],
    test: '27',
    only: 'workers send',
  },
];
