// `doctor`: looks at everything that a send leans on, before anything is sent, and says how to mend what is amiss. It asks mail servers,
// name servers and the web because it was asked to; no reader is ever named to any of them.
import { organisationOf, walkDmarc } from '../../deliver/authentication/walk-dmarc.ts';
import type { Finding } from '../../model/finding.ts';
import { domainOf } from '../../model/wire-address.ts';
import type { CommandResult } from '../command-result.ts';
import { type DoctorOptions, openOutsideWorld, refuseContradictions } from '../doctor/ask-world.ts';
import { type ClockReading, judgeClock, judgeTimeZone } from '../doctor/check-clock.ts';
import { checkDatabase } from '../doctor/check-database.ts';
import { checkLeaving, type LeavingCheck } from '../doctor/check-leaving.ts';
import { judgeListId } from '../doctor/check-list-id.ts';
import { checkHelloName, checkMailboxes, checkNameServer, checkReverseNames } from '../doctor/check-names.ts';
import { checkDkimKeys, checkDkimRecords, checkDmarc, checkSpf } from '../doctor/check-records.ts';
import { checkRelays } from '../doctor/check-relays.ts';
import { checkReturns } from '../doctor/check-returns.ts';
import { checkSettingsForSending } from '../doctor/check-settings.ts';
import { doctorResult } from '../doctor/doctor-report.ts';
import { judgeListSize } from '../doctor/judge-list-size.ts';
import { openKeeping } from '../doctor/open-keeping.ts';
import { sendingAddresses } from '../doctor/sending-addresses.ts';
import { openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<CommandResult> {
  refuseContradictions(options);
  const { root, settings, diagnostics } = await openProject(terminal);
  const { newsletter } = settings;
  const outside = await openOutsideWorld(options, newsletter, terminal);
  // Read before anything is asked, so that a slip of the hand is told at once.
  sendingAddresses([], options.sendsFrom, '');
  const findings: Finding[] = [...checkSettingsForSending(newsletter, diagnostics)];

  findings.push(await checkReturns({ root, newsletter, mayAsk: outside !== undefined }, terminal));

  const database = await checkDatabase(root, terminal);
  const kept = await openKeeping(root, database.examination, newsletter, terminal);
  findings.push({ check: 'list-id', ...judgeListId(newsletter.listId, kept.listId) }, ...database.findings);

  const relays = await checkRelays({ root, newsletter, dns: outside?.dns }, terminal);
  const keys = await checkDkimKeys(root, newsletter, terminal);
  findings.push(...relays.findings, ...keys.findings);

  const readings: ClockReading[] = [...kept.clock];
  if (outside !== undefined) {
    const { dns, fetcher } = outside;
    terminal.progress('Asking the name server …');
    const domain = domainOf(newsletter.from.address);
    const server = await checkNameServer(domain, dns);
    findings.push(server);
    if (server.state === 'ok') {
      const organisation = organisationOf(await walkDmarc(domain, dns));
      const sending = sendingAddresses(relays.relays, options.sendsFrom, organisation);
      const spf = await checkSpf(newsletter, sending, dns);
      const dmarc = await checkDmarc({ newsletter, keys: keys.keys, spfMayPass: spf.mayPass, dns });
      findings.push(
        await checkMailboxes(newsletter, dns),
        ...(await checkDkimRecords(keys.keys, dns)),
        ...spf.findings,
        ...dmarc,
        ...(await checkReverseNames(sending, dns)),
        await checkHelloName(sending, dns),
      );
    }
    terminal.progress('Asking the link to leave …');
    const leaving = await checkLeaving({ newsletter, key: kept.key, fetcher });
    findings.push(...leaving.findings);
    readings.push(...clockOf(leaving, newsletter.listUrl, terminal));
    if (readings.length === 0) {
      const answer = await fetcher.fetch(newsletter.siteUrl, { method: 'HEAD' });
      if (answer.kind === 'answer')
        readings.push(...clockOf(dateOf(answer.headers), newsletter.siteUrl, terminal));
    }
  }
  findings.push(
    judgeClock(
      readings,
      outside === undefined ? 'no other clock was asked: --offline' : 'no other clock answers',
    ),
    judgeTimeZone(newsletter, terminal.now()),
    judgeListSize(kept.readers, findings),
  );
  return doctorResult(findings);
}

function dateOf(headers: ReadonlyMap<string, string>): Pick<LeavingCheck, 'date'> {
  const date = headers.get('date');
  return date === undefined ? {} : { date };
}

function clockOf(
  { date }: Pick<LeavingCheck, 'date'>,
  url: string,
  terminal: Terminal,
): readonly ClockReading[] {
  const theirs = new Date(date ?? '');
  if (Number.isNaN(theirs.getTime())) return [];
  return [{ source: new URL(url).host, theirs: theirs.toISOString(), ours: terminal.now() }];
}
