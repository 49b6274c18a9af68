// `dkim SELECTOR`: makes a key that signs the mail, or reads one that is there, and says what to put where: the record into the DNS, the
// setting into the environment.
import { generateKeyPair } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { type DkimKey, dkimRecord, RSA_BITS, readDkimKey } from '../../deliver/dkim-key.ts';
import { findProject } from '../../files/find-project.ts';
import { readKeyFile } from '../../files/read-key-file.ts';
import { writeText } from '../../files/write-text.ts';
import { BroadsideError } from '../../model/errors.ts';
import { domainOf } from '../../model/wire-address.ts';
import { type CommandResult, factLines, nextStep } from '../command-result.ts';
import { DKIM_KEYS } from '../dkim-keys.ts';
import { openProject } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';

export interface DkimOptions {
  readonly ed25519?: true;
  readonly domain?: string;
  /** Relative to the folder in which the command was typed, like `show`. */
  readonly out?: string;
  readonly show?: string;
}

/** Whoever else can read the key can write mail in the newsletter's name. */
const OWNER_ONLY = 0o600;

export async function dkim(
  selector: string,
  options: DkimOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.show !== undefined && (options.out !== undefined || options.ed25519 === true))
    throw new BroadsideError('USAGE', 'Unexpected --out or --ed25519 beside --show, which makes no key');
  const { root, domain } = await placeOf(options, terminal);
  const isMade = options.show === undefined;
  const pem = isMade
    ? await newKey(options)
    : await readKeyFile(path.resolve(terminal.cwd, options.show ?? ''));
  const key = readDkimKey({ selector, domain, pem, ...(isMade ? {} : { place: options.show ?? '' }) });
  const file = fileOf(key, options, { root, cwd: terminal.cwd });
  const entry = `${key.selector}${options.domain === undefined ? '' : `@${key.domain}`}:${settingPath(file, root)}`;
  const setting = settingWith(entry, terminal);
  if (isMade) await writeText(file, pem, { ifExists: 'refuse', mode: OWNER_ONLY });
  const record = dkimRecord(key);
  return {
    exitCode: 0,
    value: {
      selector: key.selector,
      domain: key.domain,
      algorithm: key.algorithm,
      file: path.relative(terminal.cwd, file),
      record: { name: record.name, type: 'TXT', value: record.value, strings: record.strings },
      setting,
    },
    lines: (paint) => [
      `${paint.done(isMade ? 'made' : 'read')}  ${path.relative(terminal.cwd, file)}  ${paint.dim(kindOf(key))}`,
      '',
      paint.strong('The record to publish in the DNS'),
      '',
      ...factLines(
        [
          ['name', record.name],
          ['type', 'TXT'],
        ],
        paint,
      ),
      '',
      record.value,
      ...inStrings(record.strings, paint),
      '',
      paint.strong('The setting to put into the environment'),
      '',
      `export ${setting}`,
      ...nextStep(
        'publish the record; when it is there, `broadside doctor` finds that it belongs to the key.',
        paint,
      ),
    ],
  };
}

/** Without --domain the sender's own, for DMARC asks that signature and sender belong together. */
async function placeOf(
  { domain }: DkimOptions,
  terminal: Terminal,
): Promise<{ readonly root: string; readonly domain: string }> {
  if (domain === undefined) {
    const { root, settings } = await openProject(terminal);
    return { root, domain: domainOf(settings.newsletter.from.address) };
  }
  return { root: await findProject(terminal.cwd).catch(() => terminal.cwd), domain };
}

async function newKey({ ed25519 }: DkimOptions): Promise<string> {
  const generate = promisify(generateKeyPair);
  const { privateKey } =
    ed25519 === true
      ? await generate('ed25519', {})
      : await generate('rsa', { modulusLength: RSA_BITS.least });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Absolute. */
function fileOf(
  { selector }: DkimKey,
  { out, show }: DkimOptions,
  { root, cwd }: { readonly root: string; readonly cwd: string },
): string {
  const given = show ?? out;
  return given === undefined ? path.join(root, `data/dkim-${selector}.pem`) : path.resolve(cwd, given);
}

/** Relative to the project where it lies in it: so it is found wherever the project is. */
function settingPath(file: string, root: string): string {
  const relative = path.relative(root, file);
  const shown = relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
  if (!/\s/u.test(shown)) return shown;
  throw new BroadsideError(
    'USAGE',
    `Unexpected blank in ${shown}, for ${DKIM_KEYS} keeps keys apart by blanks`,
  );
}

/** What is set already stays set. */
function settingWith(entry: string, { env }: Terminal): string {
  const before = (env[DKIM_KEYS] ?? '').split(/\s+/u).filter((word) => word !== '' && word !== entry);
  return before.length === 0 ? `${DKIM_KEYS}=${entry}` : `${DKIM_KEYS}="${[...before, entry].join(' ')}"`;
}

function kindOf({ algorithm, bits }: DkimKey): string {
  return algorithm === 'rsa-sha256' ? `RSA, ${bits} bits` : 'Ed25519';
}

/** A short value is one string anyway. */
function inStrings(strings: readonly string[], paint: Paint): readonly string[] {
  if (strings.length < 2) return [];
  return [
    '',
    paint.dim('The same where strings of at most 255 characters are wanted:'),
    '',
    strings.map((text) => `"${text}"`).join(' '),
  ];
}
