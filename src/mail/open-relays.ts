// Opens every mail server of BROADSIDE_SMTP_URL: each is asked once whether it answers and takes the login. All or none: a server that
// cannot be used is told before anything is claimed.
import type { Relay } from '../model/sending-ports.ts';
import { CONNECTIONS, openSmtpTransport, type SmtpOptions } from './smtp-transport.ts';
import { readSmtpUrls, type SmtpSettings } from './smtp-url.ts';

/**
 * @param setting One or more URLs, blanks between them; see `readSmtpUrl`. What a URL says of connections and messages goes before `options`.
 * @throws BroadsideError SETTINGS_INVALID, SMTP_UNREACHABLE, SMTP_TLS, SMTP_LOGIN
 */
export async function openRelays(setting: string, options: SmtpOptions = {}): Promise<readonly Relay[]> {
  const all = readSmtpUrls(setting);
  const heaviest = Math.max(...all.map(({ weight }) => weight));
  const opened = await Promise.allSettled(
    all.map((settings) =>
      openRelay(settings, { ...options, connections: shareOf(settings, heaviest, options) }),
    ),
  );
  const relays = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return relays;
  await Promise.all(relays.map(({ transport }) => transport.close()));
  throw failed.reason;
}

/** Weights hold while connections are free; when all are busy, whoever has more of them carries more. So these follow the weight. */
function shareOf(
  { weight }: SmtpSettings,
  heaviest: number,
  { connections = CONNECTIONS }: SmtpOptions,
): number {
  return Math.max(1, Math.round((connections * weight) / heaviest));
}

async function openRelay(settings: SmtpSettings, options: SmtpOptions): Promise<Relay> {
  const { weight, ratePerSecond } = settings;
  return {
    transport: await openSmtpTransport(settings, options),
    weight,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  };
}
