// Every slip that this newsletter's editors are known to have made, and at least one for each rule: how to make it in a clean issue,
// and which rules may be the ones to see it. Made so often in different issues, it is counted how often it is seen on its line.
import { diagnosticsOf, fixed } from '../check/rule-cases.ts';
import { createChance } from './chance.ts';
import { cleanIssue } from './clean-issue.ts';
import type { Slip } from './planting.ts';
import { ARCHIVE_SLIPS } from './slips/archive-slips.ts';
import { MAIL_SLIPS, MARKDOWN_SLIPS, SILENCE_SLIPS } from './slips/form-slips.ts';
import { HEADING_SLIPS } from './slips/heading-slips.ts';
import { ISSUE_SLIPS } from './slips/issue-slips.ts';
import { LINK_SLIPS } from './slips/link-slips.ts';
import { EVENT_SLIPS, LIVE_SLIPS, MEDIA_SLIPS, UPDATE_SLIPS } from './slips/media-slips.ts';
import { SOURCE_SLIPS } from './slips/source-slips.ts';
import { QUOTE_SLIPS, TEXT_SLIPS } from './slips/text-slips.ts';

export const SLIPS: readonly Slip[] = [
  ...ISSUE_SLIPS,
  ...SOURCE_SLIPS,
  ...HEADING_SLIPS,
  ...LINK_SLIPS,
  ...TEXT_SLIPS,
  ...QUOTE_SLIPS,
  ...MEDIA_SLIPS,
  ...LIVE_SLIPS,
  ...EVENT_SLIPS,
  ...UPDATE_SLIPS,
  ...MARKDOWN_SLIPS,
  ...MAIL_SLIPS,
  ...SILENCE_SLIPS,
  ...ARCHIVE_SLIPS,
];

export interface Recall {
  readonly slip: string;
  readonly planted: number;
  readonly found: number;
  /** The lines on which nothing was seen, with what was seen elsewhere. */
  readonly missed: readonly string[];
}

/** Plants the slip in `count` different issues. */
export function measureRecall(slip: Slip, count: number): Recall {
  const missed = Array.from({ length: count }, (_, nth) => missedIn(slip, nth)).filter(
    (one) => one !== undefined,
  );
  return { slip: slip.name, planted: count, found: count - missed.length, missed };
}

export function shareOf(recalls: readonly Recall[]): number {
  const sum = (count: (recall: Recall) => number): number =>
    recalls.reduce((total, one) => total + count(one), 0);
  return sum(({ found }) => found) / sum(({ planted }) => planted);
}

/** The issue with the slip in it, mended as far as can be by itself, once and twice. */
export function mendedTwice(slip: Slip, nth: number): readonly [string | undefined, string | undefined] {
  const { files } = plantedIn(slip, nth);
  const once = fixed(files);
  return [once[0]?.value, fixed(once)[0]?.value];
}

const SEED_STEP = 31;

function plantedIn({ plant }: Slip, nth: number) {
  const clean = cleanIssue(nth);
  const planted = plant(clean.text, createChance(SEED_STEP * (nth + 1)), clean.number);
  if (planted.text === clean.text && planted.others === undefined) throw new Error('nothing was planted');
  const path = planted.path ?? clean.path;
  return { clean, planted, path, files: [{ path, value: planted.text }, ...(planted.others ?? [])] };
}

function missedIn(slip: Slip, nth: number): string | undefined {
  const { clean, planted, path, files } = plantedIn(slip, nth);
  const diagnostics = diagnosticsOf(files);
  const isSeen = diagnostics.some(
    (one) =>
      slip.rules.includes(one.ruleId) &&
      one.path === (planted.reportedIn ?? path) &&
      (planted.line === undefined || one.place?.start.line === planted.line),
  );
  if (isSeen) return undefined;
  const line = planted.line === undefined ? '' : planted.text.split('\n')[planted.line - 1];
  const elsewhere = diagnostics
    .map(({ ruleId, place }) => `${ruleId} on ${place?.start.line ?? 'no line'}`)
    .join(', ');
  return `No. ${clean.number}:${planted.line ?? ''} ${line} (found: ${elsewhere || 'nothing'})`;
}
