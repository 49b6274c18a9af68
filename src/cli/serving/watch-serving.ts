// Who looks on while `serve` serves: a person at a terminal reads sentences; a pipe or a journal gets a log; Prometheus gets figures. No reader, no
// visitor and no token is named to any of them.
import type { SignUpDeskOptions } from '../../deliver/sign-up-desk.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { FrontDoorOptions } from '../../server/create-front-door.ts';
import type { Figures } from '../../server/figures.ts';
import { countOf } from '../command-result.ts';
import { createLog, withoutAddresses } from '../log.ts';
import type { LogLevel } from '../sending/read-flags.ts';
import type { Terminal } from '../terminal.ts';
import { TRUSTED_PROXIES } from './open-front-door.ts';
import type { Tidied } from './tidy-daily.ts';

export interface ServingWatch
  extends Required<Pick<FrontDoorOptions, 'onVisit' | 'onTrouble' | 'onUnknownProxy'>>,
    Required<Pick<SignUpDeskOptions, 'onSettled'>> {
  onDeskTrouble(error: BroadsideError): void;
  onTidied(removed: Tidied): void;
  onBouncesTrouble(error: BroadsideError): void;
  onLiveTrouble(error: BroadsideError): void;
  /** Of what came back. */
  tellAside(words: string): void;
  tellStop(): void;
}

/** @param level Undefined: a person at a terminal is told in sentences, all others get a log. */
export function watchServing(
  figures: Figures,
  terminal: Terminal,
  level: LogLevel | undefined,
): ServingWatch {
  const isForPeople = terminal.isInteractive && level === undefined;
  const log = isForPeople ? undefined : createLog(terminal, { level: level ?? 'info' });
  const { dim, ask, stop } = terminal.paint;
  /** A trouble that goes on is told once, until it is another one. */
  let lastTrouble = '';
  let isProxyTold = false;
  const tellTrouble = (words: string): void => {
    if (words !== lastTrouble) terminal.complain(`${ask('Waiting')}  ${words}`);
    lastTrouble = words;
  };
  return {
    onVisit: (visit) => {
      figures.visit(visit);
      log?.debug(visit, 'answered');
    },
    onTrouble: (error, visit) => {
      const code = error instanceof BroadsideError ? error.code : 'UNEXPECTED';
      const reason = withoutAddresses(error instanceof Error ? error.message : String(error));
      figures.failure(code);
      const stack = error instanceof Error && code === 'UNEXPECTED' ? { stack: error.stack } : {};
      log?.error({ ...visit, code, reason, ...stack }, 'not answered');
      if (log === undefined) terminal.complain(`${stop('Failed')}   a request for ${visit.route}: ${reason}`);
    },
    onUnknownProxy: (address) => {
      if (isProxyTold) return;
      isProxyTold = true;
      const words = `Requests come through ${address}, which ${TRUSTED_PROXIES} does not name: all visitors count as one, and after five sign-ups an hour everybody is told to wait`;
      log?.warn({ proxy: address }, words);
      if (log === undefined) terminal.complain(`${ask('Look')}     ${words}.`);
    },
    onSettled: ({ kind, attempt }, outcome, detail) => {
      figures.signUpMail(kind, outcome);
      lastTrouble = '';
      log?.info({ kind, outcome, attempt, reason: withoutAddresses(detail) }, 'mail about signing up');
      if (log === undefined && outcome !== 'sent')
        terminal.complain(
          dim(
            `A mail about signing up ${outcome === 'failed' ? 'failed' : 'waits'}: ${withoutAddresses(detail)}`,
          ),
        );
    },
    onDeskTrouble: (error) => {
      figures.failure(error.code);
      const { code, message, place } = error;
      log?.warn({ code, reason: message, place }, 'mails about signing up wait');
      if (log === undefined) tellTrouble(withoutAddresses(message));
    },
    onTidied: (removed) => {
      log?.info(removed, 'what has had its time was removed');
      if (log === undefined)
        terminal.complain(dim(`Removed what has had its time: ${removedWords(removed)}.`));
    },
    onBouncesTrouble: ({ code, message, place }) => {
      figures.failure(code);
      log?.warn({ code, reason: withoutAddresses(message), place }, 'what came back waits');
      if (log === undefined) tellTrouble(withoutAddresses(message));
    },
    onLiveTrouble: ({ code, message, place }) => {
      figures.failure(code);
      log?.warn({ code, reason: withoutAddresses(message), place }, 'a live entry waits');
      if (log === undefined) tellTrouble(withoutAddresses(message));
    },
    tellAside: (words) => {
      log?.info(words);
      if (log === undefined) terminal.complain(dim(`${words}.`));
    },
    tellStop: () => {
      if (log === undefined) terminal.complain('Stopping: finishing what is being answered and sent.');
      else log.info('stopping, after what is being answered and sent');
    },
  };
}

function removedWords({ unconfirmed, requests, returnedMails }: Tidied): string {
  return [
    countOf(unconfirmed, 'reader who never confirmed', 'readers who never confirmed'),
    countOf(requests, 'request'),
    countOf(returnedMails, 'returned mail'),
  ].join(', ');
}
