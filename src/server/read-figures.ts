// The store is asked for its counts, the summary of them comes out: the same for the page of figures and for the terminal.
import { type AudienceSummary, summariseAudience } from '../audience/figures/summarise-audience.ts';
import type { AudienceFigures, ReturnedMailStore } from '../model/audience-ports.ts';
import type { IsoInstant } from '../model/calendar.ts';

export interface FiguresDoors {
  readonly figures: AudienceFigures;
  readonly returned: Pick<ReturnedMailStore, 'counts'>;
}

export interface FiguresSpanAsked {
  readonly since: IsoInstant;
  readonly at: IsoInstant;
  /** The newest ones of that time. */
  readonly mostIssues: number;
}

export async function readFigures(
  { figures, returned }: FiguresDoors,
  { since, at, mostIssues }: FiguresSpanAsked,
): Promise<AudienceSummary> {
  const [standing, counts, issues, returns] = await Promise.all([
    figures.standing(),
    figures.counts(since),
    figures.issues(mostIssues),
    returned.counts(since),
  ]);
  return summariseAudience({
    standing,
    counts,
    issues: issues.filter(({ plannedAt }) => plannedAt >= since),
    returned: returns,
    since,
    at,
  });
}
