// An operator's failure: settings, disk, database, mail server. The door that meets a library's error turns it into one of
// these; `cli/` and the server's error handler are the only places that catch them.

/** One line of meaning and one hint each. The manual lists them all; a test keeps it so. */
export const ERRORS = {
  USAGE: { meaning: 'The command was not understood', hint: 'Run it with --help to see what it takes.' },
  NO_PROJECT: {
    meaning: 'There is no issues/ folder here',
    hint: 'Go to the folder that holds issues/, or make a new newsletter with `broadside init DIR`.',
  },
  NODE_TOO_OLD: { meaning: 'This Node.js is too old', hint: 'Broadside needs Node.js 24 or newer.' },
  ISSUE_NOT_FOUND: {
    meaning: 'There is no such issue',
    hint: 'Name it by number (294) or by file name without .md.',
  },
  ISSUE_IS_DRAFT: {
    meaning: 'The issue is still a draft',
    hint: 'Take the line `draft: true` out of its front matter when it is ready.',
  },
  ISSUE_HAS_ERRORS: {
    meaning: 'The proofreader found errors',
    hint: 'Mend them first; `broadside check` lists them.',
  },
  SETTINGS_INVALID: {
    meaning: 'A setting cannot be used',
    hint: 'Correct it in issues/newsletter.yaml or in the environment.',
  },
  TEMPLATE_MISSING: {
    meaning: 'A template is missing',
    hint: 'Put it back, or delete your whole templates/ folder to use the built-in ones.',
  },
  TEMPLATE_INVALID: {
    meaning: 'A template cannot be used',
    hint: 'Correct it at the place named, or delete the file from your templates/ folder to use the built-in one.',
  },
  FILE_UNREADABLE: {
    meaning: 'A file cannot be read',
    hint: 'Check that it exists and that you may read it.',
  },
  FILE_UNWRITABLE: {
    meaning: 'A file cannot be written',
    hint: 'Check that the disk has room and that you may write there. Nothing was left half-written.',
  },
  FILE_EXISTS: {
    meaning: 'The file is there already',
    hint: 'Nothing was changed. Choose another name, or move the file away.',
  },
  DATABASE_UNREACHABLE: {
    meaning: 'The database cannot be opened',
    hint: 'Check DATABASE_URL and that the file or server is there and yours to use.',
  },
  DATABASE_LOCKED: {
    meaning: 'Another program holds the database',
    hint: 'Wait until it is done, or stop it, and run the command again. Nothing was changed.',
  },
  DATABASE_FAILED: {
    meaning: 'The database refused a change',
    hint: 'Nothing of the change was kept. The cause is printed above.',
  },
  SMTP_UNREACHABLE: {
    meaning: 'The mail server cannot be reached',
    hint: 'Check BROADSIDE_SMTP_URL, the network and the firewall, and send again: nobody gets it twice.',
  },
  SMTP_LOGIN: {
    meaning: 'The mail server refused the login',
    hint: 'Check the user and password in BROADSIDE_SMTP_URL, and send again: nobody gets it twice.',
  },
  SMTP_TLS: {
    meaning: 'No safe connection to the mail server',
    hint: 'Use smtps:// for port 465 and smtp:// for 587; a certificate must name the host.',
  },
  SMTP_SENDER_REFUSED: {
    meaning: 'The mail server refuses this sender',
    hint: 'Its answer says why; often the From address or its domain is not set up there.',
  },
  MAILBOX_UNREACHABLE: {
    meaning: 'The mailbox cannot be read',
    hint: 'Check BROADSIDE_BOUNCES, the network and the certificate, and read again: nothing is counted twice, and nothing was lost.',
  },
  MAILBOX_LOGIN: {
    meaning: 'The mailbox refused the login',
    hint: 'Check the user and password in BROADSIDE_BOUNCES, and read again.',
  },
  TIME_UNUSABLE: {
    meaning: 'Nothing can be sent at that time',
    hint: 'Write the time as "2026-12-01 08:00", by the clock of the newsletter.',
  },
  SEND_UNDER_WAY: {
    meaning: 'The issue is being sent already',
    hint: 'Wait until that run is done; `broadside status` shows how far it is. Nothing is sent twice.',
  },
  LEASE_LOST: {
    meaning: 'The run was given up for dead',
    hint: 'It was away from the database for a minute or more. `broadside status` shows who is in doubt; send again: nobody gets it twice.',
  },
  SEND_OVERDUE: {
    meaning: 'The issue is late',
    hint: 'If it should still go out, run `broadside send` for it and answer the question, or add --yes.',
  },
  SEND_NOT_OPEN: {
    meaning: 'That cannot be done with the issue now',
    hint: '`broadside status` shows whether it is scheduled, being sent, paused, cancelled or done.',
  },
  DATABASE_RESTORED: {
    meaning: 'The database is a restored copy',
    hint: 'Run `broadside restore --release` when you are sure that it, and no other copy, should send from now on.',
  },
  DATABASE_MOVED: {
    meaning: 'The subscribers have moved to another database',
    hint: 'Set DATABASE_URL to the new one; this one is kept as it was and sends nothing more.',
  },
  DATABASE_NOT_EMPTY: {
    meaning: 'There is something in that database already',
    hint: 'Nothing was changed. Name an empty database.',
  },
  BACKUP_INVALID: {
    meaning: 'The backup cannot be used',
    hint: 'Nothing was changed. Try an older backup; the cause is printed above.',
  },
  DKIM_KEY_INVALID: {
    meaning: 'A DKIM key cannot be used',
    hint: 'Make one with `broadside dkim SELECTOR` and name its file in BROADSIDE_DKIM_KEYS.',
  },
  ADDRESS_INVALID: { meaning: 'That is not a usable mail address', hint: 'Write it as name@example.org.' },
  IMPORT_INVALID: {
    meaning: 'The file of subscribers cannot be read',
    hint: 'It must be CSV in UTF-8 with a heading line that has a column "address" or "email".',
  },
  EXPORT_INVALID: {
    meaning: 'An export of another program cannot be read',
    hint: 'Download it again. Which file is wanted of which program is in docs/importing.md.',
  },
  BROWSER_MISSING: {
    meaning: 'No browser was found that prints a PDF',
    hint: 'Install Chromium or Chrome, or name one in BROADSIDE_CHROMIUM; `--epub` needs none.',
  },
  BROWSER_FAILED: {
    meaning: 'The browser printed no PDF',
    hint: 'Its own words are printed above. Try another in BROADSIDE_CHROMIUM; `--epub` needs none.',
  },
  NOT_CONFIRMED: { meaning: 'Nobody said yes', hint: 'Answer the question, or add --yes in scripts.' },
  NET_UNREACHABLE: {
    meaning: 'This machine has no way to the web',
    hint: 'Check its connection and its name server, and run the command again. No link was marked as failing.',
  },
  PORT_IN_USE: {
    meaning: 'The port is taken',
    hint: 'Choose another with --port, or stop the program that has it.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly hint: string }>;

export type ErrorCode = keyof typeof ERRORS;

export class BroadsideError extends Error {
  readonly code: ErrorCode;
  /** What to do about it; the table's hint unless this case has a better one. */
  readonly hint: string;
  /** `path:line:col` or a URL without its password. */
  readonly place: string | undefined;

  /** @param detail One sentence about this very case, no final stop. */
  constructor(
    code: ErrorCode,
    detail: string,
    options: { cause?: unknown; hint?: string; place?: string } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BroadsideError';
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].hint;
    this.place = options.place;
  }
}
