// The guards of the front door, each with the text that is taken out and the fault test that has to notice.
import type { Guard } from './guard-list.ts';

const DOOR = 'src/server/create-front-door.ts';
const LIMITS = 'src/server/list/visit-limits.ts';
const SAME_SITE = 'src/server/list/same-site.ts';
const SIGN_UP = 'src/server/list/sign-up.ts';
const UNSUBSCRIBE = 'src/server/list/unsubscribe.ts';

/** As if looking at a page were pressing its button. */
const LOOKING_ACTS = {
  file: DOOR,
  text: '(c) => show(c, desk))',
  instead: '(c) => take(c, desk))',
};

export const LIST_GUARDS: readonly Guard[] = [
  {
    name: 'links-signed',
    meaning: 'a link that anybody made up acts',
    changes: [
      {
        file: 'src/audience/token.ts',
        text: 'const isRight = timingSafeEqual(',
        instead: 'const isRight = true || timingSafeEqual(',
      },
    ],
    test: '19',
    only: 'single bit',
  },
  {
    name: 'links-of-one-purpose',
    meaning: 'a link for one thing does another',
    changes: [
      {
        file: 'src/audience/token.ts',
        text: 'isOurs && signed[0] === PURPOSE_BYTES[expected.purpose]',
        instead: 'isOurs',
      },
    ],
    test: '19',
    only: 'of another purpose',
  },
  {
    name: 'any-post-leaves',
    meaning: 'only the very words of RFC 8058 let a reader go',
    changes: [
      {
        file: UNSUBSCRIBE,
        text: 'const at = desk.clock.now();\n  const came',
        instead:
          'if (!isOneClick) return desk.linkUnknown(c);\n  const at = desk.clock.now();\n  const language',
      },
    ],
    test: '20',
    only: 'any other POST',
  },
  {
    name: 'one-click-from-anywhere',
    meaning: 'one click must come from a page of ours',
    changes: [
      {
        file: UNSUBSCRIBE,
        text: "if (fields.has('undo'))",
        instead: "if (desk.formOrigin(c) !== 'own') return desk.linkUnknown(c);\n  if (fields.has('undo'))",
      },
    ],
    test: '20',
    only: 'ten times over',
  },
  {
    name: 'looking-changes-nothing',
    meaning: 'GET does what POST does',
    changes: [LOOKING_ACTS],
    test: '20',
    only: 'GET changes nothing',
  },
  {
    name: 'scanners-change-nothing',
    meaning: 'GET does what POST does',
    changes: [LOOKING_ACTS],
    test: '21',
  },
  {
    name: 'networks-limited',
    meaning: 'a network may sign up as often as it likes',
    changes: [
      { file: LIMITS, text: "if ('waitMs' in hour) return hour;", instead: '' },
      {
        file: LIMITS,
        text: "if ('waitMs' in day) return day;",
        instead: "if ('waitMs' in day) return { rank: 1 };",
      },
    ],
    test: '22',
    only: 'hundred networks',
  },
  {
    name: 'days-between-mails',
    meaning: 'an address is written to as often as somebody asks',
    changes: [
      {
        file: 'src/store/next-sign-up.ts',
        text: 'if (refusal !== undefined) return refusal;',
        instead: '',
      },
    ],
    test: '22',
    only: 'SQLite',
  },
  {
    name: 'nothing-looked-up',
    meaning: 'whoever is a reader already is not written down again',
    changes: [
      {
        file: SIGN_UP,
        text: 'await desk.signUps.ask(',
        instead:
          "if ((values.address ?? '').startsWith('reader1')) return desk.show(c, { kind: 'asked' });\n  await desk.signUps.ask(",
      },
    ],
    test: '23',
    only: 'same statements',
  },
  {
    name: 'origin-asked',
    meaning: 'whatever says where it comes from is believed to come from here',
    changes: [
      {
        file: SAME_SITE,
        text: "? 'own' : 'foreign';\n  const from",
        instead: "? 'own' : 'own';\n  const from",
      },
      { file: SAME_SITE, text: "=== origin ? 'own' : 'foreign'", instead: "=== origin ? 'own' : 'own'" },
    ],
    test: '24',
    only: 'choosing',
  },
];
