// `stats`: how the list grows, what happened to it, and what became of the issues. Counts only, never who. `--link` makes a link to the same as a page.
import { randomBytes } from 'node:crypto';
import { makeDatedToken } from '../../audience/dated-token.ts';
import { findProject } from '../../files/find-project.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import { readIsoDate } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { FIGURES_LINK_MS } from '../../server/figures-page.ts';
import { readFigures } from '../../server/read-figures.ts';
import { type CommandResult, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { openProject } from '../open-project.ts';
import { barsFor } from '../stats/bar-line.ts';
import { statsLines } from '../stats/stats-lines.ts';
import type { Terminal } from '../terminal.ts';
import { signingTokenKey } from '../token-keys.ts';
import { withDatabase } from '../with-database.ts';
import { momentWords } from '../words-of-time.ts';

export interface StatsOptions {
  /** `90d`, `12w`, `1y`, or a day. */
  readonly since: string;
  readonly link?: boolean;
}

const DAY_MS = 86_400_000;
const DAYS_IN = { d: 1, w: 7, y: 365 } as const;
const ID_BYTES = 16;
const MOST_ISSUES = 52;

export async function stats(options: StatsOptions, terminal: Terminal): Promise<CommandResult> {
  if (options.link === true) return statsLink(terminal);
  const root = await findProject(terminal.cwd);
  const at = terminal.now();
  const since = readSince(options.since, at);
  const summary = await withDatabase(root, databaseUrl(terminal), ({ figures, returned }) =>
    readFigures({ figures, returned }, { since, at, mostIssues: MOST_ISSUES }),
  );
  const isEmpty = Object.values(summary.standing).every((count) => count === 0);
  return {
    exitCode: 0,
    value: summary,
    lines: (paint) => [
      ...statsLines(summary, barsFor(terminal.env), paint),
      ...nextStep(
        isEmpty
          ? '`broadside subscribers import FILE` brings in a list.'
          : '`broadside stats --link` makes a link to the same with larger pictures.',
        paint,
      ),
    ],
  };
}

async function statsLink(terminal: Terminal): Promise<CommandResult> {
  const { root, settings } = await openProject(terminal);
  const { newsletter } = settings;
  const at = terminal.now();
  const key = await withDatabase(root, databaseUrl(terminal), (database) =>
    signingTokenKey(database.settings),
  );
  const token = makeDatedToken(
    { purpose: 'stats', listId: newsletter.listId, id: randomBytes(ID_BYTES).toString('base64url'), at },
    key,
  );
  const url = `${newsletter.listUrl}stats/${token}`;
  const endsAt = new Date(Date.parse(at) + FIGURES_LINK_MS).toISOString();
  return {
    exitCode: 0,
    value: { url, endsAt },
    lines: (paint) => [
      url,
      '',
      paint.dim(
        `Holds until ${momentWords(endsAt, newsletter.timeZone)}. Whoever has it sees the figures: counts only, no reader.`,
      ),
      ...nextStep('open it in a browser; `broadside serve` must be running behind that address.', paint),
    ],
  };
}

/** Throws USAGE. */
function readSince(text: string, at: IsoInstant): IsoInstant {
  const day = readIsoDate(text);
  if (day !== undefined) return `${day}T00:00:00.000Z`;
  const [, count, unit = 'd'] = /^(\d{1,4})([dwy])$/u.exec(text.trim()) ?? [];
  const days = Number(count ?? Number.NaN) * DAYS_IN[unit as keyof typeof DAYS_IN];
  if (!(days > 0)) {
    const shown = JSON.stringify(text);
    throw new BroadsideError(
      'USAGE',
      `Unexpected ${shown} for --since, expected a span such as 90d, 12w or 1y, or a day such as 2026-01-31`,
    );
  }
  return new Date(Math.max(0, Date.parse(at) - days * DAY_MS)).toISOString();
}
