// What the proofreader is for, in two numbers: it is silent about clean text, and it sees slips where they are. Each kind of slip is
// planted twice here and fifty times in the slow suite.
import { beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../../src/check/rules.ts';
import { cleanIssue } from '../support/clean-issue.ts';
import { measureRecall, type Recall, SLIPS, shareOf } from '../support/plant-slips.ts';
import { diagnosticsOf } from './rule-cases.ts';

const CLEAN_ISSUES = 50;
const TIMES = 2;

test(`${CLEAN_ISSUES} clean issues`, () => {
  const texts = Array.from({ length: CLEAN_ISSUES }, (_, nth) => cleanIssue(nth));
  expect(new Set(texts.map(({ text }) => text)).size).toBe(CLEAN_ISSUES);
  const found = texts.flatMap(({ path, text }) => diagnosticsOf([{ path, value: text }]));
  expect(found.map(({ path, place, reason }) => `${path}:${place?.start.line} ${reason}`)).toEqual([]);
});

test('every rule has a slip that it should see', () => {
  const tried = new Set(SLIPS.flatMap(({ rules }) => rules));
  expect(RULES.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

describe(`slips planted ${TIMES} times each`, () => {
  let recalls: readonly Recall[] = [];

  beforeAll(() => {
    recalls = SLIPS.map((slip) => measureRecall(slip, TIMES));
  });

  test('at least 98 of 100 are seen on their line', () => {
    expect(shareOf(recalls)).toBeGreaterThanOrEqual(0.98);
  });

  test('no kind of slip is missed altogether', () => {
    const blind = recalls.filter(({ found }) => found === 0);
    expect(blind.map(({ slip, missed }) => `${slip}: ${missed[0]}`)).toEqual([]);
  });
});
