// Every mail server of BROADSIDE_SMTP_URL, as far as one conversation tells that names no reader.
import { envelopeSender } from '../../deliver/envelope-sender.ts';
import { judgeCertificate, judgeExtensions } from '../../deliver/judge-server.ts';
import { largestMessage } from '../../files/largest-message.ts';
import { type Examination, examineServer } from '../../mail/examine-server.ts';
import { readSmtpUrls, type SmtpSettings } from '../../mail/smtp-url.ts';
import { recordsOf } from '../../model/dns-lookup.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { NameServer } from '../../net/dns-lookup.ts';
import { smtpUrl } from '../environment.ts';
import type { Terminal } from '../terminal.ts';

/** A mail server with what is known of where it stands. */
export interface Relay {
  readonly settings: SmtpSettings;
  readonly addresses: readonly string[];
}

export interface RelayCheck {
  readonly relays: readonly Relay[];
  readonly findings: readonly Finding[];
}

export async function checkRelays(
  {
    root,
    newsletter,
    dns,
  }: { readonly root: string; readonly newsletter: Newsletter; readonly dns: NameServer | undefined },
  terminal: Terminal,
): Promise<RelayCheck> {
  const url = smtpUrl(terminal);
  if (url === undefined)
    return {
      relays: [],
      findings: [
        {
          check: 'relay',
          state: 'skipped',
          found: 'none is set: mail goes to out/outbox/ as files, and to no reader',
          mend: 'Name one in BROADSIDE_SMTP_URL.',
        },
      ],
    };
  const settings = readOrFailure(url);
  if (settings instanceof BroadsideError)
    return {
      relays: [],
      findings: [{ check: 'relay', state: 'fail', found: settings.message, mend: settings.hint }],
    };
  if (dns === undefined)
    return {
      relays: settings.map((one) => ({ settings: one, addresses: [] })),
      findings: settings.map(({ name }) => ({
        check: 'relay',
        subject: name,
        state: 'skipped',
        found: 'not asked: --offline',
      })),
    };
  const largestBytes = (await largestMessage(root))?.sizeBytes;
  const sender = envelopeSender(newsletter);
  const relays: Relay[] = [];
  const findings: Finding[] = [];
  // One after the other: what a server that is asked twice at once thinks is its own affair.
  for (const one of settings) {
    terminal.progress(`Asking ${one.name} …`);
    const addresses = recordsOf(await dns.addresses(one.host));
    const examination = await examineServer(one, { addresses, sender });
    relays.push({ settings: one, addresses });
    findings.push(
      ...judgeExamination(one, examination, { largestBytes, now: terminal.now(), sender }).map((finding) => ({
        ...finding,
        subject: one.name,
      })),
    );
  }
  return { relays, findings };
}

function readOrFailure(url: string): readonly SmtpSettings[] | BroadsideError {
  try {
    return readSmtpUrls(url);
  } catch (error) {
    if (error instanceof BroadsideError) return error;
    throw error;
  }
}

interface JudgeOptions {
  readonly largestBytes: number | undefined;
  readonly now: string;
  readonly sender: string;
}

function judgeExamination(
  settings: SmtpSettings,
  examination: Examination,
  { largestBytes, now, sender }: JudgeOptions,
): readonly Finding[] {
  const { failure, tls, address, extensions } = examination;
  const reached: Finding = { check: 'relay', state: 'ok', found: `answers at ${address}` };
  if (failure !== undefined && failure.code !== 'SMTP_LOGIN') {
    const check = failure.code === 'SMTP_TLS' ? 'relay-tls' : 'relay';
    const failed: Finding = { check, state: 'fail', found: failure.message, mend: failure.hint };
    return check === 'relay' ? [failed] : [reached, failed];
  }
  const certificate: Finding = {
    check: 'relay-tls',
    ...judgeCertificate(tls, { rule: settings.tls, host: settings.host, now }),
  };
  if (certificate.state === 'fail') return [reached, certificate];
  const login: Finding = { check: 'relay-login', ...judgeLogin(settings, examination) };
  if (login.state === 'fail') return [reached, certificate, login];
  return [
    reached,
    certificate,
    login,
    {
      check: 'relay-extensions',
      ...judgeExtensions(extensions, largestBytes === undefined ? {} : { largestBytes }),
    },
    { check: 'relay-sender', ...judgeSender(sender, examination.senderReply) },
  ];
}

function judgeLogin(
  { login, tls }: SmtpSettings,
  { failure, login: said, tls: facts }: Examination,
): Verdict {
  if (failure !== undefined) return { state: 'fail', found: failure.message, mend: failure.hint };
  if (said === 'not offered')
    return {
      state: 'fail',
      found: 'the settings have a user and password, and the server takes none on this connection',
      mend: 'Take them out of BROADSIDE_SMTP_URL, or use the port that is for submission (587, 465).',
    };
  if (login === undefined) return { state: 'ok', found: 'none is set' };
  if (facts === undefined && tls === 'optional')
    return { state: 'ok', found: `taken for ${login.user}, in the clear as the settings allow` };
  return { state: 'ok', found: `taken for ${login.user}` };
}

/** The answer to `MAIL FROM`. Many servers judge the sender only with a recipient, so that a yes says less than a no. */
function judgeSender(sender: string, reply: string | undefined): Verdict {
  if (reply === undefined) return { state: 'skipped', found: 'the conversation did not come so far' };
  // The tag that stands for a reader's says nothing here.
  const shown = sender.replace(/\+a+@/u, '+…@');
  if (/^2/u.test(reply)) return { state: 'ok', found: `${shown} is accepted` };
  return {
    state: 'fail',
    found: `${shown} is refused: ${reply}`,
    mend: 'Have the address or its domain admitted at the provider, or log in as who may use it.',
  };
}
