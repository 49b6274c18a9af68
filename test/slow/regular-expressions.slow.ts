// No regular expression of ours can be made to run for long by what somebody types or a page says. Each is judged by its form (an
// analysis that builds the attack), unless it was before, and then held to strings of 100 KB made of its own pieces.
import { check } from 'recheck';
import { afterAll, describe, expect, test } from 'vitest';
import { keepVerdicts, unjudged } from '../support/judged-expressions.ts';
import { type OwnExpression, ownRegularExpressions } from '../support/own-regular-expressions.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

// A program of its own where the package has one for this machine, four times as fast; else the same in JavaScript.
process.env['RECHECK_BACKEND'] = 'auto';

const ANALYSIS_TIMEOUT_MS = 5_000;
/** What is an attack is told by steps. By the clock, as it is told otherwise, a busy machine finds attacks where there are none. */
const BY_STEPS = { attackTimeout: null, incubationTimeout: null };
const LONG_BYTES = 100_000;
/** First short, then long: one that takes the cube of the length would not come back from the longest. */
const LENGTHS = [1_000, 10_000, LONG_BYTES];
/** Fault test 30. */
const LIMIT_MS = 50;
/** The machine may be busy with something else; a slow expression is slow every time. */
const TRIES = 5;

const expressions = await ownRegularExpressions();

test('there are expressions to look at', () => {
  expect(expressions.length).toBeGreaterThan(300);
});

const isRenewing = process.env['UPDATE_FIXTURES'] === '1';
const toJudge = IS_WHOLE || isRenewing ? expressions : unjudged(expressions);

describe(`${toJudge.length} of ${expressions.length} judged by their form`, () => {
  const safe: OwnExpression[] = [];
  afterAll(() => {
    if (isRenewing) keepVerdicts(safe);
  });

  test.each(toJudge)('$where /$pattern/$flags', async (expression) => {
    const { pattern, flags } = expression;
    const verdict = await check(pattern, flags, { timeout: ANALYSIS_TIMEOUT_MS, ...BY_STEPS });
    // `unknown` is an analysis that took too long; the long strings below decide.
    expect(verdict.status === 'vulnerable' ? verdict.attack.pattern : 'safe').toBe('safe');
    if (verdict.status === 'safe') safe.push(expression);
  });
});

describe(`held to ${LONG_BYTES / 1000} KB`, () => {
  // Every fourth in CI, where the analysis has been through all of them, now or before.
  test.each(expressions.filter((_, n) => IS_WHOLE || n % 4 === 0))(
    '$where /$pattern/$flags',
    (expression) => {
      expect(slowRuns(expression)).toEqual([]);
    },
  );
});

describe('the check itself', () => {
  test.each([
    { where: 'x', pattern: '\\s+$', flags: 'u' },
    { where: 'x', pattern: '^(a+)+$', flags: 'u' },
    { where: 'x', pattern: '<!--[\\s\\S]*?-->', flags: 'gu' },
  ])('notices /$pattern/', async (expression) => {
    expect((await check(expression.pattern, expression.flags, BY_STEPS)).status).toBe('vulnerable');
    // One that takes exponential time would not come back at all.
    if (!expression.pattern.includes('(a+)+')) expect(slowRuns(expression)).not.toEqual([]);
  });
});

/** What it took too long for, as the strings' names with the time. */
function slowRuns(expression: OwnExpression): readonly string[] {
  return attacks(expression).flatMap(({ head, pump }) => {
    for (const length of LENGTHS) {
      const ms = fastestRun(expression, `${head}${pump.repeat(Math.ceil(length / pump.length))}\0`);
      if (ms >= LIMIT_MS)
        return [`${JSON.stringify(head)} + ${JSON.stringify(pump)} × ${length}: ${ms.toFixed(0)} ms`];
    }
    return [];
  });
}

function fastestRun({ pattern, flags }: OwnExpression, text: string): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < TRIES && fastest >= LIMIT_MS; run += 1) {
    const expression = new RegExp(pattern, flags);
    const start = performance.now();
    if (flags.includes('g')) text.replace(expression, '');
    else expression.exec(text);
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

/** Its own words and signs, and what mostly makes trouble, each to be repeated; behind its own beginning or bare. */
function attacks({ pattern }: OwnExpression): readonly { head: string; pump: string }[] {
  const words = [
    ...new Set([
      // What stands in it as it is, such as an opening mark of several signs.
      ...pattern.replaceAll('\\', '').split(/[[\](){}|*+?^$.]/u),
      ...(pattern.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s\\]/gu) ?? []),
    ]),
  ]
    .filter((word) => word !== '')
    .slice(0, 40);
  const pumps = [...new Set([' ', '\t', '\n', 'a', 'A', '1', '.', '-', 'a ', 'a.', ' -', '\\', ...words])];
  const heads = ['', ...words.slice(0, 2)];
  return pumps.flatMap((pump) => heads.map((head) => ({ head, pump })));
}
