// What `doctor` has to say of one thing: how it is, what was found, what to do about it. Made by pure functions from records and
// answers, so that every verdict can stand in a table of tests.

export interface Finding {
  /** `dkim-record`: the same in every run, for scripts. */
  readonly check: CheckId;
  /** What it is about where there are several: a relay, a key. */
  readonly subject?: string;
  readonly state: FindingState;
  /** What was found; of `skipped`, why nobody looked. No final stop. */
  readonly found: string;
  /** What to do; always there for `warn` and `fail`, a hint otherwise. A sentence with its stop. */
  readonly mend?: string;
  /** What has to stand in the name system. */
  readonly record?: TextRecord;
}

/** `warn`: mail goes out, and yet. `fail`: mail is refused, lost or against the rules. */
export type FindingState = 'ok' | 'warn' | 'fail' | 'skipped';

/** A verdict before it is known of what. */
export type Verdict = Omit<Finding, 'check' | 'subject'>;

export interface TextRecord {
  /** Without a final dot. */
  readonly name: string;
  readonly value: string;
}

/** In the order of the report, under their headings. */
export const CHECKS = {
  Settings: [
    'newsletter-yaml',
    'from',
    'reply-addresses',
    'bounce-address',
    'bounce-reading',
    'postal-address',
    'list-id',
    'site-url',
    'list-url',
  ],
  Database: ['database', 'integrity', 'durability', 'copy', 'backup', 'disk'],
  'Mail server': ['relay', 'relay-tls', 'relay-login', 'relay-extensions', 'relay-sender'],
  'Name server': ['name-server', 'mailboxes'],
  DKIM: ['dkim-keys', 'dkim-record'],
  SPF: ['spf-record', 'spf-lookups', 'spf-result'],
  DMARC: ['dmarc-record', 'dmarc-policy', 'dmarc-reports', 'dmarc-alignment'],
  'Sending address': ['reverse-name', 'hello-name'],
  Leaving: ['one-click', 'one-click-get'],
  'Clock and size': ['clock', 'time-zone', 'list-size'],
} as const;

export type CheckId = (typeof CHECKS)[keyof typeof CHECKS][number];

/** What the report calls it. */
export const CHECK_NAMES: Readonly<Record<CheckId, string>> = {
  'newsletter-yaml': 'newsletter.yaml',
  from: 'From',
  'reply-addresses': 'addresses',
  'bounce-address': 'bounces',
  'bounce-reading': 'read from',
  'postal-address': 'postal address',
  'list-id': 'list id',
  'site-url': 'siteUrl',
  'list-url': 'listUrl',
  database: 'database',
  integrity: 'integrity',
  durability: 'durability',
  copy: 'original',
  backup: 'backup',
  disk: 'disk',
  relay: 'relay',
  'relay-tls': 'encryption',
  'relay-login': 'login',
  'relay-extensions': 'extensions',
  'relay-sender': 'sender',
  'name-server': 'name server',
  mailboxes: 'mailboxes',
  'dkim-keys': 'keys',
  'dkim-record': 'key record',
  'spf-record': 'record',
  'spf-lookups': 'look-ups',
  'spf-result': 'result',
  'dmarc-record': 'record',
  'dmarc-policy': 'policy',
  'dmarc-reports': 'reports',
  'dmarc-alignment': 'alignment',
  'reverse-name': 'reverse name',
  'hello-name': 'HELO name',
  'one-click': 'one-click POST',
  'one-click-get': 'one-click GET',
  clock: 'clock',
  'time-zone': 'time zone',
  'list-size': 'list size',
};
