// Invented counts of an audience: as long a past as is asked for, the same every time.
import type {
  AudienceCount,
  AudienceFigures,
  IssueFigures,
  ReturnCount,
} from '../../src/model/audience-ports.ts';
import { addDays } from '../../src/model/calendar.ts';
import type { FiguresDoors } from '../../src/server/read-figures.ts';
import { createChance } from './chance.ts';

export const FIGURES_DAY = '2026-11-20';
export const FIGURES_AT = `${FIGURES_DAY}T10:00:00.000Z`;
const ISSUE_DAYS = 7;

/** @param days Of the past; 0 for a list of which nothing was counted yet. */
export function someFigures(days: number): FiguresDoors {
  const { counts, issues } = past(days);
  const standing = days === 0 ? [0, 0, 0, 0] : [1204, 12, 88, 31];
  const [confirmed = 0, unconfirmed = 0, unsubscribed = 0, suppressed = 0] = standing;
  const figures: AudienceFigures = {
    standing: async () => ({ confirmed, unconfirmed, unsubscribed, suppressed }),
    counts: async (since) => counts.filter(({ day }) => day >= since.slice(0, 10)),
    issues: async (limit) => issues.slice(-limit),
  };
  return { figures, returned: { counts: async () => (days === 0 ? [] : RETURNED) } };
}

function past(days: number): {
  readonly counts: readonly AudienceCount[];
  readonly issues: readonly IssueFigures[];
} {
  const chance = createChance(7);
  const upTo = (most: number): number => chance.below(most + 1);
  const counts: AudienceCount[] = [];
  const issues: IssueFigures[] = [];
  for (let ago = days - 1; ago >= 0; ago -= 1) {
    const day = addDays(FIGURES_DAY, -ago);
    const asked = 1 + upTo(5);
    counts.push({ day, event: 'signed-up', count: asked }, { day, event: 'confirmed', count: upTo(asked) });
    if (ago % ISSUE_DAYS !== 0) continue;
    const issueSlug = String(100 + issues.length).padStart(4, '0');
    const unsubscribed = upTo(4);
    counts.push(
      { day, event: 'unsubscribed', issueSlug, count: unsubscribed },
      { day, event: 'bounced', issueSlug, count: upTo(2) },
    );
    const sent = {
      accepted: 800 + issues.length,
      deferred: upTo(4),
      rejected: upTo(14),
      excluded: 0,
      returned: upTo(6),
    };
    issues.push({ issueSlug, plannedAt: `${day}T08:00:00.000Z`, ...sent, unsubscribed, complained: upTo(1) });
  }
  return { counts, issues };
}

const RETURNED: readonly ReturnCount[] = [
  { class: 'hard', domain: 'example.org', status: '5.1.1', count: 41 },
  { class: 'soft', domain: 'mail.example', status: '4.2.2', count: 12 },
  {
    class: 'hard',
    domain: 'a-long-name-of-a-university-department.example.ac.uk',
    status: '5.1.10',
    count: 5,
  },
  { class: 'complaint', domain: 'freemail.example', status: '', count: 3 },
  { class: 'hard', domain: '<script>alert(1)</script>', status: '"><img src=x>', count: 1 },
];
